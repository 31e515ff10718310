"""Count the records of topics, from the headings of their batches: the plan is the answer, and nothing is changed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import NotFound
from kafkatui.model.field import Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.report.record_counts import COUNTED, count_rows
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (PlanColumn("topic", "Topic", "The topic."), *COUNTED)


class CountRecords(Action[None]):
    """Reads the headings of all batches there are now."""

    spec = ActionSpec(
        id="topic.count",
        title="Count records",
        help="The true number of records, on compacted and transactional topics, too.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        key=Key("topic.count", "number_sign", "count", "Count the records of topics.", "Do", on=frozenset({"topic"})),
    )

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[None]:
        from kafkatui.kafka.stream.counting import count_records

        known = context.metadata().topics
        names = [target.name for target in targets]
        if missing := [name for name in names if name not in known]:
            raise NotFound(f"There is no topic {', '.join(missing)}.")
        partitions = [(name, part.id) for name in names for part in known[name].partitions]
        result = count_records(
            context.readable_kafka(), partitions, lambda done, total: control.progress(done, total, "offsets")
        )
        rows = count_rows(result, names)
        total = sum(row.count.records for row in rows)
        servers = context.profile.bootstrap_servers
        summary = f"{total:,} records, counted in {result.seconds:.1f} s. Nothing is changed by it."
        return Plan(
            summary=summary,
            payload=None,
            columns=COLUMNS,
            rows=tuple(
                PlanLine(
                    row.topic,
                    (row.topic, *(getattr(row.count, column.name) for column in COUNTED)),
                    is_risky=bool(row.problem),
                )
                for row in rows
            ),
            warnings=tuple(f"{row.topic} is not counted to its end: {row.problem}." for row in rows if row.problem),
            commands=tuple(f"kafkatui count -b {servers} {shlex.quote(name)}" for name in names),
            nothing_to_do=summary,
        )

    def run(self, context: ActionContext, plan: Plan[None], control: TaskControl) -> Outcome:
        return Outcome(())


ACTION = CountRecords()
