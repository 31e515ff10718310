"""What an action has to be told, as data: a dialog, a verb's options and the checks all come from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from msgspec import Struct, field

from kafkatui.model.errors import FieldError


class FieldKind(Enum):
    """How a field is typed and shown.

    TEXT, NUMBER and FLAG are one value; CHOICE is one of several, each perhaps with a value of its own; LIST is any
    number of texts; PAIRS any number of NAME=VALUE; DOCUMENT a text of many lines or bytes, which an editor may edit;
    SECRET is never in a preview, a command line, the journal or a history.
    """

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"
    PAIRS = "pairs"
    DOCUMENT = "document"
    SECRET = "secret"


INT16_MOST, INT32_MOST, INT64_MOST = 2**15 - 1, 2**31 - 1, 2**63 - 1


class Choice(Struct, frozen=True):
    """One of the ways a CHOICE field may be answered.

    Attributes:
        value: as the action sees it.
        option: the verb's option for it, `--to-earliest`; empty where the field has one option for all.
        argument: what it has to be told besides: a placeholder such as `OFFSET`; empty when nothing.
    """

    value: str
    title: str
    help: str
    option: str = ""
    argument: str = ""


class Chosen(Struct, frozen=True):
    """The answer to a CHOICE field, with what it was told besides."""

    value: str
    argument: str = ""


class Field(Struct, frozen=True):
    """One thing an action asks.

    Attributes:
        name: how the action calls it.
        title: the label in the dialog.
        help: one glossary sentence.
        default: what stands there first; None for nothing.
        is_required: whether it may not be left empty.
        choices: for CHOICE.
        is_positional: an argument of the verb; else an option.
        option: the verb's option; `--name` where empty.
        metavar: what stands for the value in the verb's help.
        shown_if: name and value of another field, of which this one depends; always shown when None.
        is_in_dialog: false for what the target already says, or what only a verb can be told.
        syntax: of a DOCUMENT: "json" or "text".
        least, most: of a NUMBER, both allowed; whatever is sent of it has room for it.
    """

    name: str
    title: str
    help: str
    kind: FieldKind = FieldKind.TEXT
    default: Any = None
    is_required: bool = False
    choices: Sequence[Choice] = ()
    is_positional: bool = False
    option: str = ""
    metavar: str = ""
    shown_if: tuple[str, Any] | None = None
    is_in_dialog: bool = True
    syntax: str = "text"
    least: int = -INT32_MOST - 1
    most: int = INT32_MOST

    @property
    def option_name(self) -> str:
        """The verb's option."""
        return self.option or f"--{self.name.replace('_', '-')}"


Values = Mapping[str, Any]
"""What was typed, by field name: str | int | bool | Chosen | tuple[str, ...] | bytes; None for nothing."""


def require_numbers(fields: Sequence[Field], values: Values) -> None:
    """Do nothing where every number that was typed is one that its field takes.

    Raises:
        FieldError: one is not.
    """
    for each in fields:
        number = values.get(each.name)
        if each.kind is not FieldKind.NUMBER or number is None or each.least <= number <= each.most:
            continue
        bound = f"{each.most:,} at most" if number > each.most else f"{each.least:,} at least"
        raise FieldError(each.name, f"{each.title}: {bound}.")


class Form(Struct, frozen=True):
    """The fields of an action for certain targets, with their defaults and choices filled in."""

    fields: Sequence[Field] = field(default_factory=tuple)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)
