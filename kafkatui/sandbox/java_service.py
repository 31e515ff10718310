"""A program in Java beside the cluster, which is up once it answers over HTTP."""

from __future__ import annotations

import signal
import tempfile
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.failed_start import where_logs_are, why_it_ended
from kafkatui.sandbox.processes import ProcessGuard, ServerProcess
from kafkatui.sandbox.readiness import wait_until

START_SECONDS = 120.0
STOP_SECONDS = 10.0


class JavaService(ABC):
    """A program that goes when this process goes.

    Args:
        url: where it answers.
        directory: where it writes; a temporary one, deleted at the end, when None.

    Attributes:
        label: of its process, its log and its directory: "registry".
        title: in sentences: "schema registry".
        probe: a path below its address at which it answers once it is up.
    """

    label: ClassVar[str]
    title: ClassVar[str]
    probe: ClassVar[str]

    def __init__(self, url: str, directory: Path | None) -> None:
        self.url = url
        self.directory = directory
        self._guard: ProcessGuard | None = None
        self._server: ServerProcess | None = None

    @abstractmethod
    def _command(self, directory: Path) -> list[str]:
        """What starts it; what it reads and where it writes is put into the directory."""

    def start(self) -> None:
        """Starts it and returns; see `wait`."""
        self._guard = ProcessGuard()
        if self.directory is None:
            self.directory = Path(tempfile.mkdtemp(prefix=f"kafkatui-{self.label}-"))
            self._guard.remove_at_end(self.directory)
        log = self.directory / f"{self.label}.log"
        self._server = self._guard.spawn(self.label, self._command(self.directory), self.directory, log)

    def wait(self) -> None:
        """Returns when it answers.

        Raises:
            SandboxError: it ended, or did not come up in time.
        """
        try:
            wait_until(self._answers, START_SECONDS, f"the {self.title}")
        except SandboxError as error:
            raise SandboxError(error.what, error.advice or self._log_advice()) from None

    def stop(self, *, in_order: bool = False) -> None:
        """Stops it. May be repeated.

        Args:
            in_order: give it the time to end by itself.
        """
        if self._guard is None:
            return
        if self._server is not None:
            self._server.signal(signal.SIGTERM if in_order else signal.SIGKILL)
            if self._server.wait(STOP_SECONDS):
                self._guard.forget(self._server.pid)
        self._guard.close()
        self._guard = None

    def _answers(self) -> bool:
        server = self._server
        if server is None or not server.is_running:
            why = why_it_ended(server.log_path) if server is not None else "it was stopped."
            raise SandboxError(f"The {self.title} ended while it was starting: {why.rstrip('.')}.", self._log_advice())
        try:
            with urllib.request.urlopen(f"{self.url}/{self.probe}", timeout=2):
                return True
        except (OSError, urllib.error.URLError):
            return False

    def _log_advice(self) -> str:
        """Where its log is, also once the directory was deleted."""
        return where_logs_are([self._server.log_path] if self._server is not None else [], keep=True)
