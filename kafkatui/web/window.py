"""One browser window's process, and the bytes between the two."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from kafkatui.codec.sanitise import sanitise
from kafkatui.web.child import child_environment

_log = logging.getLogger(__name__)

LEAVE_SECONDS = 3.0
"""How long a process may take to end after its window is closed; it takes 0.5 s."""
MAX_ERROR_BYTES = 4096
"""Of what it says on standard error so much is kept: its last sentence."""
_PRELUDE = b"__GANGLION__\n"
"""What Textual's driver for browsers begins with."""
_DATA, _META = b"D", b"M"


class WindowProcess(AppService):
    """textual-serve's service of one window: without its shell, its environment and its print of what failed.

    Args:
        argv: the program and its arguments.
        referred: variables of the environment that it may have besides the usual.
        write_bytes: writes to the window's terminal.
        write_str: tells the window's page something.
        close: ends the window's connection.
    """

    def __init__(
        self,
        argv: Sequence[str],
        referred: Iterable[str],
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[Any]],
    ) -> None:
        super().__init__(
            argv[0],
            write_bytes=write_bytes,
            write_str=write_str,
            close=close,
            download_manager=DownloadManager(),
        )
        self._argv = tuple(argv)
        self._referred = tuple(referred)
        self._errors = b""

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._argv,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=child_environment(os.environ, self._referred, width, height),
            start_new_session=True,  # Ctrl+C in our terminal is ours to hand on
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Hand on what the process draws until it ends; when it failed, what it said of that."""
        process = self._process
        assert process is not None
        reading = asyncio.create_task(self._read_errors(process))
        try:
            await self._hand_on(process)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            await asyncio.gather(process.wait(), reading)
            if process.returncode:
                said = (
                    sanitise(self._errors.decode("utf-8", "replace").strip()) or f"It ended with {process.returncode}."
                )
                _log.warning("a window's process ended with %s: %s", process.returncode, said)
                with suppress(ConnectionError, RuntimeError):
                    await self.remote_write_bytes(f"\x1b[?1049l\x1b[0m\r\n{said}\r\n".encode())
            await self.remote_close()

    async def _hand_on(self, process: Process) -> None:
        assert process.stdout is not None
        if await process.stdout.readline() != _PRELUDE:
            return
        while True:
            kind = await process.stdout.readexactly(1)
            size = int.from_bytes(await process.stdout.readexactly(4), "big")
            payload = await process.stdout.readexactly(size)
            if kind == _DATA:
                await self.remote_write_bytes(payload)
            elif kind == _META:
                told = json.loads(payload)
                if told["type"] == "open_url":
                    await self.remote_write_str(json.dumps(["open_url", {"url": told["url"], "new_tab": True}]))

    async def _read_errors(self, process: Process) -> None:
        assert process.stderr is not None
        while data := await process.stderr.read(MAX_ERROR_BYTES):
            self._errors = (self._errors + data)[-MAX_ERROR_BYTES:]

    async def stop(self) -> None:
        """End the process: asked to, then told to, then killed."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        self._task = None
        await self.send_meta({"type": "quit"})
        for end in (process.terminate, process.kill, None):
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(task), LEAVE_SECONDS)
                return
            if end is not None:
                with suppress(ProcessLookupError):
                    end()
