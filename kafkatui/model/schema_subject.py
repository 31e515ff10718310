"""What a schema registry keeps: subjects, their versions, and how new ones must fit the old."""

from __future__ import annotations

from msgspec import Struct

LEVELS = (
    "BACKWARD",
    "BACKWARD_TRANSITIVE",
    "FORWARD",
    "FORWARD_TRANSITIVE",
    "FULL",
    "FULL_TRANSITIVE",
    "NONE",
)
"""What may be asked of a new version: that it reads what the old ones wrote, that they read it, both, or nothing."""

KINDS = ("AVRO", "JSON", "PROTOBUF")
"""As registries of Confluent's API call them."""

_PARTS = ("key", "value")

DEFAULT_CONTEXT = "."
"""Of what is named without one."""


def split_subject(name: str) -> tuple[str, str]:
    """The context of a subject, and its name in there: ":.eu:orders-value" → (".eu", "orders-value")."""
    if name.startswith(":."):
        context, colon, rest = name[1:].partition(":")
        if colon:
            return context, rest
    return DEFAULT_CONTEXT, name


def context_subject(context: str) -> str:
    """What stands for a whole context where a subject is named: ".eu" → ":.eu:"; empty for the default one."""
    return "" if context == DEFAULT_CONTEXT else f":{context}:"


def typed_context(text: str) -> str:
    """A context as somebody writes it, "eu", ".eu" or ":.eu:", as registries have it."""
    return "." + text.strip().strip(":").removeprefix(".")


class SchemaReference(Struct, frozen=True):
    """What a schema refers to.

    Attributes:
        name: as the schema's text calls it.
    """

    name: str
    subject: str
    version: int

    @property
    def text(self) -> str:
        """As it is typed: "Address=address-value/2"."""
        return f"{self.name}={self.subject}/{self.version}"


class NewSchema(Struct, frozen=True):
    """A schema that is not registered, or whose place does not matter.

    Attributes:
        kind: one of KINDS.
    """

    kind: str
    text: str
    references: tuple[SchemaReference, ...] = ()


class SchemaVersion(Struct, frozen=True):
    """A version of a subject.

    Attributes:
        id: what records carry.
    """

    subject: str
    version: int
    id: int
    schema: NewSchema

    @property
    def text(self) -> str:
        """ "orders-value/3": what an action calls it."""
        return f"{self.subject}/{self.version}"


class Subject(Struct, frozen=True):
    """A subject and its newest version.

    Attributes:
        version, id, kind: of the newest version; None, None and "" while they are not known.
        level: the compatibility level in effect; empty while it is not known.
        is_level_own: whether it was set for this subject; some registries do not tell it from the registry's own.
        is_deleted: whether all its versions are deleted, and can be seen only because it was asked for them.
        reason: why the rest is not known; empty when it is.
    """

    name: str
    version: int | None = None
    id: int | None = None
    kind: str = ""
    level: str = ""
    is_level_own: bool = False
    is_deleted: bool = False
    reason: str = ""

    @property
    def context(self) -> str:
        """Where it is: what other contexts have under the same name, and their ids, is told apart."""
        return split_subject(self.name)[0]

    @property
    def topic(self) -> str:
        """The topic whose keys or values it describes where subjects are named by topics, as serializers do unasked."""
        name, dash, part = split_subject(self.name)[1].rpartition("-")
        return name if dash and part in _PARTS else ""

    @property
    def part(self) -> str:
        """ "key" or "value" of that topic; empty without one."""
        return self.name.rpartition("-")[2] if self.topic else ""


class Subjects(Struct, frozen=True):
    """Every subject of a registry.

    Attributes:
        level: the registry's own compatibility level, for subjects without one; empty where it does not tell.
        untold: how many were not asked about one by one: there are too many.
    """

    subjects: tuple[Subject, ...]
    level: str = ""
    untold: int = 0

    @property
    def contexts(self) -> tuple[str, ...]:
        """Those that there are subjects in, sorted."""
        return tuple(sorted({each.context for each in self.subjects}))

    def within(self, context: str | None) -> tuple[Subject, ...]:
        """The subjects of a context; of all for None."""
        return self.subjects if context is None else tuple(each for each in self.subjects if each.context == context)


class Compatibility(Struct, frozen=True):
    """Whether a schema may be registered as the next version.

    Attributes:
        is_compatible: None: there is nothing to be compatible with.
        messages: why not, as the registry says it.
    """

    is_compatible: bool | None
    messages: tuple[str, ...] = ()
