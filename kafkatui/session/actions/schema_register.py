"""Register a schema: a subject's next version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.codec.schema_text import formatted
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, NotFound, Refused
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.schema_subject import NewSchema
from kafkatui.session.action_base import Targets
from kafkatui.session.subject_changes import (
    PART,
    REFERENCES,
    TYPE,
    SubjectAction,
    curl,
    new_schema,
    refresh_subjects,
)
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("subject", "Subject", "Where it is registered."),
    PlanColumn("type", "Type", "What the schema is written in."),
    PlanColumn("now", "Newest now", "The newest version; ? without one."),
    PlanColumn("level", "Compatibility", "What a new version must be compatible with; ? where it is not told."),
)
UNDO_COLUMNS = (
    PlanColumn("subject", "Subject", "Where it is registered."),
    PlanColumn("version", "Version", "The version that is deleted, softly."),
)

UNDO = "The new version is deleted, softly: its id can still be read by."


class Registration(Struct, frozen=True):
    """What is registered where.

    Attributes:
        newest: the newest version when it was planned; None for a new subject.
        version: of an undo, the version that goes.
    """

    subject: str
    schema: NewSchema
    newest: int | None
    version: int | None = None


class RegisterSchema(SubjectAction[Registration]):
    """Checked with the registry when it is planned: what is not compatible is refused before it is tried."""

    spec = ActionSpec(
        id="schema.register",
        title="Register a schema",
        help="Register a schema as the next version of a subject, checked first; the preview has what differs.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        fields=(
            Field("subject", "Subject", "Of a topic's values NAME-value, of its keys NAME-key; made where it is new.",
                is_required=True, is_positional=True),
            Field("schema", "Schema", "Its text; Ctrl+O edits it in $EDITOR. In the verb a file, - is standard input.",
                FieldKind.DOCUMENT, is_required=True, is_positional=True, metavar="FILE"),
            TYPE,
            REFERENCES,
        ),
        verb="schema register",
        key=Key("schema.register", "e", "new version", "Register a schema: a subject's next version.", "Do", 4,
            on=frozenset({PART})),
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """The subject under the cursor."""
        subject, *others = self.spec.fields
        name = targets[0].name if targets else ""
        return Form((replace(subject, default=name or None), *others))

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[Registration]:
        subject, schema = str(values.get("subject") or "").strip(), new_schema(values)
        if not subject:
            raise FieldError(
                "subject", "Name a subject.", "Of a topic's values it is NAME-value, of its keys NAME-key."
            )
        control.say("asking the registry")
        reader = context.subjects()
        there = reader.registered_as(subject, schema)
        newest = newest_of(context, subject)
        level = (reader.level(subject) or reader.level()) or None
        words = f"Registers a schema as {'a new version of' if newest else 'the first version of'} {subject}."
        plan = Plan(
            words,
            Registration(subject, schema, newest[0] if newest else None),
            COLUMNS,
            (PlanLine(subject, (subject, schema.kind, newest[0] if newest else None, level)),),
            commands=(curl(context, "POST", "subjects", subject, "versions", body="@body.json"),),
            undo=UNDO,
            is_undoable=True,
            confirm_name=subject,
        )
        if there is not None:
            return replace(plan, nothing_to_do=f"It is version {there.version} of {subject} already, id {there.id}.")
        compatibility = reader.compatibility(subject, schema)
        if compatibility.is_compatible is False:
            why = "; ".join(each.rstrip(".") for each in compatibility.messages) or "the registry does not say why"
            raise Refused(
                f"It is not compatible with {subject}: {why}.", f"Its compatibility level is {level or 'not told'}."
            )
        return replace(plan, totals=_differences(newest[1], schema) if newest else ())

    def run(self, context: ActionContext, plan: Plan[Registration], control: TaskControl) -> Outcome:
        wanted = plan.payload
        newest = newest_of(context, wanted.subject)
        if (newest[0] if newest else None) != wanted.newest:
            words = f"its newest version was {wanted.newest or 'none'}, now it is {newest[0] if newest else 'none'}"
            return Outcome((TargetOutcome(wanted.subject, OutcomeState.CONFLICT, words),))
        control.check()
        schema_id = context.writable_subjects().register(wanted.subject, wanted.schema)
        refresh_subjects(context)
        found = context.subjects().registered_as(wanted.subject, wanted.schema)
        version = found.version if found is not None else None
        return Outcome(
            (TargetOutcome(wanted.subject, OutcomeState.DONE, f"version {version or '?'}, id {schema_id}"),),
            before={wanted.subject: wanted.newest},
            after={wanted.subject: {"version": version, "id": schema_id}},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Registration]:
        (subject,) = entry.done
        left = entry.after[subject]
        reader, version = context.subjects(), left["version"]
        try:
            there = reader.version(subject, version)
            newest = reader.versions(subject)[-1]
        except NotFound:
            there, newest = None, 0
        is_ours = version is not None and there is not None and there.id == left["id"]
        warnings = [f"Version {newest} was registered since, and stays."] if is_ours and newest != version else []
        return Plan(
            f"Deletes version {version} of {subject}, softly.",
            Registration(subject, there.schema if there else NewSchema("", ""), newest, version),
            UNDO_COLUMNS,
            (PlanLine(subject, (subject, version)),),
            warnings=tuple(warnings),
            commands=(curl(context, "DELETE", "subjects", subject, "versions", version or "?"),),
            nothing_to_do="" if is_ours else f"Version {version} of {subject} is not there any more: not touched.",
            confirm_name=subject,
        )

    def run_undo(self, context: ActionContext, plan: Plan[Registration], control: TaskControl) -> Outcome:
        gone = plan.payload
        assert gone.version is not None
        context.writable_subjects().delete(gone.subject, gone.version, is_permanent=False)
        refresh_subjects(context)
        return Outcome((TargetOutcome(gone.subject, OutcomeState.DONE, f"version {gone.version} deleted"),))


def newest_of(context: ActionContext, subject: str) -> tuple[int, NewSchema] | None:
    """The newest version's number and schema; None where there is no such subject.

    Raises:
        KafkatuiError: the registry does not tell.
    """
    try:
        found = context.subjects().version(subject)
    except NotFound:
        return None
    return found.version, found.schema


def _differences(old: NewSchema, new: NewSchema) -> tuple[str, ...]:
    """What differs from the newest version, in lines."""
    from kafkatui.insight.text_diff import unified_lines

    lines = unified_lines(formatted(old.kind, old.text), formatted(new.kind, new.text), "newest", "new")
    return lines[2:] or ("Its text differs only in how it is written.",)


ACTION = RegisterSchema()
