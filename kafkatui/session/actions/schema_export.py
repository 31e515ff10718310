"""Write the schemas of a registry to files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct

from kafkatui.codec.schema_text import ENDINGS
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, NotFound, RequestFailed
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.schema_subject import SchemaVersion
from kafkatui.session.action_base import Targets
from kafkatui.session.subject_changes import NEWEST, SubjectAction, count_text
from kafkatui.session.tasks import TaskControl
from kafkatui.session.whole_file import whole_file

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("subject", "Subject", "Whose schemas are written."),
    PlanColumn("versions", "Versions", "How many there are."),
)
INDEX = "schemas.json"
"""In a folder, what each file is."""


class Export(Struct, frozen=True):
    """What is written where: one file when the path ends with .json, else a folder."""

    path: Path
    subjects: tuple[str, ...]

    @property
    def is_file(self) -> bool:
        return self.path.suffix == ".json"


class ExportSchemas(SubjectAction[Export]):
    """Every version of every subject, or of some: a file each, or all in one."""

    spec = ActionSpec(
        id="schema.export",
        title="Export schemas",
        help="Write every version of every subject, or of some, to a folder, or to one file that ends with .json.",
        danger=Danger.NONE,
        pages=frozenset({PlaceKind.CLUSTER}),
        fields=(
            Field("path", "Where", "A folder, made where there is none, or a file that ends with .json; replaced.",
                is_required=True, is_positional=True, metavar="DIR|FILE"),
            Field("subject", "Subjects", "Only this subject.", FieldKind.LIST, metavar="NAME"),
        ),
        verb="schema export",
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        return ()

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Export]:
        typed = str(values.get("path") or "").strip()
        path = Path(os.path.expanduser(typed))
        export = Export(path, ())
        if not typed:
            raise FieldError("path", "Say where to.")
        if export.is_file and not path.parent.is_dir():
            raise FieldError("path", f"There is no folder {path.parent}.")
        if not export.is_file and path.exists() and not path.is_dir():
            raise FieldError("path", f"{path} is no folder, and does not end with .json.")
        there = context.subjects().names()
        names = tuple(each.strip() for each in values.get("subject") or () if each.strip()) or there
        if unknown := sorted(set(names) - set(there)):
            raise FieldError("subject", f"There is no subject {unknown[0]}.")
        if not names:
            raise NotFound("The registry has no subjects.")
        counts = {name: len(context.subjects().versions(name)) for name in names}
        total = sum(counts.values())
        return Plan(
            f"Writes {count_text(total)} of {len(names):,} subject{'' if len(names) == 1 else 's'} to {path}.",
            Export(path, names),
            COLUMNS,
            tuple(PlanLine(name, (name, count)) for name, count in counts.items()),
        )

    def run(self, context: ActionContext, plan: Plan[Export], control: TaskControl) -> Outcome:
        export, reader = plan.payload, context.subjects()
        versions: list[SchemaVersion] = []
        levels: dict[str, str | None] = {}
        for number, name in enumerate(export.subjects):
            control.progress(number, len(export.subjects), "subjects")
            control.check()
            versions += reader.every_version(name, NEWEST)
            levels[name] = reader.level(name)
        try:
            if export.is_file:
                _write(export.path, _text(versions, levels, reader.level() or "", with_schemas=True))
            else:
                export.path.mkdir(parents=True, exist_ok=True)
                for each in versions:
                    _write(export.path / file_name(each), each.schema.text)
                _write(export.path / INDEX, _text(versions, levels, reader.level() or "", with_schemas=False))
        except OSError as error:
            raise RequestFailed(f"{error.filename or export.path} cannot be written: {error.strerror}.") from None
        return Outcome(done(export.subjects))


def file_name(version: SchemaVersion) -> str:
    """ "orders-value.v3.avsc"; what a file's name cannot have is quoted as in an address."""
    ending = ENDINGS.get(version.schema.kind, "txt")
    return f"{quote(version.subject, safe=' ')}.v{version.version}.{ending}"


def _text(
    versions: Sequence[SchemaVersion], levels: Mapping[str, str | None], level: str, *, with_schemas: bool
) -> str:
    subjects = {
        name: {"compatibility": own, "versions": list(_images(versions, name, with_schemas=with_schemas))}
        for name, own in sorted(levels.items())
    }
    return json.dumps({"compatibility": level, "subjects": subjects}, indent=2, ensure_ascii=False) + "\n"


def _images(versions: Sequence[SchemaVersion], subject: str, *, with_schemas: bool) -> Iterator[dict[str, Any]]:
    for each in versions:
        if each.subject != subject:
            continue
        references = [{"name": one.name, "subject": one.subject, "version": one.version}
                      for one in each.schema.references]  # fmt: skip
        image = {"version": each.version, "id": each.id, "type": each.schema.kind, "references": references}
        yield {**image, **({"schema": each.schema.text} if with_schemas else {"file": file_name(each)})}


def _write(path: Path, text: str) -> None:
    with whole_file(path) as file:
        file.write(text)


ACTION = ExportSchemas()
