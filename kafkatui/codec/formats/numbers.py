"""Numbers as Kafka's own serialisers write them: big-endian, of a fixed size."""

from __future__ import annotations

import struct

from kafkatui.codec.decoded import Decoded, Preview, Subject, preview_of
from kafkatui.codec.formats.hexadecimal import as_hex, hex_preview


class NumberDecoder:
    """One kind of number; data of another size are shown in hexadecimal.

    Args:
        name: of the kind.
        layout: `struct`'s letter for it.
    """

    def __init__(self, name: str, layout: str, help: str) -> None:  # noqa: A002 as the protocol names it
        self.name = name
        self.help = help
        self._struct = struct.Struct(f">{layout}")

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """The number in decimal: of a float the shortest digits that give it back."""
        if reason := self._obstacle(data):
            return as_hex(data, reason)
        return Decoded(self._text(data), self.name, len(data))

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The number, which is short anyway."""
        if reason := self._obstacle(data):
            return hex_preview(data, max_characters, reason)
        return preview_of(self.decode(subject, data), max_characters)

    def _text(self, data: bytes) -> str:
        return repr(self._struct.unpack(data)[0])

    def _obstacle(self, data: bytes) -> str:
        if len(data) != self._struct.size:
            return f"{self.name} takes {self._struct.size} bytes, there are {len(data):,}"
        if self._struct.pack(self._struct.unpack(data)[0]) != data or self._is_other_nan(data):
            return f"a {self.name} that is not a number and carries other bits"
        return ""

    def _is_other_nan(self, data: bytes) -> bool:
        """A NaN whose bits its text would lose."""
        return self._text(data) == "nan" and data != self._struct.pack(float("nan"))


class Float32Decoder(NumberDecoder):
    """A float of 4 bytes, of which Python knows no text of its own: it would show the digits of one of 8 bytes."""

    def _text(self, data: bytes) -> str:
        number = self._struct.unpack(data)[0]
        texts = (f"{number:.{digits}g}" for digits in range(1, 9))
        return next((text for text in texts if self._gives_back(text, data)), f"{number:.9g}")

    def _gives_back(self, text: str, data: bytes) -> bool:
        try:
            return self._struct.pack(float(text)) == data
        except OverflowError:
            # Close to the largest float32 fewer digits can round up beyond it.
            return False


INT16 = NumberDecoder("int16", "h", "A whole number of 2 bytes, as Kafka's ShortSerializer writes it.")
UINT16 = NumberDecoder("uint16", "H", "A whole number of 2 bytes without a sign.")
UINT32 = NumberDecoder("uint32", "I", "A whole number of 4 bytes without a sign.")
UINT64 = NumberDecoder("uint64", "Q", "A whole number of 8 bytes without a sign.")
INT32 = NumberDecoder("int32", "i", "A whole number of 4 bytes, as Kafka's IntegerSerializer writes it.")
INT64 = NumberDecoder("int64", "q", "A whole number of 8 bytes, as Kafka's LongSerializer writes it.")
FLOAT32 = Float32Decoder("float32", "f", "A floating-point number of 4 bytes, as Kafka's FloatSerializer writes it.")
FLOAT64 = NumberDecoder("float64", "d", "A floating-point number of 8 bytes, as Kafka's DoubleSerializer writes it.")
