"""What a session tells its listener: frozen values, from any thread."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from kafkatui.model.event import Event
from kafkatui.model.task import TaskState
from kafkatui.session.feeds.base import Feed


class FeedUpdated(Struct, frozen=True):
    """A feed has a new value, or failed, or is being read."""

    cluster: str
    feed: Feed[Any]


class EventsAdded(Struct, frozen=True):
    """Something changed in the cluster."""

    cluster: str
    events: tuple[Event, ...]


class StatusChanged(Struct, frozen=True):
    """Reachability of a broker, the ZooKeeper session or the link between the two sides changed."""

    cluster: str


class TaskChanged(Struct, frozen=True):
    """A task began, is further, or ended."""

    cluster: str
    task: TaskState


Notice = FeedUpdated | EventsAdded | StatusChanged | TaskChanged
