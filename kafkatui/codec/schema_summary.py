"""A registered schema in a line."""

from __future__ import annotations

from typing import Any

import msgspec

from kafkatui.codec.registered_schema import RegisteredSchema


def schema_summary(schema: RegisteredSchema) -> str:
    """Its fields on a line: `avro: id long, city string`; the whole text where that is no record's."""
    text = " ".join(schema.text.split())
    if schema.kind == "PROTOBUF":
        return f"protobuf: {text}"
    try:
        contents = msgspec.json.decode(schema.text)
    except msgspec.DecodeError:
        return f"{schema.kind.lower()}: {text}"
    if schema.kind == "AVRO" and isinstance(contents, dict) and isinstance(contents.get("fields"), list):
        fields = [f"{each.get('name')} {_type_words(each.get('type'))}" for each in contents["fields"]]
        return f"avro {contents.get('name', '')}: {', '.join(fields)}"
    if schema.kind == "JSON" and isinstance(contents, dict) and isinstance(contents.get("properties"), dict):
        required = contents.get("required", ())
        fields = [
            f"{name}{'' if name in required else '?'} {_type_words(each.get('type', 'any'))}"
            for name, each in contents["properties"].items()
            if isinstance(each, dict)
        ]
        return f"json: {', '.join(fields)}"
    return f"{schema.kind.lower()}: {text}"


def _type_words(kind: Any) -> str:
    """A type in a word or a few."""
    if isinstance(kind, list):
        return "|".join(map(_type_words, kind))
    if not isinstance(kind, dict):
        return str(kind)
    match kind.get("type"):
        case "enum":
            return f"({'|'.join(kind.get('symbols', ()))})"
        case "array":
            return f"[{_type_words(kind.get('items'))}]"
        case "map":
            return f"{{{_type_words(kind.get('values'))}}}"
        case "record":
            return str(kind.get("name"))
    return str(kind.get("logicalType") or _type_words(kind.get("type")))
