"""Write profiles to a file of their own."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from kafkatui.config.profile_text import ProfileText, cluster_toml
from kafkatui.model.action import ActionSpec, Danger, Scope
from kafkatui.model.errors import FieldError, RequestFailed
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.application import settings_of
from kafkatui.session.profile_secrets import clear_secrets, without_clear_secrets
from kafkatui.session.tasks import TaskControl
from kafkatui.session.whole_file import whole_file

STANDARD_OUTPUT = "-"

COLUMNS = (
    PlanColumn("profile", "Cluster", "The profile that is written."),
    PlanColumn("left_out", "Left out", "Secrets that stand in the settings file in clear."),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to be written.

    Attributes:
        path: None for standard output, which the verb writes.
    """

    path: Path | None
    text: str = field(repr=False)


class ExportClusters(Action[Exported]):
    """References to secrets are kept as they are; secrets in clear only where that is asked for."""

    spec = ActionSpec(
        id="cluster.export",
        title="Export clusters",
        help="Write profiles as TOML to a new file; secrets in clear are left out unless asked for.",
        danger=Danger.NONE,
        fields=(
            Field("file", "File", "A new one; - is standard output.", is_required=True, is_positional=True),
            Field("names", "Clusters", "Which ones; empty: all.", FieldKind.LIST, is_positional=True, metavar="NAME"),
            Field("with_secrets", "With secrets", "Also those that stand in the settings file in clear.",
                  FieldKind.FLAG),
        ),
        verb="cluster export",
        scope=Scope.APPLICATION,
    )  # fmt: skip

    def form(self, context: ActionContext, targets: Targets) -> Form:
        names = tuple(target.name for target in targets)
        return Form(tuple(replace(each, default=names) if each.name == "names" else each for each in self.spec.fields))

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Exported]:
        settings = settings_of(context)
        _, text = settings.read()
        names = tuple(values.get("names") or text.names)
        for name in names:
            if name not in text.names:
                raise FieldError("names", f"There is no cluster {name} in {settings.path}.")
        has_secrets = bool(values.get("with_secrets"))
        secrets = {name: [each for _, each, _ in clear_secrets(text.entry(name))] for name in names}
        any_left_out = not has_secrets and any(secrets.values())
        warnings = []
        if any_left_out:
            warnings.append("Secrets in clear are left out; what refers to a variable, a file or the keyring is not.")
        if has_secrets and any(secrets.values()):
            warnings.append("The file holds secrets in clear: it is readable by you alone.")
        return Plan(
            f"Writes {len(names)} cluster{'' if len(names) == 1 else 's'} to {values['file']}.",
            Exported(_path(str(values["file"])), _text(text, names, has_secrets)),
            COLUMNS,
            tuple(PlanLine(name, (name, "" if has_secrets else ", ".join(secrets[name]))) for name in names),
            warnings=tuple(warnings),
            nothing_to_do="" if names else f"There is no cluster in {settings.path}.",
        )

    def run(self, context: ActionContext, plan: Plan[Exported], control: TaskControl) -> Outcome:
        path = plan.payload.path
        if path is not None:
            try:
                with path.open("x"):  # nobody else has the name by now
                    pass
                path.chmod(0o600)
                with whole_file(path) as file:
                    file.write(plan.payload.text)
            except FileExistsError:
                raise RequestFailed(f"{path} is there by now.", "Nothing was written; take another name.") from None
            except OSError as error:
                raise RequestFailed(f"{path} cannot be written: {error.strerror}.") from None
        return Outcome(done(row.target for row in plan.rows))


def _path(typed: str) -> Path | None:
    if typed == STANDARD_OUTPUT:
        return None
    path = Path(os.path.expanduser(typed))
    if path.exists():
        raise FieldError("file", f"{path} is there already.", "Export writes new files only.")
    if not path.parent.is_dir():
        raise FieldError("file", f"There is no folder {path.parent}.")
    return path


def _text(text: ProfileText, names: tuple[str, ...], has_secrets: bool) -> str:
    parts = []
    for name in names:
        entry = text.entry(name)
        left_out = [] if has_secrets else [each for _, each, _ in clear_secrets(entry)]
        remark = f"# Left out, because secret: {', '.join(left_out)}\n" if left_out else ""
        parts.append(remark + cluster_toml(name, entry if has_secrets else without_clear_secrets(entry, None)))
    return "\n".join(parts)


ACTION = ExportClusters()
