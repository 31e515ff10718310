"""Where keys lead from what is in focus."""

from __future__ import annotations

import re

from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.base.side import Side
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.view.goto import messages_place


def topic_place(cluster: str, side: Side | None, tab: str) -> Place | None:
    """A tab of the topic in focus."""
    name = side.topic_name() if side is not None else None
    return None if name is None else Place(cluster, PlaceKind.TOPIC, name, tab=tab)


def followed_place(cluster: str, side: Side | None) -> Place | None:
    """Where the records of the topic in focus are followed, or those of all topics that are marked."""
    if (several := _marked_place(cluster, side, "messages")) is not None:
        return several
    if isinstance(side, Pane) and side.place.kind is PlaceKind.MESSAGES and side.place.tab == "search":
        return side.place.at(tab="messages", filter="", cursor="")
    place = topic_place(cluster, side, "messages")
    cursor = side.records_cursor() if isinstance(side, Pane) else ""
    return place if place is None else place.at(cursor=cursor)


def searched_place(cluster: str, side: Side | None) -> Place | None:
    """Where the topic in focus is searched, or all topics that are marked or shown together."""
    if isinstance(side, Pane) and side.place.kind is PlaceKind.MESSAGES:
        return side.place.at(tab="search", filter="", cursor="")
    return _marked_place(cluster, side, "search") or topic_place(cluster, side, "search")


def subjects_place(session: ClusterView, side: Side | None) -> Place | None:
    """The subjects of the topic in focus, where they are named by topics; None without a schema registry."""
    name = side.topic_name() if side is not None else None
    if name is None or not session.profile.kafka.get("schema.registry.url"):
        return None
    return Place(session.profile.name, PlaceKind.CLUSTER, tab="schemas", filter=f"/^{re.escape(name)}-(key|value)$/")


RELATIONS = "relations"


def relations_place(cluster: str, side: Side | None) -> Place | None:
    """What the one thing in focus is tied to; None where there is none, or its page has no such tab."""
    things = {(target.kind, target.name) for target in (side.targets() if side is not None else ())}
    if len(things) != 1:
        return None
    kind, name = things.pop()
    has_tab = any(tab.id == RELATIONS for tab in KINDS[kind].tabs)
    return Place(cluster, kind, name, tab=RELATIONS) if has_tab and name else None


def _marked_place(cluster: str, side: Side | None, tab: str) -> Place | None:
    """The page of the topics that are marked; None when there are not several."""
    targets = side.targets() if side is not None else ()
    topics = sorted({target.name for target in targets if target.kind is PlaceKind.TOPIC})
    if len(topics) > 1 and all(target.kind is PlaceKind.TOPIC for target in targets):
        return messages_place(cluster, topics, tab)
    return None


def member_place(session: ClusterView, surroundings: Surroundings) -> Place | None:
    """Where to read as the member that was just let into a group; the page shown next joins it."""
    membership = session.actions.context.waiting_membership()
    if membership is None:
        return None
    surroundings.membership = membership
    return messages_place(session.profile.name, membership.topics)
