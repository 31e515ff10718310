"""A settings file's text as it is edited: what is not meant by a change stays as it was written, comments included."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from kafkatui.model.errors import ConfigError

Entry = dict[str, Any]
"""A [clusters.NAME]: as in TOML, but the properties of its tables by their whole names (`sasl.username`)."""

FLAT_TABLES = ("kafka", "zookeeper_properties")
"""The tables of a cluster in which `a.b = 1` means the property a.b."""

_HEADER = re.compile(r"[ \t]*\[{1,2}(.+?)\]{1,2}[ \t]*(#.*)?\r?\n?")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BOM = "\ufeff"


class ProfileText:
    """A settings file's text and what may be made of it. Every text made is read again before it is given.

    Args:
        text: the file's; empty where there is none.
        path: for messages.

    Raises:
        ConfigError: it is no TOML.
    """

    def __init__(self, text: str, path: Path) -> None:
        self._bom, self._text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
        self._path = path
        try:
            self._data = tomllib.loads(self._text)
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{path}: {error}.", "Correct it first; nothing was changed.") from None
        if not isinstance(self._data.get("clusters", {}), dict):
            raise ConfigError(f"{path}: clusters is a table.", "Write [clusters.NAME].")

    @property
    def text(self) -> str:
        """All of it."""
        return self._bom + self._text

    def replaced_by(self, text: str) -> ProfileText:
        """Another text of the same file, to be edited further."""
        return ProfileText(text, self._path)

    @property
    def names(self) -> tuple[str, ...]:
        """The clusters, in the file's order."""
        return tuple(self._data.get("clusters", {}))

    def entry(self, name: str) -> Entry:
        """A cluster as it stands there, references unresolved; KeyError when there is none of that name."""
        return flattened(self._data["clusters"][name])

    def with_added(self, name: str, entry: Mapping[str, Any]) -> str:
        """The text with one cluster more, at its end.

        Raises:
            ConfigError: the file is written so that this cannot be done.
        """
        wanted = {**self._clusters(), name: dict(entry)}
        return self._made(wanted, (lambda: self._appended(name, entry), lambda: _inserted(self._text, name, entry)))

    def with_changed(self, name: str, entry: Mapping[str, Any], new_name: str | None = None) -> str:
        """The text with a cluster as `entry` has it: only what differs is written anew.

        Args:
            new_name: what it is called from now on; None: as before.

        Raises:
            ConfigError: the file is written so that this cannot be done.
        """
        called = new_name or name
        others = {each: value for each, value in self._clusters().items() if each != name}
        wanted = {**others, called: dict(entry)}

        def edited() -> str:
            text = _edited(self._text, name, self.entry(name), entry)
            return text if called == name else _renamed(text, name, called)

        def rewritten() -> str:
            return self.replaced_by(self.without(name)).with_added(called, entry).removeprefix(_BOM)

        return self._made(wanted, (edited, rewritten))

    def without(self, name: str) -> str:
        """The text without a cluster; the comments of the others stay.

        Raises:
            ConfigError: the file is written so that this cannot be done.
        """
        wanted = {each: value for each, value in self._clusters().items() if each != name}
        return self._made(wanted, (lambda: _cut_out(self._text, name), lambda: _deleted(self._text, name)))

    def _clusters(self) -> dict[str, Entry]:
        return {name: self.entry(name) for name in self.names}

    def _made(self, wanted: Mapping[str, Entry], ways: Iterable[Callable[[], str]]) -> str:
        """What the first of `ways` gives that says what is wanted, and all else as before."""
        rest = {name: value for name, value in self._data.items() if name != "clusters"}
        for way in ways:
            try:
                text = _with_newlines_of(self._text, way())
                data = tomllib.loads(text)
                clusters = {name: flattened(value) for name, value in data.pop("clusters", {}).items()}
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                continue  # how the file is written does not allow this way
            if (clusters, data) == (dict(wanted), rest):
                return self._bom + text
        raise ConfigError(f"{self._path} is written so that it cannot be changed here.", "Change it in an editor.")

    def _appended(self, name: str, entry: Mapping[str, Any]) -> str:
        text = self._text
        if text and not text.endswith("\n"):
            text += "\n"
        return f"{text}{chr(10) if text.strip() else ''}{cluster_toml(name, entry)}"


def flattened(cluster: Mapping[str, Any]) -> Entry:
    """A cluster's table with the properties of `FLAT_TABLES` by their whole names."""
    return {
        key: dict(_leaves(value)) if key in FLAT_TABLES and isinstance(value, dict) else value
        for key, value in cluster.items()
    }


def cluster_toml(name: str, entry: Mapping[str, Any]) -> str:
    """A cluster as TOML: its values first, then its tables."""
    head = ("clusters", name)
    lines = [_heading(head), *(f"{_key(key)} = {_value(value)}" for key, value in entry.items() if _is_plain(value))]
    for key, value in entry.items():
        if isinstance(value, dict) and value and all(isinstance(each, dict) for each in value.values()):
            for below, table in value.items():
                lines += _table((*head, key, below), table)
        elif isinstance(value, dict):
            lines += [_heading((*head, key)), *_pairs(value)]
        elif not _is_plain(value):
            for table in value:
                lines += [f"[{_heading((*head, key))}]", *_pairs(table)]
    return "".join(f"{line}\n" for line in lines)


