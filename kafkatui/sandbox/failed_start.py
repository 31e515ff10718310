"""A server that did not come up: why, as its log has it, and where that log is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from kafkatui.sandbox.locations import demo_directory

_COMPLAINT = re.compile(r" (?:ERROR|FATAL) \S+ - (?P<text>.*)")
_EXCEPTION = re.compile(r"(?:Exception in thread \S+ )?(?:[\w$]+\.)+(?P<text>[\w$]*(?:Exception|Error)\b.*)")
_LAST_LINES = 5


def why_it_ended(log: Path, offset_bytes: int = 0) -> str:
    """The first error that a server wrote after `offset_bytes` of its log, with its exception; else its last words."""
    if not log.exists():
        return "it wrote no log."
    with log.open("rb") as written:
        written.seek(offset_bytes)
        lines = written.read().decode(errors="replace").splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if alone := _EXCEPTION.match(line):
            return alone["text"]
        if found := _COMPLAINT.search(line):
            raised = _EXCEPTION.match(following)
            return f"{found['text'].rstrip('. ')}: {raised['text']}" if raised else found["text"]
    return "\n".join(lines[-_LAST_LINES:])


def where_logs_are(logs: Iterable[Path], *, keep: bool) -> str:
    """A sentence with their paths.

    Args:
        keep: they are about to be deleted, so they are copied, over those of the last start that failed.
    """
    paths = [_kept(log) if keep else log for log in logs if log.exists()]
    if not paths:
        return ""
    return f"{'Its log is' if len(paths) == 1 else 'The logs are'} {', '.join(map(str, paths))}."


def _kept(log: Path) -> Path:
    kept = demo_directory() / f"failed-{log.name}"
    shutil.copyfile(log, kept)
    kept.chmod(0o600)
    return kept
