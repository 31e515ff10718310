"""An action's fields as a verb's arguments and options, and back again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import click

from kafkatui.cli.completed_names import Complete, completion_of
from kafkatui.cli.secret_field import secret_of, secret_option
from kafkatui.cli.terminal import standard_input
from kafkatui.model.errors import UsageError
from kafkatui.model.field import Chosen, Field, FieldKind, Values
from kafkatui.model.place import PlaceKind

PREFIX = "field_"
"""Before a field's name, so that it is no connection option's: a topic has a `--config` as kafkatui has one."""


def click_parameters(fields: Sequence[Field], acts_on: Collection[PlaceKind] = ()) -> list[click.Parameter]:
    """Arguments in their order, then options.

    Args:
        acts_on: what the action acts on: a shell completes its names.
    """
    kinds = [kind.value for kind in acts_on]
    parameters: list[click.Parameter] = []
    for field in fields:
        if field.is_positional:
            parameters.append(_argument(field, completion_of(field, kinds)))
        elif field.kind is FieldKind.CHOICE and any(choice.option for choice in field.choices):
            parameters += _alternatives(field)
        else:
            parameters.append(_option(field, completion_of(field, kinds)))
    return parameters


def _argument(field: Field, complete: Complete | None) -> click.Argument:
    is_many = field.kind in (FieldKind.LIST, FieldKind.PAIRS)
    metavar = field.metavar or field.name.upper()
    if is_many:
        metavar = f"{metavar}..." if field.is_required else f"[{metavar}]..."
    elif not field.is_required:
        metavar = f"[{metavar}]"
    return click.Argument(
        [PREFIX + field.name], nargs=-1 if is_many else 1, required=field.is_required, metavar=metavar,
        shell_complete=complete,
    )  # fmt: skip


def _option(field: Field, complete: Complete | None) -> click.Option:
    names = [field.option_name, PREFIX + field.name]
    match field.kind:
        case FieldKind.SECRET:
            names = [secret_option(field), PREFIX + field.name]
            where = "First line of this file; - is standard input."
            text = f"{where} Asked for without it." if field.is_required else f"{field.help} {where}"
            return click.Option(names, metavar="FILE", help=text)
        case FieldKind.FLAG:
            return click.Option(names, is_flag=True, help=field.help)
        case FieldKind.LIST | FieldKind.PAIRS:
            metavar = field.metavar or ("NAME=VALUE" if field.kind is FieldKind.PAIRS else field.name.upper())
            text = f"{field.help} Repeatable."
            return click.Option(names, multiple=True, metavar=metavar, help=text, shell_complete=complete)
        case FieldKind.CHOICE:
            values = [choice.value for choice in field.choices]
            return click.Option(names, type=click.Choice(values), default=field.default, help=field.help)
        case FieldKind.NUMBER:
            return click.Option(names, type=int, metavar=field.metavar or "N", help=field.help)
    metavar = field.metavar or field.name.upper()
    return click.Option(names, metavar=metavar, help=field.help, shell_complete=complete)


def _alternatives(field: Field) -> list[click.Parameter]:
    """One option for each choice: `--to-earliest`, `--to-offset OFFSET`."""
    made: list[click.Parameter] = []
    for choice in field.choices:
        if not choice.option:
            continue
        names = [choice.option, _parameter(field, choice.value)]
        if choice.argument:
            made.append(click.Option(names, metavar=choice.argument, help=choice.help))
        else:
            made.append(click.Option(names, is_flag=True, help=choice.help))
    return made


def _parameter(field: Field, value: str) -> str:
    return f"{PREFIX}{field.name}__{value.replace('-', '_')}"


def typed_values(fields: Sequence[Field], parameters: Mapping[str, Any]) -> Values:
    """The values of what click parsed.

    Raises:
        UsageError: two alternatives were typed, or none of those that are needed.
    """
    values: dict[str, Any] = {}
    for field in fields:
        if field.kind is FieldKind.CHOICE and not field.is_positional and any(each.option for each in field.choices):
            values[field.name] = _chosen(field, parameters)
        else:
            value = parameters.get(PREFIX + field.name)
            if field.kind is FieldKind.DOCUMENT and isinstance(value, str):
                value = document_bytes(value)
            if field.kind is FieldKind.SECRET:
                value = secret_of(field, value) if value is not None or field.is_required else None
            values[field.name] = None if value == () else value
    return values


def document_bytes(text: str) -> bytes:
    """A document as it is typed: `@PATH` a file's bytes, `-` and `@-` standard input's, `@@TEXT` the text "@TEXT".

    Raises:
        UsageError: the file cannot be read.
    """
    if text == "-":
        return standard_input().read()
    from kafkatui.cli.produce_input import value_bytes

    return value_bytes(text)


def _chosen(field: Field, parameters: Mapping[str, Any]) -> Chosen | None:
    typed = [
        (choice, value)
        for choice in field.choices
        if choice.option and (value := parameters.get(_parameter(field, choice.value))) not in (None, False)
    ]
    options = [choice.option for choice in field.choices if choice.option]
    if len(typed) > 1:
        raise UsageError(f"{' and '.join(choice.option for choice, _ in typed)} exclude each other.")
    if not typed:
        if field.is_required:
            raise UsageError(f"One of {', '.join(options)} is needed.")
        return None
    choice, value = typed[0]
    return Chosen(choice.value, value if choice.argument else "")
