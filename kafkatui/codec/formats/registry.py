"""All ways to read bytes, by name."""

from __future__ import annotations

from kafkatui.codec.decoded import Part, Subject
from kafkatui.codec.decoder import Decoder, Reader
from kafkatui.codec.formats.auto import AutoDecoder
from kafkatui.codec.formats.base64 import Base64Decoder
from kafkatui.codec.formats.hexadecimal import HexDecoder
from kafkatui.codec.formats.json import JsonDecoder
from kafkatui.codec.formats.numbers import FLOAT32, FLOAT64, INT32, INT64
from kafkatui.codec.formats.text import TextDecoder
from kafkatui.model.errors import UsageError

AUTO = AutoDecoder()


_AUTO_READER = Reader(AUTO, Subject("", Part.VALUE))


def preview_text(data: bytes, max_characters: int) -> str:
    """The beginning of what `data` looks like, sanitised: for a glance at what is decoded elsewhere."""
    return _AUTO_READER.preview(data, max_characters).shown


def built_in_decoders() -> tuple[Decoder, ...]:
    """One of each, in the order in which `t` offers them, made for one cluster: a decoder may keep what it fetched."""
    return (AUTO, TextDecoder(), JsonDecoder(), HexDecoder(), Base64Decoder(), INT32, INT64, FLOAT32, FLOAT64)


def decoder_named(name: str, decoders: dict[str, Decoder]) -> Decoder:
    """The decoder of that name.

    Raises:
        UsageError: there is none; names those there are.
    """
    decoder = decoders.get(name)
    if decoder is None:
        raise UsageError(f"There is no decoder {name!r}: it is one of {', '.join(decoders)}.")
    return decoder
