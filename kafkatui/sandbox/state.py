"""One state file per running demo, so that others find its addresses and can steer it.

A demo is running as long as it holds the lock on its file: the system lets go of a lock when its process dies,
however it dies, where a process id may by then be somebody else's.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.locations import demo_directory


@dataclass(frozen=True, slots=True)
class DemoState:
    """What is known about a running demo from outside.

    Attributes:
        base_port: of its first broker.
        ports: every port it listens on or is about to.
        control: path of the socket that takes commands.
    """

    name: str
    pid: int
    kafka: str
    base_port: int
    ports: tuple[int, ...]
    bootstrap_servers: str
    zookeeper_connect: str | None
    control: str


class StateFile:
    """A running demo's own state file; held until removed or until the process dies."""

    def __init__(self, state: DemoState) -> None:
        self.path = demo_directory() / f"{state.name}.json"
        # Written elsewhere and renamed with the lock held, so that no reader meets half a file or an unlocked one.
        scratch = self.path.with_suffix(f".{os.getpid()}.tmp")
        self._file = scratch.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        json.dump(asdict(state), self._file)
        self._file.flush()
        scratch.replace(self.path)

    def remove(self) -> None:
        """Takes the demo off the list."""
        self.path.unlink(missing_ok=True)
        self._file.close()


@contextmanager
def starting_alone() -> Iterator[None]:
    """Held while a demo chooses its ports and name, so that two that start together do not choose the same."""
    with (demo_directory() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def running_demos() -> list[DemoState]:
    """Every demo of this user that runs now, by name; files of dead ones are removed."""
    found = []
    for path in sorted(demo_directory().glob("*.json")):
        with path.open() as file:
            if _is_locked(file):
                state = json.load(file)
                found.append(DemoState(**{**state, "ports": tuple(state["ports"])}))
            else:
                path.unlink(missing_ok=True)
    return found


def find_demo(name: str | None = None, base_port: int | None = None) -> DemoState:
    """The one running demo that is meant.

    Raises:
        SandboxError: none runs, none fits, or several do.
    """
    demos = running_demos()
    fitting = [demo for demo in demos if name in (None, demo.name) and (base_port is None or base_port in demo.ports)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(f"{demo.name} ({demo.bootstrap_servers})" for demo in demos)
    if not demos:
        raise SandboxError("No demo is running.", "Start one: kafkatui demo")
    if not fitting:
        raise SandboxError("No running demo fits.", f"Running: {names}")
    raise SandboxError("Several demos are running.", f"Choose with --name or --base-port: {names}")


def _is_locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
