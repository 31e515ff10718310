"""What our verbs print as JSON. They run in this process: hundreds of programs would spend their time on starting."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.sandbox.cluster import Sandbox

Row = dict[str, Any]


class VerbFailed(AssertionError):
    """A verb ended with another code than 0; the message is what it wrote."""


def rows(sandbox: Sandbox, *arguments: str) -> list[Row]:
    """The objects that `kafkatui ARGUMENTS -o json` prints: an array, or an object a line.

    Raises:
        VerbFailed: it did not end with 0.
    """
    output, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    address = ["-b", sandbox.bootstrap_servers, "-z", sandbox.zookeeper_connect or "none"]
    kept, sys.stdout, sys.stderr = (sys.stdout, sys.stderr), output, errors
    try:
        code = exit_code_of(kafkatui, [*address, *arguments, "-o", "json"])
        output.flush()
        errors.flush()
    finally:
        sys.stdout, sys.stderr = kept
    text, complaint = (stream.buffer.getvalue().decode() for stream in (output, errors))
    if code != 0:
        raise VerbFailed(f"kafkatui {' '.join(arguments)} ended with {code}: {complaint}{text[-500:]}")
    if text.startswith("["):
        found: list[Row] = json.loads(text)
        return found
    return [json.loads(line) for line in text.splitlines()]
