"""JSON as a person types it to what fastavro writes, by the schema; what does not fit is named by its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

_RANGES = {"int": 31, "long": 63}
_WORDS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}

_ISO: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "time-millis": time.fromisoformat,
    "time-micros": time.fromisoformat,
    "timestamp-millis": datetime.fromisoformat,
    "timestamp-micros": datetime.fromisoformat,
    "local-timestamp-millis": datetime.fromisoformat,
    "local-timestamp-micros": datetime.fromisoformat,
}
"""Logical types of numbers that may be typed as ISO 8601 has them."""


class Misfit(ValueError):
    """A value is not what the schema asks for there.

    Args:
        path: where: `items[1].price`; empty for all of it.
        what: what is wrong.
    """

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}" if path else what)
        self.path = path


def avro_value(schema: Any, value: Any, named: Mapping[str, Any], path: str = "") -> Any:
    """The value as fastavro takes it.

    Args:
        schema: as `fastavro.schema.load_schema` gives it.
        value: of JSON. Bytes are a text of the characters U+0000 to U+00FF, a union's value may say its type as Avro's
            own JSON does, `{"string": "x"}`, and need not.
        named: the types that have names.

    Raises:
        Misfit: it does not fit.
    """
    if isinstance(schema, list):
        return _union(schema, value, named, path)
    if isinstance(schema, str) and schema in named:
        schema = named[schema]
    kind = schema["type"] if isinstance(schema, dict) else schema
    if isinstance(kind, dict | list):
        return avro_value(kind, value, named, path)
    logical = schema.get("logicalType", "") if isinstance(schema, dict) else ""
    match kind:
        case "record" | "error":
            return _record(schema, value, named, path)
        case "array":
            _expect(isinstance(value, list), path, "a list", value)
            return [avro_value(schema["items"], each, named, f"{path}[{index}]") for index, each in enumerate(value)]
        case "map":
            _expect(isinstance(value, dict), path, "an object", value)
            return {name: avro_value(schema["values"], each, named, _below(path, name)) for name, each in value.items()}
        case "enum":
            _expect(
                isinstance(value, str) and value in schema["symbols"],
                path,
                "one of " + ", ".join(schema["symbols"]),
                value,
            )
            return value
        case "bytes" | "fixed":
            return _bytes(schema, value, logical, path)
    return _primitive(str(kind), value, logical, path)


def _record(schema: Any, value: Any, named: Mapping[str, Any], path: str) -> dict[str, Any]:
    _expect(isinstance(value, dict), path, f"an object ({schema['name']})", value)
    fields = {field["name"]: field for field in schema["fields"]}
    if unknown := next((name for name in value if name not in fields), None):
        raise Misfit(_below(path, unknown), f"the schema has no such field, but {', '.join(fields)}")
    found = {}
    for name, field in fields.items():
        if name in value:
            found[name] = avro_value(field["type"], value[name], named, _below(path, name))
        elif "default" not in field:
            raise Misfit(_below(path, name), "it is missing, and has no default")
        else:
            found[name] = _default(field["type"], field["default"], named, _below(path, name))
    return found


def _default(schema: Any, value: Any, named: Mapping[str, Any], path: str) -> Any:
    """A field's default, in which bytes are a text whatever they mean; of a union it is of the first type."""
    first = schema[0] if isinstance(schema, list) else schema
    if isinstance(value, str) and isinstance(first, dict) and first.get("logicalType") == "decimal":
        return value.encode("latin-1")
    return avro_value(first, value, named, path)


def _union(branches: list[Any], value: Any, named: Mapping[str, Any], path: str) -> Any:
    names = [_name(branch) for branch in branches]
    if isinstance(value, dict) and len(value) == 1 and (tag := next(iter(value))) in names:
        return avro_value(branches[names.index(tag)], value[tag], named, _below(path, tag))
    misfits = []
    for branch in branches:
        try:
            return avro_value(branch, value, named, path)
        except Misfit as misfit:
            misfits.append(misfit)
    deepest = max(misfits, key=lambda misfit: len(misfit.path))
    if len(deepest.path) > len(path):
        raise deepest
    raise Misfit(path, f"expected {' or '.join(names)}, not {_shown(value)}")


def _name(branch: Any) -> str:
    """What a union calls one of its types."""
    if isinstance(branch, dict):
        return str(branch.get("name") or branch["type"])
    return str(branch)


def _bytes(schema: Any, value: Any, logical: str, path: str) -> Any:
    if logical == "decimal":
        try:
            _expect(isinstance(value, str | int | float) and not isinstance(value, bool), path, "a number", value)
            return Decimal(str(value))
        except InvalidOperation:
            raise Misfit(path, f"expected a number, not {_shown(value)}") from None
    _expect(isinstance(value, str), path, "a text of U+0000 to U+00FF", value)
    try:
        data = value.encode("latin-1")
    except UnicodeEncodeError:
        raise Misfit(path, "expected a text of U+0000 to U+00FF, a character for each byte") from None
    size = schema.get("size") if isinstance(schema, dict) else None
    if size is not None and len(data) != size:
        raise Misfit(path, f"expected {size} bytes, not {len(data)}")
    return data


def _primitive(kind: str, value: Any, logical: str, path: str) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind in _RANGES:
        if logical in _ISO and isinstance(value, str):
            try:
                return _ISO[logical](value)
            except ValueError:
                raise Misfit(path, f"expected a {logical}, not {_shown(value)}") from None
        _expect(isinstance(value, int) and not isinstance(value, bool), path, kind, value)
        if not -(1 << _RANGES[kind]) <= value < 1 << _RANGES[kind]:
            raise Misfit(path, f"{value} does not fit into {kind}")
        return value
    if kind in ("float", "double"):
        _expect(is_number or (isinstance(value, str) and value in _WORDS), path, "a number", value)
        return float(_WORDS.get(value, value) if isinstance(value, str) else value)
    _expect(
        {"null": value is None, "boolean": isinstance(value, bool), "string": isinstance(value, str)}.get(kind, True),
        path, kind, value,
    )  # fmt: skip
    return value


def _expect(holds: bool, path: str, what: str, value: Any) -> None:
    if not holds:
        raise Misfit(path, f"expected {what}, not {_shown(value)}")


def _shown(value: Any) -> str:
    """A value in an error."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case dict():
            return "an object"
        case list():
            return "a list"
    return repr(value) if len(repr(value)) <= 40 else f"{repr(value)[:39]}…"


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
