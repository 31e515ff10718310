"""Commands of one's own in the settings file: [commands.NAME] and [clusters.NAME.commands.NAME]."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.command_template import for_shell, placeholders
from kafkatui.model.errors import ConfigError
from kafkatui.model.field import Choice, Field, FieldKind
from kafkatui.model.user_command import PLACEHOLDERS, UserCommand, known_placeholders

COMMAND_FIELDS: Mapping[str, str] = {
    "command": "What is run: a list of texts, or one text, split as a shell would; {topic} and the like are filled in.",
    "on": f"What it acts on, one or a list: {', '.join(PLACEHOLDERS)}. Left out: cluster, everywhere.",
    "title": "What menus call it. Left out: its name.",
    "help": "A sentence for `?`. Left out: the command.",
    "key": 'What presses it: "Q", "alt+g". Left out: it is in the menu on a.',
    "confirm": "true: it is shown, filled in, and asked before it is run.",
    "dangerous": "true: it may change the cluster. Refused where that is read-only; a protected one wants a name.",
    "background": "true: it runs as a task, and what it writes is on the Output tab. Else it has the terminal.",
    "wait": "true: after a command that had the terminal Enter is awaited, also where it did not fail.",
    "shell": "true: sh reads it, so that | and > mean something. What is filled in stays an argument.",
    "fields": "Table of tables: what is asked first, each to stand in the command as {name}:",
}
"""What a [commands.NAME] may hold."""

ASKED_FIELDS: Mapping[str, str] = {
    "title": "The label. Left out: its name.",
    "help": "A sentence beside it.",
    "kind": "text (when left out), number, flag (gives true or false), choice or secret.",
    "default": "What stands there first.",
    "required": "true: it may not be left empty.",
    "choices": "List of texts, of a choice.",
}
"""What a [commands.NAME.fields.NAME] may hold."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_FIELD_NAME = re.compile(r"[a-z][a-z_]*")
_KINDS = {kind.value: kind for kind in (
    FieldKind.TEXT, FieldKind.NUMBER, FieldKind.FLAG, FieldKind.CHOICE, FieldKind.SECRET,
)}  # fmt: skip
_FLAGS = ("confirm", "dangerous", "background", "wait", "shell")
_TEXTS = ("title", "help", "key")

Source = Callable[..., str]
"""Where a name below the table of commands stands: `config.toml, line 3`."""


def user_commands(written: Any, source: Source) -> dict[str, UserCommand]:
    """The commands of a table, by name.

    Args:
        written: the table `commands`.

    Raises:
        ConfigError: one of them is none; says which, and why.
    """
    return {name: _command(name, table, source) for name, table in _table(written, source(), "commands").items()}


