"""Answers as their bytes, for what kafka-python takes a second to read: it decodes in Python, a field at a time."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class RawAnswer(Struct, frozen=True):
    """What a broker answered, behind its header.

    Attributes:
        version: of the request, which is the answer's.
    """

    version: int
    data: bytes


class AskedRaw:
    """A request of kafka-python's whose answer is a `RawAnswer`; to be sent once."""

    def __init__(self, request: Any) -> None:
        object.__setattr__(self, "_request", request)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._request, name)
        return _RawHeader(value) if name == "header" else value

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._request, name, value)


class _RawHeader:
    """The header of such a request, which tells kafka-python who decodes the answer."""

    def __init__(self, header: Any) -> None:
        self._header = header

    def __getattr__(self, name: str) -> Any:
        return getattr(self._header, name)

    def get_response_class(self) -> Any:
        return _RawResponse(self._header.get_response_class(), self._header.request_api_version)


class _RawResponse:
    def __init__(self, response: Any, version: int) -> None:
        self._response, self._version = response, version

    def parse_header(self, data: Any) -> Any:
        return self._response.parse_header(data)

    def decode(self, data: Any) -> RawAnswer:
        return RawAnswer(self._version, bytes(data.read()))
