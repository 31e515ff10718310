"""Smile, Jackson's binary JSON: https://github.com/FasterXML/smile-format-specification."""

from __future__ import annotations

import struct
from decimal import Context, Decimal
from typing import Any

from kafkatui.codec.decoded import Subject
from kafkatui.codec.formats.binary_json import StructureDecoder
from kafkatui.codec.wire import signed

MAGIC = b":)\n"

_SHARES_NAMES, _SHARES_TEXTS = 0x01, 0x02
_MOST_SHARED = 1024
"""Of either; the next one begins a new list."""

_END_OF_TEXT = b"\xfc"
_START_LIST, _END_LIST, _START_OBJECT, _END_OBJECT, _END_OF_CONTENT = 0xF8, 0xF9, 0xFA, 0xFB, 0xFF
_LARGEST_SCALE = 10_000


class SmileDecoder(StructureDecoder):
    """One value, with its header or without."""

    name = "smile"
    help = "Smile (Jackson's binary JSON), shown as JSON; bytes in it are in hexadecimal."

    def read(self, subject: Subject, data: bytes) -> Any:
        try:
            return _Smile(data).document()
        except IndexError:
            raise ValueError("it ends before the value does") from None


class _Smile:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._names = _Shared(is_kept=True)
        self._texts = _Shared(is_kept=False)

    def document(self) -> Any:
        """All of it. Raises ValueError, and IndexError where it ends too soon."""
        if self._data.startswith(MAGIC):
            flags = self._data[len(MAGIC)]
            if flags >> 4:
                raise ValueError(f"it is of version {flags >> 4}")
            self._names = _Shared(is_kept=bool(flags & _SHARES_NAMES))
            self._texts = _Shared(is_kept=bool(flags & _SHARES_TEXTS))
            self._at = len(MAGIC) + 1
        value = self._value(self._byte())
        if self._data[self._at :] == bytes([_END_OF_CONTENT]):
            self._at += 1
        if left := len(self._data) - self._at:
            raise ValueError(f"{left:,} bytes follow the value")
        return value

    def _value(self, token: int) -> Any:
        if token < 0x20:
            return self._texts.at(token - 1)
        if 0x40 <= token < 0xC0:
            return self._texts.keep(self._take(_text_bytes(token)).decode())
        if 0xC0 <= token < 0xE0:
            return signed(token & 0x1F)
        if 0xEC <= token < 0xF0:
            return self._texts.at((token & 0x03) << 8 | self._byte())
        match token:
            case 0x20:
                return ""
            case 0x21:
                return None
            case 0x22 | 0x23:
                return token == 0x23
            case 0x24 | 0x25:
                return signed(self._vint())
            case 0x26:
                return int.from_bytes(self._packed_bytes(), "big", signed=True)
            case 0x28:
                return struct.unpack(">f", self._bits(5).to_bytes(5, "big")[1:])[0]
            case 0x29:
                return struct.unpack(">d", self._bits(10).to_bytes(10, "big")[2:])[0]
            case 0x2A:
                return self._decimal()
            case 0xE0 | 0xE4:
                return self._until_end_of_text().decode()
            case 0xE8:
                return self._packed_bytes()
            case 0xFD:
                return self._take(self._vint())
            case _ if token == _START_LIST:
                return self._list()
            case _ if token == _START_OBJECT:
                return self._object()
        raise ValueError(f"there is no value {token:#04x} (byte {self._at - 1:,})")

    def _list(self) -> list[Any]:
        items = []
        while (token := self._byte()) != _END_LIST:
            items.append(self._value(token))
        return items

    def _object(self) -> dict[str, Any]:
        fields = {}
        while (token := self._byte()) != _END_OBJECT:
            name = self._name(token)
            fields[name] = self._value(self._byte())
        return fields

    def _name(self, token: int) -> str:
        if 0x30 <= token < 0x34:
            return self._names.at((token & 0x03) << 8 | self._byte())
        if 0x40 <= token < 0x80:
            return self._names.at(token - 0x40)
        if 0x80 <= token < 0xC0:
            return self._names.keep(self._take((token & 0x3F) + 1).decode())
        if 0xC0 <= token < 0xF8:
            return self._names.keep(self._take(token - 0xC0 + 2).decode())
        if token == 0x20:
            return ""
        if token == 0x34:  # long ones are shared, too, by Jackson, whatever the specification says
            return self._names.keep(self._until_end_of_text().decode())
        raise ValueError(f"there is no name {token:#04x} (byte {self._at - 1:,})")

    def _decimal(self) -> Decimal:
        scale = signed(self._vint())
        digits = int.from_bytes(self._packed_bytes(), "big", signed=True)
        if abs(scale) > _LARGEST_SCALE:
            raise ValueError(f"a number with {scale:,} digits after the point")
        return Decimal(digits).scaleb(-scale, Context(prec=len(str(digits)) + 1))

    def _packed_bytes(self) -> bytes:
        """Bytes of 7 bits: 8 of them for 7, and for the rest one more than there are, the last with what is left."""
        count = self._vint()
        whole, rest = divmod(count, 7)
        if whole * 8 > len(self._data):
            raise IndexError
        parts = [self._bits(8).to_bytes(7, "big") for _ in range(whole)]
        if rest:
            parts.append((self._bits(rest) << rest | self._byte() & 0x7F).to_bytes(rest + 1, "big")[-rest:])
        return b"".join(parts)

    def _bits(self, count: int) -> int:
        """The number that so many bytes of 7 bits are."""
        number = 0
        for byte in self._take(count):
            number = number << 7 | byte & 0x7F
        return number

    def _vint(self) -> int:
        number = 0
        while not (byte := self._byte()) & 0x80:
            number = number << 7 | byte
        return number << 6 | byte & 0x3F

    def _until_end_of_text(self) -> bytes:
        end = self._data.find(_END_OF_TEXT, self._at)
        if end < 0:
            raise IndexError
        text, self._at = self._data[self._at : end], end + 1
        return text

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _take(self, count: int) -> bytes:
        if self._at + count > len(self._data):
            raise IndexError
        self._at += count
        return self._data[self._at - count : self._at]


class _Shared:
    """Texts that later ones may refer to by their place."""

    def __init__(self, *, is_kept: bool) -> None:
        self._is_kept = is_kept
        self._texts: list[str] = []

    def keep(self, text: str) -> str:
        if self._is_kept:
            if len(self._texts) == _MOST_SHARED:
                self._texts.clear()
            self._texts.append(text)
        return text

    def at(self, index: int) -> str:
        if not 0 <= index < len(self._texts):
            raise ValueError(f"it refers to the text {index}, of {len(self._texts)}")
        return self._texts[index]


def _text_bytes(token: int) -> int:
    """How long a short text is."""
    if token < 0x80:
        return token - 0x40 + 1
    return token - 0x80 + 2
