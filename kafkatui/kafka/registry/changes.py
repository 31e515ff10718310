"""Changes to a schema registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kafkatui.kafka.registry.requests import RegistryAnswer, RegistryRequests
from kafkatui.kafka.registry.subjects import body_of
from kafkatui.model.errors import Refused
from kafkatui.model.schema_subject import NewSchema

T = TypeVar("T")


class SubjectWriter:
    """Each call is one change. All of it raises KafkatuiError when the registry refuses or does not answer."""

    def __init__(self, requests: RegistryRequests) -> None:
        self._requests = requests

    def register(self, subject: str, schema: NewSchema) -> int:
        """Register a schema; the id it has.

        Raises:
            Refused: it is not compatible; says why, as the registry does.
        """
        try:
            return int(self._requests.post(body_of(schema), "subjects", subject, "versions")["id"])
        except RegistryAnswer as answer:
            if answer.status == 409:
                raise Refused(
                    f"It is not compatible with {subject}: {answer.said}.",
                    "The subject's compatibility level decides what is.",
                ) from None
            raise self._requests.sentence(answer) from None

    def delete(self, subject: str, version: int, *, is_permanent: bool) -> None:
        """Delete a version; for good only what is deleted already."""
        query = {"permanent": "true"} if is_permanent else {}
        self._asked(lambda: self._requests.delete("subjects", subject, "versions", version, **query))

    def delete_subject(self, subject: str, *, is_permanent: bool) -> None:
        """Delete all versions of a subject, and its compatibility level; for good only what is deleted already."""
        query = {"permanent": "true"} if is_permanent else {}
        self._asked(lambda: self._requests.delete("subjects", subject, **query))

    def set_level(self, subject: str, level: str | None) -> None:
        """Set a subject's compatibility level, None: take its own away; without a subject the registry's."""
        path = ("config", *([subject] if subject else []))
        if level is None:
            self._asked(lambda: self._requests.delete(*path))
        else:
            self._asked(lambda: self._requests.put({"compatibility": level}, *path))

    def _asked(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except RegistryAnswer as answer:
            raise self._requests.sentence(answer) from None
