"""Waiting for answers of the AdminClient, and cutting long requests into batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")

GRACE_SECONDS = 1.0
"""librdkafka's own time-out should come first: it says more."""


def wait(future: Future[T], timeout_seconds: float) -> T:
    """The future's result, or its exception.

    Args:
        timeout_seconds: the time-out given to librdkafka for this request; a little more is waited.
    """
    return future.result(timeout_seconds + GRACE_SECONDS)


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """`items` in slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
