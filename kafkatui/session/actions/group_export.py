"""Write what groups have committed to a file, as Kafka's own tool exports and imports it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.offset_file import offset_file
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.cluster import TopicPartition, partition_text
from kafkatui.model.errors import FieldError, RequestFailed
from kafkatui.model.field import Field, Values
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.group_commits import look_at
from kafkatui.session.tasks import TaskControl
from kafkatui.session.whole_file import whole_file

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("group", "Group", "The group."),
    PlanColumn("partition", "Partition", "A partition it has committed."),
    PlanColumn("offset", "Offset", "What it would read next."),
)


class Exported(Struct, frozen=True):
    """What goes where."""

    path: Path
    offsets: Mapping[str, Mapping[TopicPartition, int]]


class ExportOffsets(Action[Exported]):
    """The verb of its name prints instead, for pipes: see `kafkatui.cli.group_export`."""

    spec = ActionSpec(
        id="group.export",
        title="Export offsets",
        help="Write what groups have committed to a file that reset offsets and Kafka's own tool take.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.GROUP}),
        takes_many=True,
        fields=(Field("file", "File", "A file that is not there yet.", is_required=True),),
        verb="group export",
    )

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Exported]:
        path = Path(str(values.get("file") or "")).expanduser()
        if path.exists():
            raise FieldError("file", f"{path} is there already.")
        if not path.parent.is_dir():
            raise FieldError("file", f"There is no folder {path.parent}.")
        names = list(dict.fromkeys(target.name for target in targets))
        looks = look_at(context, names)
        offsets = {name: {key: each.offset for key, each in look.commits.items()} for name, look in looks.items()}
        rows = tuple(
            PlanLine(name, (name, partition_text(key), offset))
            for name, known in offsets.items()
            for key, offset in sorted(known.items())
        )
        groups = " ".join(f"--group {shlex.quote(name)}" for name in names)
        tool = f"kafka-consumer-groups.sh --bootstrap-server {context.profile.bootstrap_servers}"
        return Plan(
            summary=f"Writes {len(rows)} offsets of {', '.join(names[:4])}{' …' if len(names) > 4 else ''} to {path}.",
            payload=Exported(path, offsets),
            columns=COLUMNS,
            rows=rows,
            commands=(
                f"{tool} {groups} --reset-offsets --to-current --all-topics --dry-run --export "
                f"> {shlex.quote(str(path))}",
            ),
            nothing_to_do="" if rows else "Nothing is committed that could be written.",
        )

    def run(self, context: ActionContext, plan: Plan[Exported], control: TaskControl) -> Outcome:
        path = plan.payload.path
        try:
            with whole_file(path) as file:
                file.write(offset_file(plan.payload.offsets.items()))
        except OSError as error:
            raise RequestFailed(f"{path} cannot be written: {error.strerror}.") from None
        return Outcome(done(plan.payload.offsets))


ACTION = ExportOffsets()
