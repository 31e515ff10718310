"""Delete subjects, or one version: softly, which undo takes back, or for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, KafkatuiError, NotFound
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.schema_subject import SchemaVersion
from kafkatui.session.action_base import Targets
from kafkatui.session.subject_changes import (
    NEWEST,
    PART,
    SubjectAction,
    count_text,
    curl,
    image_of,
    refresh_subjects,
    schema_of,
)
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("subject", "Subject", "What goes."),
    PlanColumn("versions", "Versions", "Which of its versions go."),
    PlanColumn("ids", "Ids", "The schemas' ids, which records carry."),
    PlanColumn("stay", "Stay", "How many versions it keeps."),
)
UNDO_COLUMNS = (
    PlanColumn("subject", "Subject", "What comes back."),
    PlanColumn("versions", "Versions", "Which versions are registered again, under new numbers."),
)

UNDO = (
    "What is deleted is registered again: under the same ids, but as new versions, so that the last of them is the "
    "subject's newest then."
)
FOR_GOOD = "It cannot be undone: the ids are gone, and records that carry them can be read by nobody."


class Doomed(Struct, frozen=True):
    """What goes of a subject.

    Attributes:
        live: the versions that are there; those of `gone` are among them, unless they are deleted already.
        gone: what is deleted.
        buried: versions that were deleted before, and now go for good.
        is_all: whether the subject goes with it.
        level: the level that was set for it.
    """

    subject: str
    live: tuple[int, ...]
    gone: tuple[SchemaVersion, ...]
    buried: tuple[int, ...] = ()
    is_all: bool = True
    level: str | None = None


class Deletion(Struct, frozen=True):
    """What goes, and whether for good; of an undo what comes back."""

    doomed: tuple[Doomed, ...]
    is_permanent: bool = False


class DeleteSchemas(SubjectAction[Deletion]):
    """Softly a schema is in no list any more, but its id can still be read by."""

    spec = ActionSpec(
        id="schema.delete",
        title="Delete subjects",
        help="Delete subjects or one version: softly, so that records can still be read by it, or for good.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(
            Field("subject", "Subject", "The subject.", is_required=True, is_positional=True, is_in_dialog=False),
            Field("version", "Version", "Only this version; without it all.", FieldKind.NUMBER),
            Field("permanent", "For good", "Also what is deleted softly: records can be read by its ids no more.",
                FieldKind.FLAG),
        ),
        verb="schema delete",
        key=Key("schema.delete", "d,delete", "delete", "Delete subjects.", "Do", 7, on=frozenset({PART})),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Deletion]:
        names = list(dict.fromkeys(target.name for target in targets if target.name))
        version, is_permanent = values.get("version"), bool(values.get("permanent"))
        if not names:
            raise FieldError("subject", "Name a subject.")
        if version is not None and len(names) > 1:
            raise FieldError("version", f"A version is one subject's, and {len(names)} are marked.")
        control.say("reading what goes")
        doomed = tuple(_doomed(context, name, version, is_permanent=is_permanent) for name in names)
        count = sum(len(each.gone) + len(each.buried) for each in doomed)
        how = "for good" if is_permanent else "softly"
        what = names[0] if len(names) == 1 else f"{len(names)} subjects"
        only = f"version {version} of {what}" if version is not None else f"{what} with {count_text(count)}"
        return Plan(
            f"Deletes {only}, {how}.",
            Deletion(doomed, is_permanent),
            COLUMNS,
            tuple(_line(each) for each in doomed),
            warnings=_warnings(context, doomed),
            commands=_commands(context, doomed, is_permanent=is_permanent),
            undo=FOR_GOOD if is_permanent else UNDO,
            is_undoable=not is_permanent,
            confirm_name=names[0] if len(names) == 1 else context.profile.name,
        )

    def run(self, context: ActionContext, plan: Plan[Deletion], control: TaskControl) -> Outcome:
        outcomes, before, after = [], {}, {}
        for each in plan.payload.doomed:
            control.check()
            outcome = self._deleted(context, each, is_permanent=plan.payload.is_permanent)
            outcomes.append(outcome)
            if outcome.is_done and not plan.payload.is_permanent:
                gone = {version.version for version in each.gone}
                before[each.subject] = {"level": each.level, "versions": [image_of(one) for one in each.gone]}
                after[each.subject] = [number for number in each.live if number not in gone]
        refresh_subjects(context)
        return Outcome(tuple(outcomes), before, after)

    def _deleted(self, context: ActionContext, doomed: Doomed, *, is_permanent: bool) -> TargetOutcome:
        subject, writer = doomed.subject, context.writable_subjects()
        try:
            if (live := live_versions(context, subject)) != doomed.live:
                words = f"it had versions {_numbers(doomed.live)} when this was planned, now {_numbers(live)}"
                return TargetOutcome(subject, OutcomeState.CONFLICT, words)
            for is_second in (False, True) if is_permanent else (False,):
                if not is_second and not doomed.gone:
                    continue  # deleted before: only the second step is left
                if doomed.is_all:
                    writer.delete_subject(subject, is_permanent=is_second)
                    continue
                for number in (*(one.version for one in doomed.gone), *(doomed.buried if is_second else ())):
                    writer.delete(subject, number, is_permanent=is_second)
        except KafkatuiError as error:
            return failed(subject, error)
        return TargetOutcome(subject, OutcomeState.DONE, count_text(len(doomed.gone) + len(doomed.buried)))

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Deletion]:
        back, warnings = [], []
        for subject, image in entry.before.items():
            live = live_versions(context, subject)
            if list(live) != list(entry.after[subject]):
                words = f"{subject}: we left versions {_numbers(entry.after[subject])}, now it has {_numbers(live)}"
                warnings.append(f"{words}: not touched.")
                continue
            versions = tuple(_version(subject, each) for each in image["versions"])
            back.append(Doomed(subject, live, versions, level=image["level"]))
        count = sum(len(each.gone) for each in back)
        return Plan(
            f"Registers {count_text(count)} again.",
            Deletion(tuple(back)),
            UNDO_COLUMNS,
            tuple(PlanLine(each.subject, (each.subject, _numbers(one.version for one in each.gone))) for each in back),
            warnings=tuple(warnings),
            nothing_to_do="" if back else "None of it is as it was left: nothing is touched.",
            confirm_name=back[0].subject if len(back) == 1 else context.profile.name,
        )

    def run_undo(self, context: ActionContext, plan: Plan[Deletion], control: TaskControl) -> Outcome:
        outcomes = []
        for each in plan.payload.doomed:
            control.check()
            try:
                ids = [context.writable_subjects().register(each.subject, one.schema) for one in each.gone]
                if each.level is not None and context.subjects().level(each.subject) != each.level:
                    context.writable_subjects().set_level(each.subject, each.level)
            except KafkatuiError as error:
                outcomes.append(failed(each.subject, error))
            else:
                same = ids == [one.id for one in each.gone]
                note = "under the same ids" if same else f"under new ids: {_numbers(ids)}"
                outcomes.append(TargetOutcome(each.subject, OutcomeState.DONE, note))
        refresh_subjects(context)
        return Outcome(tuple(outcomes))


def failed(target: str, error: KafkatuiError) -> TargetOutcome:
    """What became of a target whose request failed; where no answer came, that is not known."""
    from kafkatui.model.errors import ConnectError

    state = OutcomeState.UNKNOWN if isinstance(error, ConnectError) else OutcomeState.FAILED
    return TargetOutcome(target, state, str(error))


def live_versions(context: ActionContext, subject: str) -> tuple[int, ...]:
    """A subject's versions, none where it is deleted or was never there."""
    try:
        return context.subjects().versions(subject)
    except NotFound:
        return ()


