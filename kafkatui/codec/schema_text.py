"""A schema's text, as people read it: indented, whatever it was registered as."""

from __future__ import annotations

import base64
import binascii
import json
import re

AVRO, JSON_SCHEMA, PROTOBUF = "AVRO", "JSON", "PROTOBUF"

ENDINGS = {AVRO: "avsc", JSON_SCHEMA: "json", PROTOBUF: "proto"}
"""What files of a kind end with."""

_AVRO_TYPES = frozenset(
    {"record", "enum", "array", "map", "fixed", "error", "null", "boolean", "int", "long", "float", "double"}
    | {"bytes", "string"}
)
_JSON_TYPES = frozenset({"object", "number", "integer"})
_PROTOBUF = re.compile(r"^\s*(syntax|edition|package|import|message|enum|option)\b", re.MULTILINE)


def formatted(kind: str, text: str) -> str:
    """The text indented; as it is where it cannot be read. A Protobuf descriptor is written out."""
    if kind == PROTOBUF:
        return _written_out(text)
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def kind_of(text: str) -> str:
    """What a schema's text is: AVRO, JSON or PROTOBUF.

    Raises:
        ValueError: that cannot be told, says why.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        if _PROTOBUF.search(text):
            return PROTOBUF
        raise ValueError(f"It is no JSON ({error}), and no Protobuf either.") from None
    if isinstance(value, dict):
        named = value.get("type")
        if "$schema" in value or "properties" in value or (isinstance(named, str) and named in _JSON_TYPES):
            return JSON_SCHEMA
        if isinstance(named, dict | list) or named in _AVRO_TYPES:
            return AVRO
    elif isinstance(value, str | list):
        return AVRO
    raise ValueError("It is JSON, but whether Avro's or a JSON Schema cannot be told.")


def require_readable(kind: str, text: str) -> None:
    """Do nothing where the text may be one of that kind.

    Raises:
        ValueError: it is no JSON; says where.
    """
    if kind == PROTOBUF:
        return
    try:
        json.loads(text)
    except ValueError as error:
        raise ValueError(f"It is no JSON: {error}.") from None


def _written_out(text: str) -> str:
    """A descriptor in base64, as Confluent's Python client registers it, field by field; any other text as it is."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text
    try:
        from google.protobuf import descriptor_pb2, message
    except ImportError:
        return text
    try:
        return str(descriptor_pb2.FileDescriptorProto.FromString(data)).rstrip("\n")
    except message.DecodeError:
        return text
