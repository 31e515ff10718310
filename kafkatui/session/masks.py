"""Masks are for what is shown: an action that passes bytes on must not take them to where nothing hides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kafkatui.session.decoding import Decoding

ADVICE = "Let a [[clusters.NAME.mask]] of the settings file hide it there, too."


def unmasking_words(decoding: Decoding, source: str, other: Decoding, destination: str) -> str:
    """Why records of `source` must not be passed on to a topic of the other cluster; empty when they may be.

    Args:
        decoding: of the cluster of `source`; `other`: of the destination's.
    """
    fields = decoding.shown_by(other, source, destination)
    if not fields:
        return ""
    return f"{', '.join(fields)} of {source} is masked by the settings, and {destination} would show it."


def masked_bytes_warnings(decoding: Decoding, source: str) -> tuple[str, ...]:
    """What is said before such records are passed on."""
    if not decoding.masks_of(source):
        return ()
    return (f"The settings mask {source} on the screen only: its records are passed on as they are.",)
