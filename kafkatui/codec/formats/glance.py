"""Previews of formats that can only be read whole."""

from __future__ import annotations

from kafkatui.codec.decoded import Pending, Preview, Subject, preview_of
from kafkatui.codec.decoder import Decoder
from kafkatui.codec.formats.text import SAMPLE_BYTES


def glance(decoder: Decoder, subject: Subject, data: bytes, max_characters: int) -> Preview | Pending:
    """The beginning of what the decoder makes of the data; nothing of what is too large to be read for a glance."""
    if len(data) > SAMPLE_BYTES:
        return Preview("", decoder.name, "", is_cut=True)
    decoded = decoder.decode(subject, data)
    return decoded if isinstance(decoded, Pending) else preview_of(decoded, max_characters)
