"""A schema registry over HTTP that does as Confluent's does, and what it is told to at certain paths."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.unit.kafka.http_server import Answer, Asked, http_server

SUBJECT_MISSING = (404, {"error_code": 40401, "message": "Subject not found."})
VERSION_MISSING = (404, {"error_code": 40402, "message": "Version not found."})
SCHEMA_MISSING = (404, {"error_code": 40403, "message": "Schema not found."})


class Contents:
    """What is registered.

    Attributes:
        told: answers by "METHOD path", in place of what it would answer.
        asked: every "METHOD path" so far.
        reasons: why a schema with that text in it is not compatible.
    """

    def __init__(self) -> None:
        self.subjects: dict[str, dict[int, dict[str, Any]]] = {}
        self.deleted: dict[str, set[int]] = {}
        self.levels: dict[str, str] = {"": "BACKWARD"}
        self.told: dict[str, Answer] = {}
        self.reasons: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.hangs = threading.Event()
        self._ids: dict[str, int] = {}

    def live(self, subject: str) -> list[int]:
        """Versions that are not deleted."""
        return [each for each in self.subjects.get(subject, {}) if each not in self.deleted.get(subject, ())]

    def add(self, subject: str, text: str, **others: Any) -> dict[str, Any]:
        """Register a schema; what it is now."""
        versions = self.subjects.setdefault(subject, {})
        for number in self.live(subject):
            if versions[number]["schema"] == text:
                return versions[number]
        number = max(versions, default=0) + 1
        schema_id = self._ids.setdefault(text, len(self._ids) + 1)
        versions[number] = {**others, "subject": subject, "version": number, "id": schema_id, "schema": text}
        return versions[number]

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        """What it says."""
        self.asked.append(f"{method} {path}")
        if f"{method} {path}" in self.told:
            return self.told[f"{method} {path}"]
        match method, [unquote(part) for part in path.split("/")]:
            case "GET", ["subjects"]:
                names = [name for name in self.subjects if self.live(name) or "deleted" in query]
                return 200, names
            case _, ["config", *rest]:
                return self._config(method, rest[0] if rest else "", body)
            case "GET", ["schemas", "ids", schema_id]:
                context = query.get("subject", [""])[0]
                where = [each for name, each in self.subjects.items() if _is_within(name, context)]
                found = [one for each in where for one in each.values() if str(one["id"]) == schema_id]
                return (200, found[0]) if found else SCHEMA_MISSING
            case "POST", ["compatibility", "subjects", subject, *_]:
                reasons = [why for text, whys in self.reasons.items() if text in body["schema"] for why in whys]
                return (
                    (200, {"is_compatible": not reasons, "messages": reasons})
                    if self.live(subject)
                    else SUBJECT_MISSING
                )
            case _, ["subjects", subject, *rest]:
                return self._subject(method, subject, rest, query, body)
        return 404, "Not here."

    def _config(self, method: str, subject: str, body: Any) -> Answer:
        if method == "PUT":
            self.levels[subject] = body["compatibility"]
        elif subject not in self.levels:
            return 404, {"error_code": 40408, "message": "No level."}
        level = self.levels[subject]
        if method == "DELETE":
            del self.levels[subject]
        return 200, {"compatibilityLevel": level}

    def _subject(self, method: str, subject: str, rest: list[str], query: dict[str, list[str]], body: Any) -> Answer:
        shown = list(self.subjects.get(subject, {})) if "deleted" in query else self.live(subject)
        if method == "POST":
            if rest:
                return 200, {
                    "id": self.add(subject, **{key: body[key] for key in ("references",)}, text=body["schema"])["id"]
                }
            same = [
                self.subjects[subject][each]
                for each in shown
                if self.subjects[subject][each]["schema"] == body["schema"]
            ]
            return (200, same[0]) if same else SCHEMA_MISSING
        if not shown and "permanent" not in query:
            return SUBJECT_MISSING
        if method == "DELETE":
            return self._deleted(subject, shown if not rest else [int(rest[1])], "permanent" in query)
        if len(rest) == 1:
            return 200, shown
        if rest[2:] == ["referencedby"]:
            return 200, []
        number = max(shown) if rest[1] == "latest" else int(rest[1])
        return (200, self.subjects[subject][number]) if number in shown else VERSION_MISSING

    def _deleted(self, subject: str, numbers: list[int], is_permanent: bool) -> Answer:
        gone = self.deleted.setdefault(subject, set())
        if not is_permanent:
            gone.update(numbers)
            return 200, numbers
        doomed = numbers or sorted(gone)
        if not set(doomed) <= gone:
            return 404, {"error_code": 40405, "message": "Not deleted softly before."}
        for number in doomed:
            gone.remove(number)
            del self.subjects[subject][number]
        if not self.subjects[subject]:
            del self.subjects[subject]
        return 200, doomed


def _is_within(subject: str, context: str) -> bool:
    return subject.startswith(context) if context else not subject.startswith(":.")


@contextmanager
def registry_server() -> Iterator[tuple[str, Contents]]:
    """Its address, and what is in it."""
    contents = Contents()

    def answer(asked: Asked) -> Answer:
        return contents.answer(asked.method, asked.path, parse_qs(asked.query), asked.body)

    with http_server(answer, contents.hangs) as url:
        yield url, contents
