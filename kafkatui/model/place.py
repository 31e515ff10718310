"""A place in a cluster: what is looked at, on which tab, with which filter and cursor."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kafkatui.model.replacing import replace


class PlaceKind(Enum):
    """The kinds of page there are."""

    CLUSTER = "cluster"
    BROKERS = "brokers"
    BROKER = "broker"
    TOPICS = "topics"
    TOPIC = "topic"
    MESSAGES = "messages"
    GROUPS = "groups"
    GROUP = "group"
    ZOOKEEPER = "zookeeper"
    ZNODE = "znode"


class Place(Struct, frozen=True):
    """Where the user is. Enter, `:`, `x`, breadcrumbs, back and forward all make and take Places.

    Attributes:
        cluster: the profile's name.
        name: broker id, topic, group id or znode path; of MESSAGES the topics and /expressions/, commas between them;
            empty for the lists.
        tab: the tab's id, empty for the page's first.
        filter: what is typed into the list's filter.
        cursor: key of the row under the cursor, empty for the first.
        only_wrong: whether the list shows only what is wrong (`!`).
    """

    cluster: str
    kind: PlaceKind
    name: str = ""
    tab: str = ""
    filter: str = ""
    cursor: str = ""
    only_wrong: bool = False

    def at(
        self,
        *,
        tab: str | None = None,
        filter: str | None = None,  # noqa: A002
        cursor: str | None = None,
        only_wrong: bool | None = None,
    ) -> Place:
        """The same object seen differently."""
        return replace(
            self,
            tab=self.tab if tab is None else tab,
            filter=self.filter if filter is None else filter,
            cursor=self.cursor if cursor is None else cursor,
            only_wrong=self.only_wrong if only_wrong is None else only_wrong,
        )

    @property
    def subject(self) -> tuple[str, PlaceKind, str]:
        """What is looked at, however it is looked at."""
        return (self.cluster, self.kind, self.name)