def _table(value: Any, source: str, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{source}: {name} is a table.", "Write [commands.NAME].")
    return value


def _command(name: str, written: Any, source: Source) -> UserCommand:
    table = _table(written, source(name), f"commands.{name}")
    if not _NAME.fullmatch(name):
        raise ConfigError(f"{source(name)}: {name} is no name of a command.", "Small letters, digits, - and _.")
    for key, value in table.items():
        if key not in COMMAND_FIELDS:
            raise ConfigError(f"{source(name, key)}: a command has no {key}.", did_you_mean(key, COMMAND_FIELDS))
        if key in _FLAGS and not isinstance(value, bool):
            raise ConfigError(f"{source(name, key)}: {key} is true or false, without quotes.")
        if key in _TEXTS and not (isinstance(value, str) and value.strip()):
            raise ConfigError(f"{source(name, key)}: {key} is a text.", COMMAND_FIELDS[key])
    flags = {key: bool(table.get(key, False)) for key in _FLAGS}
    on = _on(table.get("on", "cluster"), source(name, "on"))
    where = source(name, *(("command",) if "command" in table else ()))
    words = _words(table.get("command"), where, is_shell=flags["shell"])
    fields = tuple(
        _field(each, value, source(name, "fields", each))
        for each, value in _table(table.get("fields", {}), source(name, "fields"), "fields").items()
    )
    command = UserCommand(
        name, str(table.get("title", name)), str(table.get("help", "")) or f"Runs {' '.join(words)}", source(name),
        on, words, fields=fields, key=str(table.get("key", "")).strip(), **flags,
    )  # fmt: skip
    _check_placeholders(command, source(name, "command"))
    return command


def _on(value: Any, source: str) -> tuple[str, ...]:
    kinds = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
    for kind in kinds:
        if not isinstance(kind, str) or kind not in PLACEHOLDERS:
            raise ConfigError(f"{source}: on: no command acts on {kind}.", did_you_mean(str(kind), PLACEHOLDERS))
    if not kinds or ("cluster" in kinds and len(kinds) > 1):
        how = 'Write on = ["topic", "record"].'
        raise ConfigError(f"{source}: on is cluster alone, or what else it acts on.", how)
    return kinds


def _words(value: Any, source: str, *, is_shell: bool) -> tuple[str, ...]:
    how = 'Write command = ["kcat", "-t", "{topic}"], or one text.'
    if isinstance(value, list) and not is_shell:
        words = value
    elif isinstance(value, str):
        try:
            words = [value] if is_shell else shlex.split(value)
        except ValueError as error:
            raise ConfigError(f"{source}: command: {str(error).lower()}.", how) from None
    else:
        kind = "a text, for sh" if is_shell else "a list of texts, or a text"
        raise ConfigError(f"{source}: command is {kind}.", how)
    if not words or not all(isinstance(word, str) and "\0" not in word for word in words) or not words[0].strip():
        raise ConfigError(f"{source}: command names no program.", how)
    return tuple(words)


def _field(name: str, written: Any, source: str) -> Field:
    table = _table(written, source, f"fields.{name}")
    if not _FIELD_NAME.fullmatch(name):
        raise ConfigError(f"{source}: {name} is no name of a field.", "Small letters and _.")
    for key in table:
        if key not in ASKED_FIELDS:
            raise ConfigError(f"{source}: a field has no {key}.", did_you_mean(key, ASKED_FIELDS))
    named = str(table.get("kind", "text"))
    kind = _KINDS.get(named)
    if kind is None:
        raise ConfigError(f"{source}: there is no kind {named}.", did_you_mean(named, _KINDS))
    choices = table.get("choices", [])
    if (kind is FieldKind.CHOICE) != bool(choices) or not _is_list_of_texts(choices):
        raise ConfigError(f"{source}: a choice has choices, a list of texts; nothing else has.")
    text = str(table.get("help", ""))
    return Field(
        name, str(table.get("title", name)), text, kind, _default(kind, table, choices, source),
        is_required=bool(table.get("required", False)), choices=tuple(Choice(each, each, text) for each in choices),
    )  # fmt: skip


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _default(kind: FieldKind, table: Mapping[str, Any], choices: list[str], source: str) -> Any:
    default = table.get("default", {FieldKind.FLAG: False, FieldKind.CHOICE: choices[0] if choices else None}.get(kind))
    wanted = {FieldKind.FLAG: bool, FieldKind.NUMBER: int}.get(kind, str)
    if default is not None and (kind is FieldKind.SECRET or type(default) is not wanted):
        raise ConfigError(f"{source}: default is no {kind.value}.", "A secret has none.")
    if kind is FieldKind.CHOICE and default not in choices:
        raise ConfigError(f"{source}: default is none of the choices.", did_you_mean(str(default), choices))
    return default


def _check_placeholders(command: UserCommand, source: str) -> None:
    known = known_placeholders(command.on)
    secret = {field.name for field in command.fields if field.kind is FieldKind.SECRET}
    for field in command.fields:
        if field.name in known:
            raise ConfigError(f"{command.source}: {{{field.name}}} is known already.", "Give the field another name.")
    names = {**known, **{field.name: "" for field in command.fields}}
    for name in (each for word in command.words for each in placeholders(word)):
        if name in secret:
            variable = f"KAFKATUI_FIELD_{name.upper()}"
            what = f"{source}: {{{name}}} is secret: everybody can read a command line."
            raise ConfigError(what, f"Its variable is {variable}.")
        if name not in names:
            advice = f"{did_you_mean(name, names)} For the braces themselves write {{{{{name}}}}}."
            raise ConfigError(f"{source}: on {' or '.join(command.on)} there is no {{{name}}}.", advice)
    if command.shell:
        try:
            for_shell(command.words[0], dict.fromkeys(names, ""))
        except ValueError as error:
            raise ConfigError(
                f"{source}: {{{error}}} stands in single quotes, where sh reads nothing.",
                "Leave the quotes out: what is filled in is one word.",
            ) from None
