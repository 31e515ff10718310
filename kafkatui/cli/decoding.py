"""The option that says how bytes are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kafkatui.session.decoding import Decoding

FORMATS = (
    "text, json, xml, yaml, properties, hex, base64; "
    "int16, int32, int64, uint16, uint32, uint64, float32, float64, boolean, uuid; "
    "msgpack, cbor, smile, protobuf-fields, avro-file; schema (with a registry); gzip, zstd, lz4, snappy; "
    "consumer-offsets, transaction-log; pack:LAYOUT with kcat's letters; avro:FILE.avsc, "
    "protobuf:FILE.proto#MESSAGE or protobuf:FILE.desc#MESSAGE"
)

decode_option = click.option(
    "--decode",
    "decoding",
    metavar="FORMAT",
    help=f"How to read values: {FORMATS}. Or key=FORMAT,value=FORMAT,headers=FORMAT (what is not named is read as what "
    "it looks like).",
)


def choose_decoding(decoding: Decoding, typed: str | None) -> None:
    """Read records as was typed, or as they look.

    Raises:
        UsageError: there is no such decoder, or its schema's file cannot be used.
    """
    from kafkatui.codec.decoding_choice import parse_decoding

    if typed is not None:
        decoding.choose_everywhere(parse_decoding(typed))
