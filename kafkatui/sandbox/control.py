"""Commands from another terminal to a running demo: one JSON line each way over a Unix socket."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.state import DemoState

_ANSWER_TIMEOUT_SECONDS = 300.0
_MAX_LINE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class BrokerCommand:
    """Stop, kill or start one broker."""

    verb: Literal["stop", "kill", "start"]
    broker_id: int


class ControlServer:
    """Takes commands on a socket and has `handle` carry them out, one after the other, on a thread of its own."""

    def __init__(self, path: Path, handle: Callable[[BrokerCommand], None]) -> None:
        self._handle = handle
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        threading.Thread(target=self._serve, name="demo-control", daemon=True).start()

    def close(self) -> None:
        """Takes no more commands."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            with connection:
                connection.settimeout(5.0)
                answer = self._answer(connection)
                try:
                    connection.sendall(json.dumps(answer).encode() + b"\n")
                except OSError:
                    continue  # whoever asked did not wait

    def _answer(self, connection: socket.socket) -> dict[str, str]:
        try:
            with connection.makefile("rb") as lines:
                request = json.loads(lines.readline(_MAX_LINE_BYTES))
            self._handle(BrokerCommand(request["verb"], int(request["broker_id"])))
        except SandboxError as error:
            return {"what": error.what, "advice": error.advice}
        except (OSError, ValueError, KeyError) as error:
            return {"what": f"The command was not understood: {error}.", "advice": ""}
        return {}


def send_command(demo: DemoState, command: BrokerCommand) -> None:
    """Has a running demo carry out `command` and waits until it has; SandboxError when it could not."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_ANSWER_TIMEOUT_SECONDS)
        try:
            connection.connect(demo.control)
            connection.sendall(json.dumps(asdict(command)).encode() + b"\n")
            with connection.makefile("rb") as lines:
                line = lines.readline(_MAX_LINE_BYTES)
        except OSError as error:
            raise SandboxError(f"The demo {demo.name} does not answer: {error}.") from error
    if not line:
        raise SandboxError(f"The demo {demo.name} ended before it answered.")
    if answer := json.loads(line):
        raise SandboxError(answer["what"], answer["advice"])
