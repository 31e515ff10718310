"""What was seen of groups since kafkatui looks, kept for the session: a page that comes back goes on with it."""

from __future__ import annotations

import threading
from collections.abc import Collection
from typing import Any

from kafkatui.insight.group_track import continued, with_look
from kafkatui.insight.lag import group_progress, total_lag
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.group_track import NO_TRACK, GroupTrack, LagLook
from kafkatui.model.observed import Observed
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.groups import GroupFeed, GroupsFeed

MOST_GROUPS = 500
"""Tracks that are kept; of more the one that was looked at longest ago goes."""


class GroupMemory:
    """The tracks of groups by id. Thread-safe.

    A group's partitions are followed while one of its pages is open, its lag also while the list of groups is.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tracks: dict[str, GroupTrack] = {}

    def track(self, group_id: str) -> GroupTrack:
        """What was seen of a group; empty for one that was not looked at."""
        return self._tracks.get(group_id, NO_TRACK)

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
                    self._tracks[group_id] = GroupTrack(track.looks, kept)

    def forget_all(self) -> None:
        """Another cluster answers."""
        with self._lock:
            self._tracks.clear()

    def _see_group(self, sample: GroupSample) -> None:
        rows = group_progress(
            sample.group,
            sample.committed,
            sample.offsets.ranges,
            produce_rates=sample.produce_rates,
            consume_rates=sample.commit_rates,
        )
        with self._lock:
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

    def _see_groups(self, sample: GroupsSample) -> None:
        with self._lock:
            has_room = len(sample.groups) <= MOST_GROUPS
            for group in sample.groups:
                known = self._tracks.get(group.id)
                if known is None and not has_room:
                    continue
                track, lag = known or NO_TRACK, sample.lags.get(group.id)
                look = LagLook(sample.offsets.read_at_seconds, lag.known if lag is not None else None)
                self._put(group.id, GroupTrack(with_look(track.looks, look), track.partitions))

    def _put(self, group_id: str, track: GroupTrack) -> None:
        self._tracks.pop(group_id, None)
        self._tracks[group_id] = track
        if len(self._tracks) > MOST_GROUPS:
            del self._tracks[next(iter(self._tracks))]
