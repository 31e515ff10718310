"""How bytes of one place are read: the protocol of a decoder, and a decoder bound to what it reads."""

from __future__ import annotations

import time
from typing import Protocol

from msgspec import Struct

from kafkatui.codec.decoded import EMPTY, NULL, PENDING, Decoded, Pending, Preview, Subject, preview_of
from kafkatui.codec.masking import masked
from kafkatui.model.local_schema import short_name
from kafkatui.model.mask import REASON, TYPE, Mask, MaskRule
from kafkatui.model.replacing import replace

PREVIEW_CHARACTERS = 200

SAMPLE_BYTES = 65_536
"""Of a value of which something is hidden, no more is read for a glance."""

WAIT_SECONDS = 10.0
"""So long a verb or an export waits for what a decoder has to fetch."""


class Decoder(Protocol):
    """One way to read bytes that are neither null nor empty. Never raises; safe to call from any thread.

    What it has to fetch first it fetches in a thread of its own, and answers `Pending` until then.
    """

    @property
    def name(self) -> str:
        """As it is typed after `--decode` and shown: "int64"."""
        ...

    @property
    def help(self) -> str:
        """What it reads, in one sentence."""
        ...

    def decode(self, subject: Subject, data: bytes) -> Decoded | Pending:
        """All of the data."""
        ...

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
        """The first characters of `decode(…).line`, quick whatever the size; `preview_of` makes it where that is not
        possible."""
        ...


class Reader(Struct, frozen=True):
    """Reads the bytes of one place in the way chosen for it.

    Attributes:
        masks: what of them is hidden, however they are read.
    """

    decoder: Decoder
    subject: Subject
    masks: tuple[Mask, ...] = ()

    @property
    def name(self) -> str:
        """The decoder's, as there is room for it."""
        return short_name(self.decoder.name)

    def decode(self, data: bytes | None) -> Decoded:
        """All that `data` says, None being Kafka's null. Never waits: what must be fetched first is "pending"."""
        if not data:
            return Decoded("", NULL if data is None else EMPTY, 0)
        decoded = self.decoder.decode(self.subject, data)
        if isinstance(decoded, Pending):
            return Decoded("", PENDING, len(data), decoded.what)
        return masked(decoded, self.masks, self.decoder.name, data) if self.masks else decoded

    def decode_fetched(self, data: bytes | None, wait_seconds: float = WAIT_SECONDS) -> Decoded:
        """The same once everything is fetched, for verbs and exports: waits, so never call it from the UI's loop.

        After `wait_seconds` it is still "pending", with the reason.
        """
        decoded = self.decode(data)
        if decoded.type != PENDING or not data:
            return decoded
        deadline = time.monotonic() + wait_seconds
        pending = self.decoder.decode(self.subject, data)
        while isinstance(pending, Pending) and pending.ready.wait(max(0.0, deadline - time.monotonic())):
            pending = self.decoder.decode(self.subject, data)
        return self.decode(data)

    def preview(self, data: bytes | None, max_characters: int = PREVIEW_CHARACTERS) -> Preview:
        """The beginning of what `decode` gives as a line."""
        if not data:
            return Preview("", NULL if data is None else EMPTY)
        if self.masks:  # what is hidden can only be told of the whole
            is_large = len(data) > SAMPLE_BYTES
            return Preview("", TYPE, REASON, is_cut=True) if is_large else preview_of(self.decode(data), max_characters)
        preview = self.decoder.preview(self.subject, data, max_characters)
        return Preview("", PENDING, preview.what) if isinstance(preview, Pending) else preview


class RecordReader(Struct, frozen=True):
    """Reads the records of one topic: keys, values and header values, each in its own way.

    Attributes:
        headers: of any name: where the settings hide one, it hides all; `header` tells them apart.
        rules: what the settings hide in this topic.
    """

    key: Reader
    value: Reader
    headers: Reader
    rules: tuple[MaskRule, ...] = ()

    def header(self, name: str) -> Reader:
        """Reads the value of the header of that name."""
        if not self.rules:
            return self.headers
        return replace(self.headers, masks=tuple(rule.mask for rule in self.rules if rule.hides_header(name)))

    @property
    def is_masked(self) -> bool:
        """Whether the settings hide something in this topic."""
        return bool(self.rules)
