"""All ways to read bytes, by name."""

from __future__ import annotations

import os

from kafkatui.codec.compression import PackedFormat
from kafkatui.codec.decoded import Part, Subject
from kafkatui.codec.decoder import Decoder, Reader
from kafkatui.codec.formats.auto import AutoDecoder
from kafkatui.codec.formats.avro_file import AvroFileDecoder
from kafkatui.codec.formats.base64 import Base64Decoder
from kafkatui.codec.formats.binary_json import CborDecoder, MessagePackDecoder
from kafkatui.codec.formats.hexadecimal import HexDecoder
from kafkatui.codec.formats.internal_topics import GroupTopicDecoder, TransactionTopicDecoder
from kafkatui.codec.formats.json import JsonDecoder
from kafkatui.codec.formats.local_schema import LocalSchemaDecoder
from kafkatui.codec.formats.numbers import FLOAT32, FLOAT64, INT16, INT32, INT64, UINT16, UINT32, UINT64
from kafkatui.codec.formats.pack import PREFIX, PackDecoder
from kafkatui.codec.formats.packed import PackedDecoder
from kafkatui.codec.formats.properties import PropertiesDecoder
from kafkatui.codec.formats.protobuf_fields import ProtobufFieldsDecoder
from kafkatui.codec.formats.schema import SchemaDecoder
from kafkatui.codec.formats.small import BooleanDecoder, UuidDecoder
from kafkatui.codec.formats.smile import SmileDecoder
from kafkatui.codec.formats.text import TextDecoder
from kafkatui.codec.formats.xml import XmlDecoder
from kafkatui.codec.formats.yaml import YamlDecoder
from kafkatui.model.errors import UsageError
from kafkatui.model.local_schema import FORMS, local_schema

AUTO = AutoDecoder()


_AUTO_READER = Reader(AUTO, Subject("", Part.VALUE))


def preview_text(data: bytes, max_characters: int) -> str:
    """The beginning of what `data` looks like, sanitised, "hex" before bytes that are no text: for a glance at what is
    decoded elsewhere."""
    preview = _AUTO_READER.preview(data, max_characters)
    return f"{preview.type} {preview.shown}" if preview.type == HexDecoder.name else preview.shown


def built_in_decoders(schemas: SchemaDecoder | None = None) -> tuple[Decoder, ...]:
    """One of each, in the order in which `t` offers them, made for one cluster: a decoder may keep what it fetched.

    Args:
        schemas: reads what the cluster's registry describes; None where there is none.
    """
    auto = AUTO if schemas is None else AutoDecoder(schemas)
    packed = (PackedDecoder(form, auto.decode) for form in PackedFormat)
    registered = () if schemas is None else (schemas,)
    numbers = (INT16, INT32, INT64, UINT16, UINT32, UINT64, FLOAT32, FLOAT64, BooleanDecoder(), UuidDecoder())
    structures = (MessagePackDecoder(), CborDecoder(), SmileDecoder(), ProtobufFieldsDecoder(), AvroFileDecoder())
    internal = (GroupTopicDecoder(), TransactionTopicDecoder())
    texts = (TextDecoder(), JsonDecoder(), XmlDecoder(), YamlDecoder(), PropertiesDecoder())
    any_bytes = (HexDecoder(), Base64Decoder())
    return (auto, *registered, *texts, *any_bytes, *numbers, *structures, *packed, *internal)


def decoder_named(name: str, decoders: dict[str, Decoder]) -> Decoder:
    """The decoder of that name; `pack:LAYOUT` and those of a schema's file are made. Reads no file.

    Raises:
        UsageError: there is none; names those there are.
    """
    if (schema := local_schema(name)) is not None:
        made = LocalSchemaDecoder(schema.below(os.curdir) if schema.path else schema)
        return decoders.setdefault(made.name, made)
    if name.startswith(PREFIX) and name not in decoders:
        decoders[name] = PackDecoder(name.removeprefix(PREFIX))
    decoder = decoders.get(name)
    if decoder is None:
        raise UsageError(f"There is no decoder {name!r}: it is one of {', '.join(decoders)}, pack:LAYOUT, {FORMS}.")
    return decoder
