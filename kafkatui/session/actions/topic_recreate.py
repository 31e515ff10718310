"""Delete topics and make them anew, empty, with the same partitions, replicas and configuration."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kafkatui.insight.messages import ALWAYS_COMPACTED
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.cluster import is_other_identity
from kafkatui.model.errors import KafkatuiError, Refused
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
from kafkatui.model.topic_draft import TopicDraft
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.actions.topic_create import command, identities_of
from kafkatui.session.actions.topic_delete import DeleteTopics, Doomed
from kafkatui.session.feeds import MetadataFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

GONE_SECONDS = 60.0
"""So long the brokers may take to let go of a topic before it is given up to make it anew."""

TIDY_SECONDS = 86_400.0
"""What is missing longer than this is not made anew when kafkatui is opened: somebody may have deleted it since."""

_LOOK_SECONDS = 0.25

NO_UNDO = "It cannot be undone: the records are gone."


class RecreateTopics(Action[tuple[Doomed, ...]]):
    """Once a topic is deleted nothing stops it from being made anew: not a cancel, nor the end of kafkatui."""

    spec = ActionSpec(
        id="topic.recreate",
        title="Recreate topics",
        help="Delete topics and make them anew, empty, with the same partitions, replicas and configuration.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        fields=(
            Field(
                "names", "Topics", "The topics.", FieldKind.LIST, is_required=True, is_positional=True,
                is_in_dialog=False, metavar="NAME",
            ),
        ),
        verb="topic recreate",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        own = next((target.name for target in targets if target.name in ALWAYS_COMPACTED), None)
        return Obstacle(_own_words(own)) if own else None

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[Doomed, ...]]:
        if own := [target.name for target in targets if target.name in ALWAYS_COMPACTED]:
            raise Refused(_own_words(own[0]))
        deleting = DeleteTopics().plan(context, targets, {}, control)
        drafts = [draft_of(doomed) for doomed in deleting.payload]
        control.say("asking the brokers whether they would make them")
        readers = any(isinstance(row.values[4], str) and row.values[4] != "none" for row in deleting.rows)
        warnings = [*deleting.warnings, *_refusals(context, drafts)]
        if readers:
            warnings.append(
                "What groups have committed goes with the old topic, or points to records that are gone: they begin "
                "where their auto.offset.reset says."
            )
        warnings.append("Where brokers create topics by themselves, whoever writes meanwhile may have one made first.")
        them = "it" if len(drafts) == 1 else "them"
        return replace(
            deleting,
            summary=f"{deleting.summary.removesuffix('.')} and makes {them} anew, empty.",
            totals=(*deleting.totals, "Partitions, replicas and configuration stay as they are."),
            warnings=tuple(warnings),
            commands=tuple(
                each
                for delete, draft in zip(deleting.commands, drafts, strict=False)
                for each in (delete, command(context, draft))
            ),
            undo=NO_UNDO,
            is_undoable=False,
            cleanup=[_as_json(draft) for draft in drafts],
        )

    def run(self, context: ActionContext, plan: Plan[tuple[Doomed, ...]], control: TaskControl) -> Outcome:
        deleted = {each.target: each for each in DeleteTopics().run(context, plan, control).targets}
        outcomes = []
        for number, doomed in enumerate(plan.payload, 1):
            outcome = deleted[doomed.topic.name]
            if outcome.state in (OutcomeState.DONE, OutcomeState.UNKNOWN):
                control.say(f"making {doomed.topic.name} anew ({number} of {len(plan.payload)})")
                outcome = _made_anew(context, doomed, outcome)
            outcomes.append(outcome)
        context.refresh(MetadataFeed())
        is_tidy = all(each.is_done or _stays(deleted[each.target]) for each in outcomes)
        return Outcome(tuple(outcomes), is_tidy=is_tidy)

    def tidy_up(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> bool:
        """Make what kafkatui ended amid: what is there again is left alone by the brokers themselves."""
        from kafkatui.kafka.write.topics import create_topics

        if context.now_seconds() - entry.at_seconds > TIDY_SECONDS:
            return True
        drafts = [_from_json(each) for each in entry.cleanup]
        outcomes = create_topics(context.writable_kafka(), drafts)
        context.refresh(MetadataFeed())
        return all(each.state is not OutcomeState.UNKNOWN for each in outcomes)


def _own_words(name: str) -> str:
    return f"{name} is Kafka's own: groups or transactions would be lost."


def _stays(outcome: TargetOutcome) -> bool:
    """Whether it was not deleted."""
    return outcome.state not in (OutcomeState.DONE, OutcomeState.UNKNOWN)


def draft_of(doomed: Doomed) -> TopicDraft:
    """The topic as it is, to be made again."""
    partitions = sorted(doomed.topic.partitions, key=lambda partition: partition.id)
    return TopicDraft(
        doomed.topic.name,
        assignment=tuple(tuple(partition.replicas) for partition in partitions),
        config=dict(doomed.configs),
    )


def _as_json(draft: TopicDraft) -> dict[str, Any]:
    assignment = [list(replicas) for replicas in draft.assignment]
    return {"name": draft.name, "assignment": assignment, "configs": dict(draft.config)}


def _from_json(image: dict[str, Any]) -> TopicDraft:
    assignment = tuple(tuple(ids) for ids in image["assignment"])
    return TopicDraft(image["name"], assignment=assignment, config=image["configs"])


def _refusals(context: ActionContext, drafts: Sequence[TopicDraft]) -> list[str]:
    """What the brokers say of topics like them: under other names, since those are taken."""
    from kafkatui.kafka.write.topics import create_topics

    suffix = f"-{uuid.uuid4().hex[:8]}"
    renamed = [replace(draft, name=draft.name[:200] + suffix) for draft in drafts]
    checked = create_topics(context.writable_kafka(), renamed, validate_only=True)
    return [
        f"A topic like {draft.name} under another name was refused: {each.reason}"
        for draft, each in zip(drafts, checked, strict=True)
        if not each.is_done
    ]


def _made_anew(context: ActionContext, doomed: Doomed, deleted: TargetOutcome) -> TargetOutcome:
    """The topic made anew, as soon as the brokers have let go of the old one.

    Args:
        deleted: what came of deleting it; UNKNOWN where it may still be there.
    """
    from kafkatui.kafka.write.outcomes import ALREADY_THERE
    from kafkatui.kafka.write.topics import create_topics

    name = doomed.topic.name
    deadline = time.monotonic() + GONE_SECONDS
    while True:
        try:
            (made,) = create_topics(context.writable_kafka(), [draft_of(doomed)])
            if made.is_done:
                return made
            is_taken = made.reason.startswith(ALREADY_THERE)
            if is_taken and is_other_identity(doomed.identity, identities_of(context, [name]).get(name)):
                words = "it was deleted, and a client had one of its name made with the brokers' defaults"
                return TargetOutcome(name, OutcomeState.FAILED, words)
        except KafkatuiError as error:
            made, is_taken = TargetOutcome(name, OutcomeState.FAILED, str(error)), True
        if not is_taken or time.monotonic() >= deadline:
            if is_taken and not deleted.is_done:
                return deleted
            reason = f"it was deleted, and could not be made anew: {made.reason}"
            return replace(made, reason=reason)
        time.sleep(_LOOK_SECONDS)


ACTION = RecreateTopics()
