"""What the settings file says of one topic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """A `[clusters.NAME.topics.TOPIC]`; empty for what is left out.

    Attributes:
        decode_key: name of the decoder of the keys, a schema's file with an absolute path; the others alike.
    """

    decode_key: str = ""
    decode_value: str = ""
    decode_headers: str = ""
