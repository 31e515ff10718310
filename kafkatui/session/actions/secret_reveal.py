"""Show one value that is masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import FieldError, NotFound, Refused, UsageError
from kafkatui.model.field import Choice, Field, FieldKind, Form, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import no_export_obstacle
from kafkatui.session.masked_values import NOTED, PLACES, place_of
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("of", "Of", "What the value belongs to."),
    PlanColumn("what", "What", "The value that is shown; it is not in this table."),
)


class Masked(Struct, frozen=True):
    """One masked value, by where it is and what it is called there."""

    target: Target
    name: str


class RevealValue(Action[Masked]):
    """It is read anew when it is shown, shown in the dialog alone, and gone with that; the journal says that it was."""

    spec = ActionSpec(
        id="secret.reveal",
        title="Show a masked value",
        help="Show one value that is masked, until the dialog is left; the journal keeps that it was shown.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.CLUSTER, PlaceKind.ZNODE, PlaceKind.TOPIC, PlaceKind.BROKER}),
        on_anything=True,
        on_settings=True,
        is_noted=True,
        fields=(
            Field("kind", "Kind", f"What it is of: {', '.join(PLACES)}.", is_required=True, is_positional=True,
                  is_in_dialog=False),
            Field("name", "Name", "Of what: a property, a connector, a path, TOPIC-PARTITION@OFFSET.",
                  is_required=True, is_positional=True, is_in_dialog=False),
            Field("what", "What", "Which of its values, where several are masked.", is_positional=True),
        ),
        verb="reveal",
        key=Key("secret.reveal", "V", "unmask", "Show one value that is masked, until it is left again.", "Do"),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        place = PLACES.get(str(values.get("kind")))
        if place is None:
            raise UsageError(f"KIND is one of {', '.join(PLACES)}, not {values.get('kind')}.")
        return (place.target(str(values.get("name") or ""), str(values.get("what") or "")),)

    def means(self, context: ActionContext, target: Target) -> bool:
        place = place_of(target)
        return place is not None and bool(place.names(context, target))

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return _first(place.obstacle(context, each) for each in targets if (place := place_of(each)) is not None)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """What of it: a choice, where more than one is known to be masked."""
        kind, name, what = self.spec.fields
        target = _meant(context, targets)
        place = place_of(target) if target is not None else None
        names = place.names(context, target) if place is not None and target is not None else ()
        if not names or "?" in names:
            return Form((kind, name, what))
        choices = tuple(Choice(each, each, f"{each}.") for each in names)
        chosen = replace(what, kind=FieldKind.CHOICE, choices=choices, default=names[0], is_in_dialog=len(names) > 1)
        return Form((kind, name, chosen))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Masked]:
        if values.get("kind") and (forbidden := no_export_obstacle(context.profile)) is not None:
            raise Refused("What a verb writes leaves the cluster, and that is forbidden.", forbidden.advice)
        target = _meant(context, targets)
        place = place_of(target) if target is not None else None
        if target is None or place is None:
            raise NotFound("Nothing is masked there.")
        found = place.values(context, target, control)
        if not found:
            raise NotFound(f"Nothing of {place.words(target)} is masked, or it is not told.")
        name = _chosen(values.get("what"), tuple(found), target)
        return Plan(
            f"Shows {name} of {place.words(target)}.",
            Masked(target, name),
            COLUMNS,
            (PlanLine(name, (place.words(target), name)),),
            undo=NOTED,
        )

    def run(self, context: ActionContext, plan: Plan[Masked], control: TaskControl) -> Outcome:
        masked = plan.payload
        place = place_of(masked.target)
        value = place.values(context, masked.target, control).get(masked.name) if place is not None else None
        if value is None:
            raise NotFound(f"{masked.name} is not there any more.")
        return Outcome((TargetOutcome(masked.name, OutcomeState.DONE, secret=value),))


def _meant(context: ActionContext, targets: Targets) -> Target | None:
    return next((each for each in targets if place_of(each) is not None), None)


def _first(obstacles: Any) -> Obstacle | None:
    return next((each for each in obstacles if each is not None), None)


def _chosen(typed: Any, names: tuple[str, ...], target: Target) -> str:
    """Which of the names is meant.

    Raises:
        FieldError: none, or it is not said which.
    """
    wanted = str(getattr(typed, "value", typed) or "")
    if wanted in names:
        return wanted
    if len(names) == 1 and (not wanted or wanted == target.setting):
        return names[0]
    raise FieldError("what", f"It is one of {', '.join(names)}.")


ACTION = RevealValue()