def _table(names: tuple[str, ...], table: Mapping[str, Any]) -> list[str]:
    """A table that may have others in it: its values first."""
    lines = [_heading(names), *_pairs({key: value for key, value in table.items() if not isinstance(value, dict)})]
    for key, value in table.items():
        if isinstance(value, dict):
            lines += _table((*names, key), value)
    return lines


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items()]


def _is_plain(value: Any) -> bool:
    is_tables = isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
    return not isinstance(value, dict) and not is_tables


def _heading(names: Iterable[str]) -> str:
    return f"[{'.'.join(map(_key, names))}]"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    import tomlkit

    return str(tomlkit.item(value).as_string())


def _leaves(table: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


# Changing single values


def _edited(text: str, name: str, before: Entry, after: Mapping[str, Any]) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    cluster: Any = document["clusters"][name]
    for key in [*before, *(key for key in after if key not in before)]:
        if before.get(key) == after.get(key):
            continue
        if key not in after:
            del cluster[key]
        elif key in FLAT_TABLES and key in before:
            _edit_properties(cluster[key], before[key], after[key])
        else:
            _set_in_order(cluster, key, after[key])
    return tomlkit.dumps(document)


def _edit_properties(table: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for name in before:
        if name not in after:
            _delete_property(table, name)
    for name, value in after.items():
        if before.get(name) != value:
            holder, key = _holder(table, name) or (table, name)
            holder[key] = value


def _holder(table: Any, name: str) -> tuple[Any, str] | None:
    """The table that has a property, and what it is called in it: `sasl.username` may be a table in a table."""
    if name in table:
        return table, name
    for index, letter in enumerate(name):
        if letter == "." and isinstance(table.get(name[:index]), dict):
            found = _holder(table[name[:index]], name[index + 1 :])
            if found is not None:
                return found
    return None


def _delete_property(table: Any, name: str) -> None:
    found = _holder(table, name)
    if found is None:
        raise KeyError(name)
    holder, key = found
    del holder[key]
    if not holder and holder is not table:
        _delete_property(table, name.removesuffix(f".{key}"))


def _set_in_order(cluster: Any, key: str, value: Any) -> None:
    """Set a value of a cluster: a plain one goes before its tables, as TOML wants it."""
    import tomlkit

    if key in cluster or isinstance(value, dict) or not _is_plain(value):
        cluster[key] = value
        return
    before = [each for each in cluster if not isinstance(cluster[each], dict) and _is_plain(cluster[each])]
    if isinstance(cluster, tomlkit.items.Table) and before:
        cluster.value._insert_after(before[-1], key, tomlkit.item(value))
    else:
        cluster[key] = value


def _inserted(text: str, name: str, entry: Mapping[str, Any]) -> str:
    """For `clusters = {…}`, to which nothing can be appended."""
    import tomlkit

    document = tomlkit.parse(text)
    table = tomlkit.inline_table()
    table.update(entry)
    document["clusters"][name] = table
    return tomlkit.dumps(document)


def _deleted(text: str, name: str) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    del document["clusters"][name]
    return tomlkit.dumps(document)


# Whole tables, by their headings: a comment above a heading belongs to that, which a parser does not know


def _headings(line: str) -> tuple[str, ...]:
    """The names of a heading from the outside in; empty when the line is none."""
    match = _HEADER.fullmatch(line)
    if match is None:
        return ()
    try:
        node: Any = tomllib.loads(f"[{match[1]}]")
    except ValueError:
        return ()
    names = []
    while isinstance(node, dict) and node:
        name, node = next(iter(node.items()))
        names.append(name)
    return tuple(names)


def _cut_out(text: str, name: str) -> str:
    """Without the tables of a cluster and the comments in and right above them."""
    kept: list[str] = []
    waiting: list[str] = []  # comments and blank lines, until it is clear whose they are
    is_in = False
    for line in text.splitlines(keepends=True):
        names = _headings(line)
        is_remark = not line.strip() or line.lstrip().startswith("#")
        if is_remark:
            if waiting or not is_in or not line.strip():  # else it goes with the line before
                waiting.append(line)
        elif names[:2] == ("clusters", name) or (is_in and not names):
            kept += [] if is_in else _until_blank(waiting)
            waiting, is_in = [], True
        else:
            kept += _without_second_blank(kept, waiting) if is_in else waiting
            kept.append(line)
            waiting, is_in = [], False
    return "".join([*kept, *waiting])


def _until_blank(lines: list[str]) -> list[str]:
    """The lines up to the last blank one: those after it stand right above a heading."""
    last = max((index for index, line in enumerate(lines) if not line.strip()), default=-1)
    return lines[: last + 1]


def _without_second_blank(before: list[str], lines: list[str]) -> list[str]:
    is_blank_before = not before or not before[-1].strip()
    return lines[1:] if is_blank_before and lines and not lines[0].strip() else lines


def _renamed(text: str, name: str, new_name: str) -> str:
    lines = []
    for line in text.splitlines(keepends=True):
        names = _headings(line)
        if names[:2] == ("clusters", name):
            opening, closing = ("[[", "]]") if line.lstrip().startswith("[[") else ("[", "]")
            rest = line[line.rindex("]") + 1 :] if "#" not in line else f" {line[line.index('#') :]}"
            line = f"{opening}{'.'.join(map(_key, ('clusters', new_name, *names[2:])))}{closing}{rest}"
        lines.append(line)
    return "".join(lines)


def _with_newlines_of(before: str, after: str) -> str:
    """`after` with the ends of lines that all of `before` has."""
    if "\r\n" in before and "\n" not in before.replace("\r\n", ""):
        return re.sub(r"(?<!\r)\n", "\r\n", after)
    return after
