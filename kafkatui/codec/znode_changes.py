"""Several changes of znodes as text: one a line, or JSON where data are of several lines, no text or empty."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from kafkatui.codec.filed_bytes import filed_bytes
from kafkatui.codec.znode_acl import parse_acl
from kafkatui.model.errors import UsageError
from kafkatui.model.znode_change import ChangeKind, ZnodeChange
from kafkatui.model.znode_draft import OPEN_ACL

ANY_VERSION = -1
"""Of a change that names none, or `*`: the version that is there when it is planned."""

GRAMMAR = """\
# One change a line, done together or not at all. A path with blanks stands in "quotes"; * is the version there now.
# create PATH [DATA]
# set PATH VERSION [DATA]
# delete PATH [VERSION]
# check PATH [VERSION]
"""
"""What a text to be edited begins with."""

_PATH = re.compile(r'\s+("(?:[^"\\]|\\.)*"|\S+)')
_VERSION = re.compile(r"\s+(\*|\d+)(?=\s|$)")
_KEYS = frozenset({"data", "base64", "version", "acl"})


def read_changes(data: bytes) -> tuple[ZnodeChange, ...]:
    """The changes, in their order; see `GRAMMAR`. As JSON: a list of `{"create": PATH, "data": TEXT, "acl": [ENTRY]}`,
    `{"set": PATH, "version": N, "base64": …}`, `{"delete": PATH}`, `{"check": PATH, "version": N}`.

    Raises:
        UsageError: something in it cannot be meant; says where.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("The changes are no UTF-8.", "As JSON they have bytes as base64.") from None
    if text.lstrip().startswith(("[", "{")):
        return _of_json(text)
    lines = ((number, line) for number, line in enumerate(text.splitlines(), 1) if not _is_empty(line))
    return tuple(_of_line(line, f"Line {number}") for number, line in lines)


def changes_text(changes: tuple[tuple[ChangeKind, str, int | None], ...]) -> str:
    """A text to be edited: the grammar, then a line for each (kind, path, version or None for whatever is there)."""
    lines = [f"{kind.value} {_quoted(path)} {'*' if version is None else version}\n" for kind, path, version in changes]
    return GRAMMAR + "".join(lines)


def _is_empty(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _of_line(line: str, where: str) -> ZnodeChange:
    word, rest = line.split()[0], line.lstrip()
    kind = _kind(word, where)
    found = _PATH.match(rest, len(word))
    if found is None:
        raise UsageError(f"{where}: {word} what? A path is missing.")
    path, rest = _unquoted(found[1], where), rest[found.end() :]
    version = ANY_VERSION
    if kind is not ChangeKind.CREATE:
        number = _VERSION.match(rest)
        if number is not None:
            version, rest = (ANY_VERSION if number[1] == "*" else int(number[1])), rest[number.end() :]
        elif kind is ChangeKind.SET:
            raise UsageError(f"{where}: the version is missing behind {path}.", "* is the one that is there now.")
    value = rest[1:]  # one blank is no part of it
    if value.strip() and kind in (ChangeKind.DELETE, ChangeKind.CHECK):
        raise UsageError(f"{where}: “{value.strip()}” is no version.")
    return ZnodeChange(kind, path, value.encode() if value else None, version=version)


def _kind(word: str, where: str) -> ChangeKind:
    try:
        return ChangeKind(word)
    except ValueError:
        raise UsageError(f"{where}: {word} is neither create, set, delete nor check.") from None


def _unquoted(word: str, where: str) -> str:
    if not word.startswith('"'):
        return word
    try:
        return str(json.loads(word))
    except ValueError:
        raise UsageError(f"{where}: the quotes of {word} do not end.") from None


def _quoted(path: str) -> str:
    return json.dumps(path, ensure_ascii=False) if re.search(r'[\s"]', path) else path


def _of_json(text: str) -> tuple[ZnodeChange, ...]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The changes are no JSON: {error}.") from None
    entries = document if isinstance(document, list) else [document]
    return tuple(_of_entry(each, f"Change {number}") for number, each in enumerate(entries, 1))


def _of_entry(entry: Any, where: str) -> ZnodeChange:
    if not isinstance(entry, Mapping):
        raise UsageError(f"{where} is no object.")
    words = [str(key) for key in entry if key not in _KEYS]
    if len(words) != 1 or not isinstance(entry[words[0]], str):
        raise UsageError(f"{where} is not one of create, set, delete and check with a path.")
    kind = _kind(words[0], where)
    version = entry.get("version", ANY_VERSION)
    if isinstance(version, bool) or not isinstance(version, int):
        raise UsageError(f"{where}: its version is no number.")
    if not isinstance(acl := entry.get("acl"), list | None):
        raise UsageError(f"{where}: its acl is no list of entries.")
    has_content = kind in (ChangeKind.CREATE, ChangeKind.SET)
    if not has_content and {"data", "base64"} & entry.keys():
        raise UsageError(f"{where}: {kind.value} takes no data.")
    entries = parse_acl([str(each) for each in acl]) if acl else OPEN_ACL
    return ZnodeChange(
        kind,
        entry[words[0]],
        filed_bytes(entry, where, "JSON stands in quotes, as a text.") if has_content else None,
        entries,
        version,
    )
