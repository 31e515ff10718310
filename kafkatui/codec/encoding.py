"""The ways bytes can be read and written."""

from __future__ import annotations

from enum import Enum


class Encoding(Enum):
    """How to read or write bytes. Numbers are big-endian, as Kafka's own serialisers write them."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    HEX = "hex"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT64 = "float64"
    BASE64 = "base64"


class DataKind(Enum):
    """What bytes turned out to be."""

    NULL = "null"
    EMPTY = "empty"
    JSON = "json"
    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    BINARY = "binary"
    BASE64 = "base64"
