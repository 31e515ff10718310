"""Many feeds read once, one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kafkatui.model.observed import Observed, ObservedState
from kafkatui.session.feeds.base import Feed
from kafkatui.session.tasks import TaskControl


def load_work(
    observed: Callable[[Feed[Any]], Observed[Any]],
    fetch: Callable[[Feed[Any]], Any],
    on_update: Callable[[Feed[Any], Observed[Any], Observed[Any]], None],
    feeds: Mapping[Feed[Any], int],
    unit: str,
) -> Callable[[TaskControl], None]:
    """The work of a task that reads what of `feeds` is not known.

    Args:
        on_update: is told of each as soon as it was read, with what was known before.
        feeds: each with how many of `unit` it reads, for the progress.
    """

    def work(control: TaskControl) -> None:
        done, total = 0, sum(feeds.values())
        for feed, count in feeds.items():
            control.progress(done, total, unit)
            before = observed(feed)
            if before.state is not ObservedState.OK:
                fetch(feed)
                on_update(feed, before, observed(feed))
            done += count
        control.progress(done, total, unit)

    return work
