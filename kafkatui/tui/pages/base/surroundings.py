"""What the pages of the app have in common for as long as it runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from kafkatui.config.settings import Settings
from kafkatui.model.membership import Membership
from kafkatui.model.record import Record
from kafkatui.tui.open_clusters import NoOtherClusters, OpenClusters
from kafkatui.tui.own_things import OwnThings


@dataclass(slots=True)
class Surroundings:
    """The user's settings, and what was chosen on one page and holds for the others.

    Attributes:
        sort_orders: column and direction each table was sorted by last, by the table's id.
        shows_internal: whether internal topics are listed.
        shows_value_trees: whether values that have a structure are shown as trees.
        opens_search: whether the search that is shown next takes the keys, as somebody asked for typing.
        resent: the record that the Messages tab shown next puts where records are typed.
        membership: as what the records shown next are read, as somebody asked to join a group.
        clusters: those open at once.
        own: the user's own themes, aliases and commands; None where there can be none.
    """

    settings: Settings = field(default_factory=Settings)
    sort_orders: dict[str, tuple[str | None, bool]] = field(default_factory=dict)
    shows_internal: bool = False
    shows_value_trees: bool = False
    opens_search: bool = False
    resent: Record | None = None
    membership: Membership | None = None
    clusters: OpenClusters = field(default_factory=NoOtherClusters)
    own: OwnThings | None = None
