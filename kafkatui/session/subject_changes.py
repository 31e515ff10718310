"""What the actions on a schema registry share."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

from kafkatui.model.action import Obstacle
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.schema_subject import NewSchema, SchemaReference, SchemaVersion
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import choice_field, chosen_word
from kafkatui.session.clients import NO_REGISTRY, NO_REGISTRY_ADVICE
from kafkatui.session.feeds import SubjectsFeed
from kafkatui.session.schemas import URL

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

P = TypeVar("P")

PART = "subject"
"""As `Target.part` has it."""

BY_TEXT = "auto"
"""As a schema's type: what the text looks like."""

TYPE = choice_field(
    "type", "Type", "What the schema is written in; as a rule its text tells.", (BY_TEXT, "avro", "json", "protobuf")
)
REFERENCES = Field(
    "reference", "References", "Schemas that this one refers to, one a line: NAME=SUBJECT/VERSION.", FieldKind.PAIRS,
    metavar="NAME=SUBJECT/VERSION",
)  # fmt: skip

NEWEST = 1_000_000
"""More versions than any subject has."""


class SubjectAction(Action[P]):
    """An action on subjects; there must be a registry."""

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return None if context.profile.kafka.get(URL) else Obstacle(NO_REGISTRY, NO_REGISTRY_ADVICE)

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.CLUSTER, str(values.get("subject") or "").strip(), part=PART),)


def new_schema(values: Values) -> NewSchema:
    """The schema that was typed into the fields `schema`, `type` and `reference`.

    Raises:
        FieldError: it can be none.
    """
    from kafkatui.codec.schema_text import kind_of, require_readable

    data = values.get("schema") or b""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else str(data)
    except UnicodeDecodeError:
        raise FieldError("schema", "It is no text.") from None
    if not text.strip():
        raise FieldError("schema", "It is empty.")
    chosen = chosen_word(values, TYPE)
    try:
        kind = kind_of(text) if chosen == BY_TEXT else chosen.upper()
        require_readable(kind, text)
    except ValueError as error:
        raise FieldError("schema", str(error), "Say what it is: --type avro, json or protobuf.") from None
    return NewSchema(kind, text, references_of(values.get("reference") or ()))


def references_of(typed: tuple[str, ...]) -> tuple[SchemaReference, ...]:
    """References of NAME=SUBJECT/VERSION.

    Raises:
        FieldError: one is none.
    """
    found = []
    for each in typed:
        name, _, place = each.strip().partition("=")
        subject, _, version = place.rpartition("/")
        if not (name and subject and version.isascii() and version.isdecimal()):
            raise FieldError("reference", f"“{each}” is no reference.", "Write NAME=SUBJECT/VERSION.")
        found.append(SchemaReference(name, subject, int(version)))
    return tuple(found)


def image_of(version: SchemaVersion) -> dict[str, Any]:
    """A version as the journal keeps it."""
    return {
        "version": version.version,
        "id": version.id,
        "type": version.schema.kind,
        "schema": version.schema.text,
        "references": [each.text for each in version.schema.references],
    }


def schema_of(image: dict[str, Any]) -> NewSchema:
    """The schema of `image_of`."""
    return NewSchema(str(image["type"]), str(image["schema"]), references_of(tuple(image["references"])))


def refresh_subjects(context: ActionContext) -> None:
    """Have the list read again."""
    context.refresh(SubjectsFeed())


def count_text(count: int) -> str:
    """ "1 version", "3 versions"."""
    return f"{count:,} version{'' if count == 1 else 's'}"


def curl(context: ActionContext, method: str, *path: str | int, body: object = None) -> str:
    """The same by hand; who we are is left out."""
    parts = urlsplit(context.profile.kafka.get(URL, "").partition(",")[0].strip())
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")
    url = "/".join((address, *(quote(str(each), safe="?=") for each in path)))
    words = ["curl", "-X", method, shlex.quote(url)]
    if body is not None:
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        kind = "Content-Type: application/vnd.schemaregistry.v1+json"
        words += ["-H", shlex.quote(kind), "-d", shlex.quote(text)]
    return " ".join(words)
