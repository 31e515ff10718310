"""Set what new versions must be compatible with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.schema_subject import LEVELS, split_subject
from kafkatui.session.action_base import Targets
from kafkatui.session.feeds import SubjectsFeed
from kafkatui.session.subject_changes import PART, SubjectAction, curl, refresh_subjects
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("subject", "Subject", "Whose level it is."),
    PlanColumn("now", "Now", "The level now; ? where none is set."),
    PlanColumn("then", "Then", "The level afterwards; ? where none is set."),
)
REGISTRY = "the registry"
"""How it is called where no subject is named."""

MEANINGS = {
    "BACKWARD": "A new schema reads what the newest wrote.",
    "BACKWARD_TRANSITIVE": "A new schema reads what all before it wrote.",
    "FORWARD": "The newest schema reads what a new one writes.",
    "FORWARD_TRANSITIVE": "All schemas before it read what a new one writes.",
    "FULL": "A new schema and the newest read what the other writes.",
    "FULL_TRANSITIVE": "A new schema and all before it read what the other writes.",
    "NONE": "Anything goes.",
}


class LevelChange(Struct, frozen=True):
    """A level, against the one there was; None: none of its own."""

    subject: str
    now: str | None
    then: str | None


class SetCompatibility(SubjectAction[LevelChange]):
    """A subject's level, or the registry's own."""

    spec = ActionSpec(
        id="schema.compatibility",
        title="Set compatibility",
        help="Show or set what new versions of a subject, or of all without a level, must be compatible with.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        fields=(
            Field("subject", "Subject", "Empty: the registry's own level, for all without one; :.CONTEXT: a context's.",
                is_positional=True),
            Field("set", "Level", "What a new version must be compatible with.", FieldKind.CHOICE,
                choices=tuple(Choice(level, level, MEANINGS[level]) for level in LEVELS)),
            Field("unset", "None of its own", "Take the subject's own level away: the registry's holds.",
                FieldKind.FLAG),
        ),
        verb="schema compatibility",
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """With the subject under the cursor and its level."""
        subject, level, unset = self.spec.fields
        name = targets[0].name if targets else ""
        known = context.known(SubjectsFeed()).value
        now = next((each.level for each in known.subjects if each.name == name), "") if known else ""
        return Form((replace(subject, default=name or None), replace(level, default=now or LEVELS[0]), unset))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[LevelChange]:
        subject = str(values.get("subject") or "").strip()
        chosen = values.get("set")
        then = (chosen.value if isinstance(chosen, Chosen) else chosen) or None
        if values.get("unset"):
            if not subject:
                raise FieldError("unset", "The registry has always a level.", "Name a subject, or set another level.")
            then = None
        elif then not in LEVELS:
            raise FieldError("set", f"There is no level {then}.", f"There are {', '.join(LEVELS)}.")
        reader = context.subjects()
        now = reader.level(subject)
        warnings = []
        is_context = bool(subject) and not split_subject(subject)[1]
        if subject and not is_context and not any(name == subject for name in reader.names()):
            warnings.append(f"There is no subject {subject} so far.")
        if then is None:
            warnings.append(f"What holds around it, holds then: {reader.level_around(subject) or 'not told'}.")
        return _plan(context, LevelChange(subject, now, then), tuple(warnings))

    def run(self, context: ActionContext, plan: Plan[LevelChange], control: TaskControl) -> Outcome:
        change = plan.payload
        name = change.subject or REGISTRY
        now = context.subjects().level(change.subject)
        if now != change.now:
            words = f"it was {change.now or 'none'} when this was planned, now it is {now or 'none'}"
            return Outcome((TargetOutcome(name, OutcomeState.CONFLICT, words),))
        context.writable_subjects().set_level(change.subject, change.then)
        refresh_subjects(context)
        left = context.subjects().level(change.subject)
        return Outcome(
            (TargetOutcome(name, OutcomeState.DONE, change.then or "none of its own"),),
            before={name: change.now},
            after={name: left},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[LevelChange]:
        (name,) = entry.done
        subject = "" if name == REGISTRY else name
        before, left, now = entry.before[name], entry.after[name], context.subjects().level(subject)
        plan = _plan(context, LevelChange(subject, now, before))
        if now != left:
            words = f"The level of {name} was {before or 'none'}, we left {left or 'none'}, now it is {now or 'none'}"
            return replace(plan, nothing_to_do=f"{words}: not touched.")
        return plan

    def run_undo(self, context: ActionContext, plan: Plan[LevelChange], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _plan(context: ActionContext, change: LevelChange, warnings: tuple[str, ...] = ()) -> Plan[LevelChange]:
    name, then = change.subject or REGISTRY, change.then
    path = ("config", change.subject) if change.subject else ("config",)
    body = {"compatibility": then}
    command = curl(context, "DELETE", *path) if then is None else curl(context, "PUT", *path, body=body)
    return Plan(
        f"Sets the compatibility level of {name} to {then}." if then else f"Takes the own level of {name} away.",
        change,
        COLUMNS,
        (PlanLine(name, (name, change.now, then), then == "NONE"),),
        totals=(MEANINGS[then],) if then in MEANINGS else (),
        warnings=warnings,
        commands=(command,),
        undo="The level it has now is set again, where nobody changes it in between.",
        is_undoable=True,
        nothing_to_do="It is so already: nothing to do." if change.now == then else "",
        confirm_name=change.subject or context.profile.name,
    )


ACTION = SetCompatibility()