def _doomed(context: ActionContext, subject: str, version: int | None, *, is_permanent: bool) -> Doomed:
    reader, live = context.subjects(), live_versions(context, subject)
    buried: tuple[int, ...] = ()
    if is_permanent:
        there = reader.versions(subject, with_deleted=True)
        buried = tuple(number for number in there if number not in live and version in (None, number))
    wanted = [number for number in live if version in (None, number)]
    if not wanted and not buried:
        advice = "--permanent deletes what is deleted softly, too." if not is_permanent else ""
        which = "" if version is None else f" version {version}"
        raise NotFound(f"There is no{which} {'subject' if version is None else 'of'} {subject}.", advice)
    if version is None:
        gone = reader.every_version(subject, NEWEST) if live else ()
    else:
        gone = tuple(reader.version(subject, number) for number in wanted)
    level = reader.level(subject)
    return Doomed(subject, live, gone, buried, version is None, level if level != reader.level() else None)


def _line(doomed: Doomed) -> PlanLine:
    numbers = [*(each.version for each in doomed.gone), *doomed.buried]
    ids = _numbers(each.id for each in doomed.gone)
    stay = 0 if doomed.is_all else len(doomed.live) - len(doomed.gone)
    return PlanLine(doomed.subject, (doomed.subject, _numbers(sorted(numbers)), ids or None, stay), not stay)


def _warnings(context: ActionContext, doomed: tuple[Doomed, ...]) -> tuple[str, ...]:
    from kafkatui.model.schema_subject import Subject
    from kafkatui.session.feeds import METADATA

    metadata = context.known(METADATA).value
    topics = {} if metadata is None else metadata.topics
    found = []
    for each in doomed:
        subject = Subject(each.subject)
        if subject.topic in topics:
            found.append(f"The {subject.part}s of the topic {subject.topic} are described by {each.subject}.")
        if users := context.subjects().referenced_by(each.subject, [one.version for one in each.gone]):
            found.append(f"Schemas {_numbers(users)} refer to {each.subject}: the registry refuses it.")
    return tuple(found)


def _commands(context: ActionContext, doomed: tuple[Doomed, ...], *, is_permanent: bool) -> tuple[str, ...]:
    lines = []
    for each in doomed[:4]:
        paths: list[tuple[str | int, ...]] = [("subjects", each.subject)]
        if not each.is_all:
            paths = [("subjects", each.subject, "versions", one.version) for one in each.gone]
        for path in paths:
            lines.append(curl(context, "DELETE", *path))
            if is_permanent:
                *head, last = path
                lines.append(curl(context, "DELETE", *head, f"{last}?permanent=true"))
    return tuple(lines)


def _version(subject: str, image: Mapping[str, Any]) -> SchemaVersion:
    return SchemaVersion(subject, int(image["version"]), int(image["id"]), schema_of(dict(image)))


def _numbers(numbers: Any) -> str:
    return ", ".join(str(number) for number in numbers) or "none"


ACTION = DeleteSchemas()
