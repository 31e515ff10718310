"""The journal: every change made with kafkatui, one file a cluster, for the undo and for the audit.

Each line is a JSON object: that a change began, how it ended, that it was taken back. Lines are only ever appended.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.replacing import replace

BEFORE_LIMIT_BYTES = 64 * 1024 * 1024
"""A before-image larger than this is not kept, and the action says first that it cannot be undone."""

TOO_LARGE = "What was there before is larger than 64 MiB and is not kept."


class JournalUnwritable(KafkatuiError):
    """The journal cannot be written, so nothing was changed: what is not written down could not be undone."""

    title = "No journal"


class Journal:
    """The changes of one cluster. Safe from any thread.

    Args:
        folder: where the journals are; made with the first change, readable by nobody else.
        name: the file's: a cluster is told by its id, not by what a profile calls it; see `journal_name`.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / "journal" / f"{re.sub(r'[^A-Za-z0-9_-]', '_', name)}.jsonl"
        self._lock = threading.Lock()

    def begin(self, entry: JournalEntry, *, is_awaited: bool = True) -> None:
        """Write down that a change is about to be made.

        Args:
            is_awaited: wait until it is on the disk; else the system writes it in its own time.

        Raises:
            JournalUnwritable: it could not be written.
        """
        self._append(
            {
                "type": "begun",
                "id": entry.id,
                "at": entry.at_seconds,
                "action": entry.action,
                "summary": entry.summary,
                "profile": entry.profile,
                "targets": list(entry.targets),
                "values": dict(entry.values),
                "undoes": entry.undoes,
                "cleanup": entry.cleanup,
            },
            is_awaited=is_awaited,
        )

    def end(self, entry_id: str, outcome: Outcome, no_undo: str) -> None:
        """Write down how it ended. A before-image over `BEFORE_LIMIT_BYTES` is left out and said so.

        Raises:
            JournalUnwritable: it could not be written.
        """
        before = dict(outcome.before)
        if before and len(json.dumps(before)) > BEFORE_LIMIT_BYTES:
            before, no_undo = {}, no_undo or TOO_LARGE
        self._append(
            {
                "type": "ended",
                "id": entry_id,
                "at": time.time(),
                "outcomes": [_outcome_json(each) for each in outcome.targets],
                "before": before,
                "after": dict(outcome.after),
                "no_undo": no_undo,
            }
        )

    def undone(self, entry_id: str, by: str) -> None:
        """Write down that `entry_id` was taken back by `by`."""
        self._append({"type": "undone", "id": entry_id, "by": by})

    def cleaned(self, entry_id: str) -> None:
        """Write down that what `entry_id` left to be put in order is."""
        self._append({"type": "cleaned", "id": entry_id})

    def entries(self) -> tuple[JournalEntry, ...]:
        """Every change, newest first. Lines that cannot be read (a full disk cut one short) are passed over."""
        found: dict[str, JournalEntry] = {}
        for line in self._lines():
            entry = found.get(line.get("id", ""))
            match line.get("type"):
                case "begun":
                    found[line["id"]] = _begun(line)
                case "ended" if entry is not None:
                    found[entry.id] = _ended(entry, line)
                case "undone" if entry is not None:
                    found[entry.id] = replace(entry, undone_by=line["by"])
                case "cleaned" if entry is not None:
                    found[entry.id] = replace(entry, cleanup=None)
        return tuple(reversed(found.values()))

    def get(self, entry_id: str) -> JournalEntry | None:
        """The entry of that id, or the only one whose id begins so."""
        matching = [entry for entry in self.entries() if entry.id.startswith(entry_id)]
        exact = [entry for entry in matching if entry.id == entry_id]
        return (exact or matching)[0] if exact or len(matching) == 1 else None

    def _lines(self) -> Iterable[dict[str, Any]]:
        try:
            with self.path.open(encoding="utf-8") as file:
                lines = file.readlines()
        except FileNotFoundError:
            return
        except OSError as error:
            raise KafkatuiError(f"The journal {self.path} cannot be read: {error.strerror}.") from None
        for line in lines:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                yield value

    def _append(self, line: Mapping[str, Any], *, is_awaited: bool = True) -> None:
        data = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "backslashreplace")
        with self._lock:
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    os.fchmod(handle, 0o600)  # whatever made it, it is nobody else's to read
                    _write_all(handle, data)
                    if is_awaited:
                        os.fsync(handle)
                finally:
                    os.close(handle)
            except OSError as error:
                raise JournalUnwritable(
                    f"The journal {self.path} cannot be written: {error.strerror}.",
                    "Changes are made only when they can be written down; KAFKATUI_STATE_DIR names another folder.",
                ) from None


def new_id(now_seconds: float) -> str:
    """An id that sorts by time: `20261125-044512-3fa9`, in UTC."""
    return f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime(now_seconds))}-{secrets.token_hex(2)}"


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _outcome_json(outcome: TargetOutcome) -> dict[str, Any]:
    """A conflict's texts are whatever was there, secrets perhaps; the journal keeps that there was one."""
    return {"target": outcome.target, "state": outcome.state.value, "reason": outcome.reason}


def _begun(line: Mapping[str, Any]) -> JournalEntry:
    return JournalEntry(
        id=line["id"],
        at_seconds=line["at"],
        action=line["action"],
        summary=line["summary"],
        profile=line["profile"],
        targets=tuple(line["targets"]),
        values=line.get("values", {}),
        undoes=line.get("undoes", ""),
        cleanup=line.get("cleanup"),
    )


def _ended(entry: JournalEntry, line: Mapping[str, Any]) -> JournalEntry:
    outcomes = tuple(
        TargetOutcome(each["target"], OutcomeState(each["state"]), each["reason"]) for each in line["outcomes"]
    )
    return replace(
        entry,
        outcomes=outcomes,
        before=line.get("before", {}),
        after=line.get("after", {}),
        no_undo=line.get("no_undo", ""),
    )
