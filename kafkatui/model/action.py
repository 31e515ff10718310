"""The one thing behind every change, described: what it acts on, what it asks, how dangerous it is. What runs is in
session/actions, one file an action."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kafkatui.model.field import Field
from kafkatui.model.key import Key
from kafkatui.model.place import PlaceKind


class Danger(Enum):
    """What an action can do to a cluster; decides confirmation and whether a verb needs `--yes`.

    NONE changes no cluster. ADDS only adds records. CHANGES can be taken back or done again. DESTROYS cannot.
    JOINS takes part in a consumer group.
    """

    NONE = "nothing"
    ADDS = "adds"
    CHANGES = "changes"
    DESTROYS = "destroys"
    JOINS = "joins a group"


class ActionForm(Enum):
    """Where an action is filled in: a dialog, a pane that stays, or another program that gets the terminal."""

    DIALOG = "dialog"
    PANE = "pane"
    TERMINAL = "terminal"


class Scope(Enum):
    """Whom an action concerns: kafkatui itself (profiles), one cluster, or several."""

    APPLICATION = "application"
    CLUSTER = "cluster"
    CLUSTERS = "clusters"


class ActionSpec(Struct, frozen=True):
    """An action as everybody but its own file knows it.

    Attributes:
        id: stable: in the keymap, the journal and the tests.
        title: in the `a` menu, the palette and the dialog's border: "Create a topic".
        help: a sentence for `?`.
        acts_on: kinds of target it is offered for; empty: it needs none and is offered everywhere in its cluster.
        pages: kinds of page where one that acts on nothing is offered; empty: everywhere.
        takes_many: whether it acts on all that is marked; else on one thing.
        on_partitions: whether its targets are partitions of a topic instead of the topic.
        also_partitions: whether its targets may be partitions of a topic beside topics.
        on_records: whether its targets are records of a topic instead of the topic.
        on_members: whether its targets are members of a group instead of the group.
        on_part: what its targets are as `Target.part` has it, where they have no page of their own.
        on_anything: whether its targets are of any sort, parts, records and properties too: `Action.means` says which.
        on_settings: whether it is told which properties of its targets are meant, where some are.
        fields: the fields it always has; `Action.form` may say more for certain targets.
        verb: words after `kafkatui`: "topic create"; empty when there is no verb of its own.
        key: what presses it; None: it is in the `a` menu.
        undo_danger: how dangerous taking it back is.
        asks_first: whether a verb asks although it only adds.
        outlives: the cluster goes on with it when kafkatui leaves; found again by `Action.tidy_up`.
        is_noted: whether it is written down in the journal although it changes nothing.
        result_tab: the tab of its target's page that shows what came of it; empty: nothing is to be seen.
    """

    id: str
    title: str
    help: str
    danger: Danger
    acts_on: frozenset[PlaceKind] = frozenset()
    pages: frozenset[PlaceKind] = frozenset()
    takes_many: bool = False
    on_partitions: bool = False
    also_partitions: bool = False
    on_records: bool = False
    on_members: bool = False
    on_part: str = ""
    on_anything: bool = False
    on_settings: bool = False
    fields: tuple[Field, ...] = ()
    verb: str = ""
    key: Key | None = None
    form: ActionForm = ActionForm.DIALOG
    scope: Scope = Scope.CLUSTER
    undo_danger: Danger = Danger.CHANGES
    asks_first: bool = False
    outlives: bool = False
    is_noted: bool = False
    result_tab: str = ""

    @property
    def writes(self) -> bool:
        """Whether it changes anything; of a cluster, read-only forbids it."""
        return self.danger is not Danger.NONE

    @property
    def is_journalled(self) -> bool:
        """Whether the journal has it."""
        return self.writes or self.is_noted


class Obstacle(Struct, frozen=True):
    """Why an action cannot be done now, and what would help."""

    reason: str
    advice: str = ""

    @property
    def text(self) -> str:
        return f"{self.reason} {self.advice}".rstrip()
