"""A file of ACLs: JSON or CSV, with the names that `kafkatui acl list` writes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kafkatui.model.acl import ANY, OPERATIONS_OF, PATTERN_TYPES, PERMISSIONS, RESOURCE_TYPES, Acl, enum_name

_ALSO_CALLED = {
    "kafkaprincipal": "principal", "permissiontype": "permission", "resourcename": "resource", "name": "resource",
    "type": "resourcetype", "pattern": "patterntype",
}  # fmt: skip
_KNOWN = frozenset({"principal", "permission", "operation", "resourcetype", "resource", "patterntype", "host"})


def read_acl_file(data: bytes) -> tuple[Acl, ...]:
    """The ACLs of a file, each once, in its order: a JSON array, JSON lines, or CSV with a heading.

    Principals are taken as they are: a cluster may have malformed ones.

    Raises:
        ValueError: it is none of these, or an entry of it is no ACL; the message says which and why.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"It is no UTF-8: {error.reason} at byte {error.start}.") from None
    entries = _of_json(text) if text.lstrip()[:1] in ("[", "{") else _of_csv(text)
    return tuple(dict.fromkeys(_acl(where, entry) for where, entry in entries))


def _of_json(text: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    try:
        if text.lstrip().startswith("["):
            values = json.loads(text)
        else:
            values = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise ValueError(f"It is no JSON: {error}.") from None
    for number, value in enumerate(values, 1):
        if not isinstance(value, dict):
            raise ValueError(f"Entry {number} is no object.")
        yield f"Entry {number}", value


def _of_csv(text: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text))
    names = {_plain_name(name) for name in reader.fieldnames or ()}
    if missing := _KNOWN - {"host", "patterntype"} - names:
        raise ValueError(f"It is neither JSON nor CSV with a heading that names {', '.join(sorted(missing))}.")
    for row in reader:
        if None in row or None in row.values():
            raise ValueError(f"Line {reader.line_num} has not as many fields as the heading.")
        yield f"Line {reader.line_num}", row


def _plain_name(name: str) -> str:
    plain = name.strip().lower().replace("_", "").replace(" ", "")
    return _ALSO_CALLED.get(plain, plain)


def _acl(where: str, entry: Mapping[str, Any]) -> Acl:
    values = {_plain_name(name): str(value).strip() for name, value in entry.items() if value is not None}
    if missing := [name for name in ("principal", "operation", "resourcetype", "resource") if not values.get(name)]:
        raise ValueError(f"{where} has no {missing[0]}.")
    acl = Acl(
        values["principal"],
        enum_name(values["resourcetype"]),
        values["resource"],
        enum_name(values.get("patterntype") or "LITERAL"),
        enum_name(values["operation"]),
        enum_name(values.get("permission") or "ALLOW"),
        values.get("host") or ANY,
    )
    for name, value, known in (
        ("resource_type", acl.resource_type, RESOURCE_TYPES),
        ("pattern_type", acl.pattern_type, PATTERN_TYPES),
        ("permission", acl.permission, PERMISSIONS),
        ("operation", acl.operation, OPERATIONS_OF.get(acl.resource_type, ())),
    ):
        if value not in known:
            raise ValueError(f"{where}: {name} is “{value}”; there are {', '.join(known)}.")
    return acl
