"""What a condition looks at: a record whose parts are read only when a condition asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import msgspec

from kafkatui.codec.decoded import NULL, Decoded
from kafkatui.codec.decoder import Reader, RecordReader
from kafkatui.codec.sanitise import sanitise
from kafkatui.model.record import Record

MISSING: Any = object()
"""A field that the record does not have; unlike null, which it has."""

PLAIN_DECODERS = frozenset({"auto", "text", "json"})
"""What these show of plain text stands in the bytes as it is, so that bytes without it need not be decoded."""

_decode_json = msgspec.json.Decoder().decode


class SearchedRecord:
    """A record, decoded as its topic's readers have it.

    Args:
        reader: of its topic.
        waits: whether to wait for what a decoder has to fetch first; never in the UI's loop.
    """

    def __init__(self, record: Record, reader: RecordReader, *, waits: bool = True) -> None:
        self.record = record
        self._reader = reader
        self._waits = waits

    @cached_property
    def key(self) -> Decoded:
        """The whole key."""
        return self._read(self._reader.key, self.record.key)

    @cached_property
    def value(self) -> Decoded:
        """The whole value."""
        return self._read(self._reader.value, self.record.value)

    @cached_property
    def headers(self) -> Sequence[tuple[str, Decoded]]:
        """Names, lone surrogates where they are no UTF-8, and values."""
        return [(name, self._reader.header(name).decode(value)) for name, value in self.record.headers]

    @cached_property
    def line(self) -> str:
        """Key, value and headers as they stand in a row."""
        headers = (f"{name}={text_of(value)}" for name, value in self.headers)
        return " ".join([text_of(self.key), text_of(self.value), *headers])

    @cached_property
    def lowered_line(self) -> str:
        """The same in lower case."""
        return self.line.lower()

    @cached_property
    def key_json(self) -> Any:
        """The key as JSON has it; MISSING when it is none."""
        return self._json(self._reader.key, self.record.key)

    @cached_property
    def value_json(self) -> Any:
        """The value as JSON has it; MISSING when it is none."""
        return self._json(self._reader.value, self.record.value)

    def _read(self, reader: Reader, data: bytes | None) -> Decoded:
        return reader.decode_fetched(data) if self._waits else reader.decode(data)

    def _json(self, reader: Reader, data: bytes | None) -> Any:
        if data is None:
            return None
        if reader.decoder.name in PLAIN_DECODERS and not reader.masks:
            try:
                return _decode_json(data)
            except (msgspec.DecodeError, UnicodeError, RecursionError):
                decoded = self._read(reader, data)  # MessagePack, or what a registered schema describes
                return MISSING if decoded.tree is None else json_of(decoded)
        return json_of(self._read(reader, data))


def text_of(decoded: Decoded) -> str:
    """The whole text as a list's filter looks at it; empty for null."""
    return sanitise(decoded.line)


def json_of(decoded: Decoded) -> Any:
    """What the text is as JSON; MISSING when it is none."""
    if decoded.type == NULL:
        return None
    try:
        return _decode_json(decoded.tree if decoded.tree is not None else decoded.text.encode())
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return MISSING
