"""Subjects of a schema registry: what there is, and what fits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from kafkatui.kafka.registry.at_once import all_of
from kafkatui.kafka.registry.requests import NO_OWN_LEVEL, RegistryAnswer, RegistryRequests
from kafkatui.model.errors import ConnectError, KafkatuiError
from kafkatui.model.schema_subject import (
    DEFAULT_CONTEXT,
    Compatibility,
    NewSchema,
    SchemaReference,
    SchemaVersion,
    Subject,
    Subjects,
    context_subject,
    split_subject,
)

T = TypeVar("T")

LATEST = "latest"


class SubjectReader:
    """Reads; changes nothing. All of it raises KafkatuiError when the registry refuses or does not answer."""

    def __init__(self, requests: RegistryRequests) -> None:
        self._requests = requests

    def names(self, *, with_deleted: bool = False) -> tuple[str, ...]:
        """Every subject's name, sorted."""
        return tuple(sorted(self._asked(lambda: self._requests.get("subjects", **_deleted(with_deleted)))))

    def subjects(self, most: int, *, with_deleted: bool = False) -> Subjects:
        """Every subject, the first `most` of them with their newest version and their level."""
        live = self.names()
        known = set(live)
        gone = [name for name in self.names(with_deleted=True) if name not in known] if with_deleted else []
        level = self._level_or_none()
        contexts = sorted({split_subject(name)[0] for name in live[:most]})
        levels = dict(zip(contexts, all_of(lambda each: self._level_or_none(each) or level, contexts), strict=True))
        told = all_of(lambda name: self._subject(name, levels[split_subject(name)[0]]), live[:most])
        told += all_of(self._deleted_subject, gone[:most])
        untold = live[most:]
        every = (*told, *(Subject(name) for name in untold))
        return Subjects(tuple(sorted(every, key=lambda each: split_subject(each.name))), level, len(untold))

    def versions(self, subject: str, *, with_deleted: bool = False) -> tuple[int, ...]:
        """A subject's versions, the oldest first."""
        return tuple(
            sorted(self._asked(lambda: self._requests.get("subjects", subject, "versions", **_deleted(with_deleted))))
        )

    def version(self, subject: str, version: int | None = None, *, with_deleted: bool = False) -> SchemaVersion:
        """One version, or the newest."""
        wanted = LATEST if version is None else version
        return _version_of(
            self._asked(lambda: self._requests.get("subjects", subject, "versions", wanted, **_deleted(with_deleted)))
        )

    def every_version(self, subject: str, most: int) -> tuple[SchemaVersion, ...]:
        """The newest `most` versions, the oldest of them first."""
        numbers = self.versions(subject)[-most:]
        return tuple(all_of(lambda number: self.version(subject, number), numbers))

    def of_id(self, schema_id: int, context: str = DEFAULT_CONTEXT) -> NewSchema:
        """The schema that records with that id were written by; each context has ids of its own."""
        where = {"subject": subject} if (subject := context_subject(context)) else {}
        return _schema_of(self._asked(lambda: self._requests.get("schemas", "ids", schema_id, **where)))

    def registered_as(self, subject: str, schema: NewSchema) -> SchemaVersion | None:
        """The version that is this very schema already; None when there is none."""
        try:
            found = self._requests.post(body_of(schema), "subjects", subject)
        except RegistryAnswer as answer:
            if answer.is_missing:
                return None
            raise self._requests.sentence(answer) from None
        return SchemaVersion(subject, int(found["version"]), int(found["id"]), schema)

    def referenced_by(self, subject: str, versions: Sequence[int]) -> tuple[int, ...]:
        """The ids of the schemas that refer to those versions; none where the registry does not tell."""
        found: set[int] = set()
        try:
            for ids in all_of(lambda each: self._requests.get("subjects", subject, "versions", each, "referencedby"),
                              versions):  # fmt: skip
                found.update(int(each) for each in ids or ())
        except RegistryAnswer:
            return ()
        return tuple(sorted(found))

    def level(self, subject: str = "") -> str | None:
        """The compatibility level that was set for a subject, None for none; without a subject the registry's own.

        Registries that do not tell the one from the other answer with what is in effect.
        """
        try:
            found = self._requests.get("config", *([subject] if subject else []))
        except RegistryAnswer as answer:
            if subject and (answer.code == NO_OWN_LEVEL or answer.is_missing):
                return None
            raise self._requests.sentence(answer) from None
        return str(found.get("compatibilityLevel") or found.get("compatibility") or "")

    def level_around(self, subject: str) -> str:
        """The level that holds for a subject without its own: its context's, else the registry's; empty: not told."""
        around = context_subject(split_subject(subject)[0])
        own = self.level(around) if around and around != subject else None
        return own or self.level() or ""

    def compatibility(self, subject: str, schema: NewSchema) -> Compatibility:
        """Whether a schema may become the next version, by the level in effect."""
        path = ("compatibility", "subjects", subject, "versions")
        try:
            found = self._compared(schema, *path)
        except RegistryAnswer as answer:
            if answer.is_missing:
                return Compatibility(None)
            if not answer.is_not_offered:
                raise self._requests.sentence(answer) from None
            found = self._asked(lambda: self._compared(schema, *path, LATEST))  # registries before Confluent's 6.1
        messages = found.get("messages") or [found[name] for name in ("reason",) if found.get(name)]
        return Compatibility(bool(found["is_compatible"]), tuple(str(each) for each in messages))

    def _compared(self, schema: NewSchema, *path: str) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self._requests.post(body_of(schema), *path, verbose="true")
        return answer

    def _subject(self, name: str, level: str) -> Subject:
        """One of the list; that it cannot be read is said in its line."""
        try:
            newest, own = self.version(name), self.level(name)
        except ConnectError:
            raise  # no other will be had either
        except KafkatuiError as error:
            return Subject(name, reason=error.what)
        is_own = own is not None and own != level
        return Subject(name, newest.version, newest.id, newest.schema.kind, own or level, is_own)

    def _deleted_subject(self, name: str) -> Subject:
        try:
            last = self.versions(name, with_deleted=True)[-1]
            newest = self.version(name, last, with_deleted=True)
        except ConnectError:
            raise
        except KafkatuiError:  # not every registry shows what is deleted
            return Subject(name, is_deleted=True)
        return Subject(name, newest.version, newest.id, newest.schema.kind, is_deleted=True)

    def _level_or_none(self, context: str = DEFAULT_CONTEXT) -> str:
        try:
            return self.level(context_subject(context)) or ""
        except KafkatuiError:
            return ""  # who may list subjects may be forbidden to ask for it

    def _asked(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except RegistryAnswer as answer:
            raise self._requests.sentence(answer) from None


def body_of(schema: NewSchema) -> dict[str, Any]:
    """A schema as the registry takes it."""
    references = [{"name": each.name, "subject": each.subject, "version": each.version} for each in schema.references]
    return {"schema": schema.text, "schemaType": schema.kind, "references": references}


def _deleted(is_wanted: bool) -> dict[str, str]:
    return {"deleted": "true"} if is_wanted else {}


def _version_of(found: Mapping[str, Any]) -> SchemaVersion:
    return SchemaVersion(str(found["subject"]), int(found["version"]), int(found["id"]), _schema_of(found))


def _schema_of(found: Mapping[str, Any]) -> NewSchema:
    references: Collection[Mapping[str, Any]] = found.get("references") or ()
    return NewSchema(
        str(found.get("schemaType") or "AVRO"),
        str(found["schema"]),
        tuple(SchemaReference(str(each["name"]), str(each["subject"]), int(each["version"])) for each in references),
    )
