"""Asking servers of an ensemble a four-letter word, without a session."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.ensemble import WORDS
from kafkatui.model.errors import NotSupported, UsageError
from kafkatui.model.profile import Profile


class WordAnswer(Struct, frozen=True):
    """A server's answer.

    Attributes:
        text: None when it gave none.
        source: how it was asked, or why it gave none.
    """

    server: str
    text: str | None
    source: str


def ask_word(profile: Profile, word: str, server: str = "") -> list[WordAnswer]:
    """What the servers answer; several are asked at the same time.

    Args:
        server: host:port of the one that is asked; empty: every one.

    Raises:
        UsageError: the word is none that only reads, or there is no such server.
        NotSupported: the profile names no ZooKeeper.
    """
    from kafkatui.zookeeper.ensemble import ask_all, doors_of

    if word not in WORDS:
        raise UsageError(f"{word!r} is no four-letter word that only reads.", f"Those are {', '.join(WORDS)}.")
    if profile.zookeeper is None:
        raise NotSupported("No ZooKeeper is configured for this cluster.")
    doors = doors_of(profile.zookeeper, server)
    answers = ask_all(doors, lambda door: door.text(word))
    return [WordAnswer(door.address, *answer) for door, answer in zip(doors, answers, strict=True)]
