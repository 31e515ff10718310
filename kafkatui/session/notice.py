"""What a session tells its listener: frozen values, from any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kafkatui.model.event import Event
from kafkatui.model.task import TaskState
from kafkatui.session.feeds.base import Feed


@dataclass(frozen=True, slots=True)
class FeedUpdated:
    """A feed has a new value, or failed, or is being read."""

    cluster: str
    feed: Feed[Any]


@dataclass(frozen=True, slots=True)
class EventsAdded:
    """Something changed in the cluster."""

    cluster: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """Reachability of a broker, the ZooKeeper session or the link between the two sides changed."""

    cluster: str


@dataclass(frozen=True, slots=True)
class TaskChanged:
    """A task began, is further, or ended."""

    cluster: str
    task: TaskState


Notice = FeedUpdated | EventsAdded | StatusChanged | TaskChanged
