"""`kafkatui VERB …` as a program of its own: its own process, streams and exit code.

A Python started for each verb spends half a second of a processor on imports, for hundreds of verbs. So the processes
are forked from one that imported what verbs need and opened nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext
from pathlib import Path

from kafkatui.sandbox.cluster import Sandbox

_TIMEOUT_SECONDS = 60.0

_IMPORTED = (
    "tests.cluster.verbs",
    "kafkatui.cli.main",
    "kafkatui.session.session",
    "confluent_kafka.admin",
    "kazoo.client",
    "kafka.admin",
)
"""Imported before the first verb; none of them starts a thread or opens a connection."""


def _forked_from() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_IMPORTED))
    return context


_CONTEXT = _forked_from()


def run_verb(sandbox: Sandbox, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs a verb on a sandbox; its settings are nobody's (see the `isolated_user` fixture)."""
    address = ("-b", sandbox.bootstrap_servers, "-z", sandbox.zookeeper_connect or "none")
    return run_kafkatui(*address, *arguments, stdin=stdin)


def run_kafkatui(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs the program without a terminal.

    Raises:
        subprocess.TimeoutExpired: it did not end within a minute, and was killed.
    """
    command = ["kafkatui", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        given, out, err = (Path(folder, name) for name in ("stdin", "stdout", "stderr"))
        given.write_bytes(stdin)
        out.touch()
        err.touch()
        process = _CONTEXT.Process(target=_be_kafkatui, args=(command, dict(os.environ), os.getcwd(), folder))
        process.start()
        process.join(_TIMEOUT_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(command, _TIMEOUT_SECONDS, out.read_bytes(), err.read_bytes())
        return subprocess.CompletedProcess(command, process.exitcode, out.read_bytes(), err.read_bytes())


def _be_kafkatui(command: list[str], environment: Mapping[str, str], directory: str, streams: str) -> None:
    """What the forked process does: it becomes the program, with files for its streams."""
    from kafkatui.cli.main import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(directory)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        descriptor = os.open(Path(streams, name), os.O_RDONLY if number == 0 else os.O_WRONLY)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 — they end with the process
        for number, mode in enumerate("rww")
    )
    sys.argv = command
    main()
