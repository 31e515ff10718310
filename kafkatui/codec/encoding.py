"""The ways bytes can be written."""

from __future__ import annotations

from enum import Enum


class Encoding(Enum):
    """How to write bytes, by the name of the decoder that reads them. Numbers are big-endian, as Kafka's own
    serialisers write them."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    HEX = "hex"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT32 = "float32"
    FLOAT64 = "float64"
    BASE64 = "base64"
    INT16 = "int16"
    UINT16 = "uint16"
    UINT32 = "uint32"
    UINT64 = "uint64"
    BOOLEAN = "boolean"
    UUID = "uuid"
    XML = "xml"
    YAML = "yaml"
    PROPERTIES = "properties"
