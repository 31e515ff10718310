"""What Connect, Disconnect and Reconnect have in common: they act on kafkatui's own connections, not on the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.action import Obstacle
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Form, Values
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.side import Side
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.links import Links, titles
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

BOTH = "both"

SIDE = Field(
    "side", "Which", "Kafka and ZooKeeper apart, or both of them.", FieldKind.CHOICE, default=Side.KAFKA.value,
    choices=(*(Choice(side.value, side.value, "") for side in Side), Choice(BOTH, "Both", "")),
)  # fmt: skip

COLUMNS = (
    PlanColumn("side", "Side", "Which of the two."),
    PlanColumn("address", "Address", "Where it leads."),
    PlanColumn("now", "Now", "Whether it is open."),
)


class Sides(Struct, frozen=True):
    """Which connections are meant, and the tasks that were under way when that was looked at, by number."""

    sides: tuple[Side, ...]
    tasks: frozenset[int]


class LinkAction(Action[Sides]):
    """Closes or opens connections.

    Attributes:
        closes: whether what uses a connection ends.
        of_open, of_closed: whether it is for sides that are open, and for those that are closed.
    """

    closes = True
    of_open = True
    of_closed = False
    sentence = "Closes the connection to {}."

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        if context.links is None:
            return Obstacle("There is no connection that stays open here.")
        return None if self._possible(context.links) else Obstacle(self._nothing(context.links))

    def form(self, context: ActionContext, targets: Targets) -> Form:
        possible = [side.value for side in self._possible(links_of(context))]
        if not possible:
            return Form((SIDE,))
        words = [*possible, BOTH] if len(possible) > 1 else possible
        choices = tuple(each for each in SIDE.choices if each.value in words)
        return Form((replace(SIDE, choices=choices, default=words[0] if words else None),))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Sides]:
        links = links_of(context)
        sides = _chosen(values, self._possible(links))
        if not sides:
            raise FieldError("side", self._nothing(links))
        tasks = tuple(task.state for task in links.running()) if self.closes and Side.KAFKA in sides else ()
        closed = links.closed
        rows = tuple(
            PlanLine(side.value, (side.value, _address(context, side), "closed by you" if side in closed else "open"))
            for side in sides
        )
        return Plan(
            self.sentence.format(" and ".join(side.value for side in sides)),
            Sides(sides, frozenset(task.id for task in tasks)),
            COLUMNS,
            rows,
            totals=("The cluster itself is not changed.",),
            warnings=_warnings(links, sides, titles(tasks)) if self.closes else (),
        )

    def run(self, context: ActionContext, plan: Plan[Sides], control: TaskControl) -> Outcome:
        links = links_of(context)
        for task in links.running():
            if task.state.id in plan.payload.tasks:
                task.cancel()
        for side in plan.payload.sides:
            control.say(side.value)
            self.do(links, side)
        return Outcome(done([side.value for side in plan.payload.sides]))

    def do(self, links: Links, side: Side) -> None:
        """Close or open one side."""
        raise NotImplementedError

    def _possible(self, links: Links) -> tuple[Side, ...]:
        closed = links.closed
        return tuple(each for each in links.sides if (self.of_closed if each in closed else self.of_open))

    def _nothing(self, links: Links) -> str:
        which = " and ".join(side.value for side in links.sides)
        return (
            f"{which} {'is' if len(links.sides) == 1 else 'are'} {'disconnected' if self.closes else 'open'} already."
        )


def links_of(context: ActionContext) -> Links:
    """The connections of the session; TypeError where there is none, as for kafkatui itself."""
    if context.links is None:
        raise TypeError(f"{context.profile.name} has no connections")
    return context.links


def _chosen(values: Values, possible: tuple[Side, ...]) -> tuple[Side, ...]:
    value = values.get("side")
    word = value.value if isinstance(value, Chosen) else value
    if word == BOTH:
        return possible
    return possible[:1] if word is None else tuple(side for side in possible if side.value == word)


def _address(context: ActionContext, side: Side) -> str:
    zookeeper = context.profile.zookeeper
    if side is Side.KAFKA:
        return context.profile.bootstrap_servers
    return "" if zookeeper is None else zookeeper.connect


def _warnings(links: Links, sides: tuple[Side, ...], tasks: str) -> tuple[str, ...]:
    if Side.KAFKA not in sides:
        return ()
    warnings = []
    if tasks:
        warnings.append(f"Cancels what runs: {tasks}.")
    if count := links.tail_count:
        warnings.append(f"Ends {count} tail{'' if count == 1 else 's'} of records.")
    if count := links.unsent_count:
        warnings.append(f"{count} record{'' if count == 1 else 's'} without a delivery report may be lost.")
    return tuple(warnings)
