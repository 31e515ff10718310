"""What `kafkatui produce` is given to send: values, lines, files, records of a topic."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kafkatui.cli.terminal import standard_input
from kafkatui.codec.encode import encode
from kafkatui.codec.encoding import Encoding
from kafkatui.codec.header_text import typed_value
from kafkatui.codec.imported import ImportFormat, read_records
from kafkatui.model.errors import UsageError
from kafkatui.model.record import OutgoingRecord

if TYPE_CHECKING:
    from kafkatui.session.schema_encoding import SchemaEncoding

Headers = tuple[tuple[str, bytes | None], ...]
ToBytes = Callable[[bytes], bytes]
"""Makes the bytes that are sent of those that were typed or read; raises UsageError."""

LINES = ImportFormat.LINES.value


@dataclass(slots=True)
class Common:
    """What holds for every record where its own line does not say something else.

    Attributes:
        key_bytes, value_bytes: how keys and values are encoded.
    """

    topic: str
    key: bytes | None
    headers: Headers
    partition: int | None
    timestamp_ms: int | None
    key_bytes: ToBytes
    value_bytes: ToBytes

    def use_schema(self, schemas: SchemaEncoding, wanted: str, part: str) -> None:
        """Encode keys or values, which are JSON, by a registered schema; it is fetched now.

        Raises:
            KafkatuiError: it cannot be had.
        """
        found = schemas.find(wanted, self.topic, part)

        def made(data: bytes) -> bytes:
            return schemas.encode(data, found, part)

        if part == "key":
            self.key_bytes = made
        else:
            self.value_bytes = made

    def record(self, key: bytes | None, value: bytes | None) -> OutgoingRecord:
        """A record of a line or an argument."""
        return OutgoingRecord(
            self.topic,
            None if key is None else self.key_bytes(key),
            None if value is None else self.value_bytes(value),
            self.headers,
            self.partition,
            self.timestamp_ms,
        )


def parse_headers(texts: Iterable[str]) -> Headers:
    """`name=value` texts as headers; without `=` the value is null, after `:=` it is typed.

    Raises:
        UsageError: a header without a name, or whose value cannot be encoded.
    """
    headers = []
    for text in texts:
        name, equals, value = text.partition("=")
        is_typed = bool(equals) and name.endswith(":")
        name = name.removesuffix(":") if is_typed else name
        if not name:
            raise UsageError(f"-H {text}: the header has no name.", "Write it like -H trace=42.")
        try:
            headers.append((name, typed_value(value) if is_typed else as_bytes(value) if equals else None))
        except UsageError as error:
            raise UsageError(f"-H {text}: {error.what}", error.advice) from None
    return tuple(headers)


def as_bytes(text: str) -> bytes:
    """An argument's very bytes."""
    return text.encode("utf-8", "surrogateescape")


def encoding_of(name: str) -> ToBytes:
    """What makes bytes of text by the encoding of that name; text is left alone, whatever it is."""
    how = Encoding(name)
    if how in (Encoding.TEXT, Encoding.AUTO):
        return bytes

    def made(data: bytes) -> bytes:
        try:
            return encode(data.decode("utf-8"), how)
        except UnicodeDecodeError:
            raise UsageError(f"What is to be {how.value} is no text.") from None

    return made


def value_bytes(text: str) -> bytes:
    """A VALUE as it is sent: `@path` a file's bytes, `@-` standard input's, `@@text` the text "@text".

    Raises:
        UsageError: the file cannot be read.
    """
    if text.startswith("@@") or not text.startswith("@"):
        return as_bytes(text.removeprefix("@" if text.startswith("@@") else ""))
    if text == "@-":
        return standard_input().read()
    path = Path(os.path.expanduser(text[1:]))
    try:
        return path.read_bytes()
    except OSError as error:
        advice = f"To send the text itself write @{text}."
        raise UsageError(f"{path} cannot be read: {error.strerror}.", advice) from None


def split_line(line: bytes, key: bytes | None, separator: bytes | None) -> tuple[bytes | None, bytes]:
    """Key and value of one line of standard input; a line without the separator has the common key."""
    text = line.removesuffix(b"\n").removesuffix(b"\r")
    if separator:
        before, found, after = text.partition(separator)
        if found:
            return before, after
    return key, text


def input_records(
    common: Common, values: tuple[str, ...], key_separator: str | None, input_format: str, *, is_null: bool
) -> Iterator[OutgoingRecord]:
    """Every record to send, in order, made as it is asked for.

    Raises:
        UsageError: one of them cannot be made; of lines, says which.
    """
    if is_null:
        yield common.record(common.key, None)
    elif values:
        for value in values:
            yield common.record(common.key, value_bytes(value))
    elif input_format == LINES:
        separator = None if key_separator is None else as_bytes(key_separator)
        for number, line in enumerate(standard_input(), 1):
            try:
                yield common.record(*split_line(line, common.key, separator))
            except UsageError as error:
                raise UsageError(f"Line {number}: {error.what}", error.advice) from None
    else:
        for read in read_records(standard_input(), ImportFormat(input_format)):
            made = common.record(common.key if read.key is None else read.key, read.value)
            yield made._replace(
                headers=(*read.headers, *made.headers),
                timestamp_ms=read.timestamp_ms if common.timestamp_ms is None else common.timestamp_ms,
            )
