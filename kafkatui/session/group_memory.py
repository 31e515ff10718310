"""What was seen of groups since kafkatui looks, kept for the session: a page that comes back goes on with it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from kafkatui.insight.group_track import continued, group_rates, with_look
from kafkatui.insight.lag import group_progress, total_lag
from kafkatui.model.group import WHOLE_GROUP, Group
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.group_track import NO_TRACK, NOT_FOLLOWED, GroupTrack, LagLook
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.groups import GroupFeed, GroupsFeed

MOST_GROUPS = 500
"""Tracks that are kept; of more the one that was looked at longest ago goes."""

MOST_PARTITIONS = 2_000
"""Of a list of groups so many partitions are followed: a look at them takes some 0.05 s of processor time."""

OWN_SECONDS = 10.0
"""A group that was looked at by itself within so long is not followed by the list, too: what a list of many groups has
read of one may be older than that look, and would pass for a commit that was set back."""


class GroupMemory:
    """The tracks of groups by id. Thread-safe.

    A group's partitions are followed while one of its pages is open; while the list of groups is, its lag, and as many
    partitions as `MOST_PARTITIONS` has.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tracks: dict[str, GroupTrack] = {}
        self._own_seconds: dict[str, float] = {}
        """When a group was last looked at by itself, as the look has it."""
        self._others = NO_TRACK
        """What is told of a group that has no track: nobody looked yet, or there are too many."""
        self.version = 0
        """Another number once something was seen or forgotten, never before: who keeps what is made of tracks under a
        number must not keep older ones under a newer one."""

    def track(self, group_id: str) -> GroupTrack:
        """What was seen of a group; empty for one that was not looked at."""
        return self._tracks.get(group_id, self._others)

    def see(self, feed: Feed[Any], observed: Observed[Any]) -> None:
        """Take over what a feed gives now; feeds of anything else are passed over."""
        if isinstance(feed, GroupFeed) and isinstance(observed.current, GroupSample):
            self._see_group(observed.current)
        elif isinstance(feed, GroupsFeed) and isinstance(observed.current, GroupsSample):
            self._see_groups(observed.current)

    def forget_topics(self, names: Collection[str]) -> None:
        """Drop what was seen of topics that are gone, or that are others now under the same name."""
        with self._lock:
            for group_id, track in self._tracks.items():
                if any(topic in names for topic, _ in track.partitions):
                    kept = {key: each for key, each in track.partitions.items() if key[0] not in names}
                    self._tracks[group_id] = replace(track, partitions=kept)
            self.version += 1

    def forget_all(self) -> None:
        """Another cluster answers."""
        with self._lock:
            self._tracks.clear()
            self._own_seconds.clear()
            self._others = NO_TRACK
            self.version += 1

    def _see_group(self, sample: GroupSample) -> None:
        rows = group_progress(
            sample.group,
            sample.committed,
            sample.offsets.ranges,
            produce_rates=sample.produce_rates,
            consume_rates=sample.commit_rates,
        )
        with self._lock:
            self._own_seconds[sample.group.id] = sample.offsets.read_at_seconds
            self._put(
                sample.group.id,
                continued(
                    self._tracks.get(sample.group.id, NO_TRACK),
                    rows,
                    total_lag(rows).known,
                    sample.offsets.read_at_seconds,
                    has_members=bool(sample.group.members),
                ),
            )
            self.version += 1

    def _see_groups(self, sample: GroupsSample) -> None:
        now, left = sample.offsets.read_at_seconds, MOST_PARTITIONS
        counts = Counter(topic for topic, _ in sample.offsets.ranges)
        with self._lock:
            has_room = len(sample.groups) <= MOST_GROUPS
            self._others = NO_TRACK if has_room else NOT_FOLLOWED
            for group in sample.groups:
                known = self._tracks.get(group.id)
                if known is None and not has_room:
                    continue
                track, lag = known or NO_TRACK, sample.lags.get(group.id)
                total = lag.known if lag is not None else None
                own_seconds = self._own_seconds.get(group.id)
                if own_seconds is not None and now - own_seconds < OWN_SECONDS:
                    self._put(group.id, replace(track, looks=with_look(track.looks, LagLook(now, total))))
                    continue
                rows = _rows(sample, group, counts, track)
                left -= len(rows)
                if left < 0:
                    looks = with_look(track.looks, LagLook(now, total))
                    self._put(group.id, replace(track, looks=looks, is_followed=False))
                else:
                    self._put(group.id, continued(track, rows, total, now, has_members=bool(group.members)))
            self.version += 1

    def _put(self, group_id: str, track: GroupTrack) -> None:
        self._tracks.pop(group_id, None)
        self._tracks[group_id] = track
        if len(self._tracks) > MOST_GROUPS:
            oldest = next(iter(self._tracks))
            del self._tracks[oldest]
            self._own_seconds.pop(oldest, None)


def _rows(
    sample: GroupsSample, group: Group, counts: Mapping[str, int], track: GroupTrack
) -> tuple[PartitionProgress, ...]:
    """A group's partitions as a look at all groups has them.

    Args:
        counts: partitions of the topics that were looked at.
    """
    committed = sample.committed.get(group.id)
    if committed is None or WHOLE_GROUP in committed.errors:
        return ()
    written, read = group_rates(track)
    return group_progress(
        group,
        committed,
        sample.offsets.ranges,
        topics=counts,
        produce_rates=written,
        consume_rates=read,
    )
