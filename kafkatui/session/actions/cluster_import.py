"""Add the clusters of another program's file to the settings file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kafkatui.config.foreign.format import ForeignFormat
from kafkatui.config.profile_text import Entry
from kafkatui.model.action import ActionSpec, Danger, Scope
from kafkatui.model.errors import ConfigError, FieldError
from kafkatui.model.field import Field, Values
from kafkatui.model.plan import Plan
from kafkatui.session.action_base import Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.adding import choice_field, chosen_word
from kafkatui.session.application import settings_of
from kafkatui.session.profile_action import (
    COLUMNS,
    UNDO,
    ProfileAction,
    ProfileChange,
    change_rows,
    checked,
    client_remarks,
)
from kafkatui.session.profile_secrets import KeptSecret, placed, remarks_on
from kafkatui.session.settings_file import free_name
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.config.foreign.profile import ForeignProfile

AUTO = "auto"

FORMAT = choice_field(
    "format", "Format", "auto: told by the file's name, else by what is in it.",
    (AUTO, *(each.value for each in ForeignFormat)),
)  # fmt: skip


class ImportClusters(ProfileAction):
    """Every secret goes to the keyring, or is named as a variable; what is not taken over is said."""

    spec = ActionSpec(
        id="cluster.import",
        title="Import clusters",
        help="Add the clusters of a .properties file of Kafka's Java clients, of kcat, kaf, Kafkalytic or kafkatui.",
        danger=Danger.CHANGES,
        fields=(
            Field("file", "File", "A .properties file, kcat.conf, ~/.kaf/config, clusters.json or our own TOML.",
                  is_required=True, is_positional=True),
            FORMAT,
            Field("name", "Name", "What it is called here, where the file holds one; empty: as there."),
            Field("bootstrap_servers", "Kafka", "Its addresses, where the file has none.",
                  option="--bootstrap-server", metavar="HOST:PORT,…"),
        ),
        verb="cluster import",
        scope=Scope.APPLICATION,
    )  # fmt: skip

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[ProfileChange]:
        settings = settings_of(context)
        seen, text = settings.read()
        profiles = _read(values)
        after: dict[str, Entry | None] = {}
        kept: list[KeptSecret] = []
        remarks: dict[str, list[str]] = {}
        made = text
        for profile in profiles:
            wanted, entry = _meant(profile, values, is_alone=len(profiles) == 1)
            name = free_name(wanted, made.names)
            found = placed(name, entry)
            made = made.replaced_by(made.with_added(name, found.entry))
            after[name] = found.entry
            kept += found.kept
            taken = [f"{wanted} is taken: it is called {name}."] if name != wanted else []
            remarks[name] = [*taken, *profile.remarks, *remarks_on(found), *client_remarks(found.entry)]
        before: dict[str, Any] = dict.fromkeys(after)
        return Plan(
            f"Adds {', '.join(after)} to {settings.path}.",
            ProfileChange(seen, checked(made.text, settings.path, after), before, after, tuple(kept), remarks=remarks),
            COLUMNS,
            change_rows(before, after),
            warnings=tuple(f"{name}: {each}" for name, said in remarks.items() for each in said),
            undo=UNDO,
            is_undoable=True,
        )


def _read(values: Values) -> list[ForeignProfile]:
    from kafkatui.config.foreign.files import read_foreign

    typed = str(values.get("file") or "").strip()
    how = chosen_word(values, FORMAT)
    try:
        _, profiles = read_foreign(Path(os.path.expanduser(typed)), None if how == AUTO else ForeignFormat(how))
    except ConfigError as error:
        raise FieldError("file", error.what, error.advice) from None
    if not profiles:
        raise FieldError("file", f"{typed} holds no cluster.")
    return profiles


def _meant(profile: ForeignProfile, values: Values, *, is_alone: bool) -> tuple[str, Entry]:
    """What it is called and what is in it, with what was typed beside the file."""
    entry = dict(profile.entry)
    typed = str(values.get("bootstrap_servers") or "").strip()
    if typed and not (entry.get("bootstrap_servers") and not is_alone):
        entry = {"bootstrap_servers": typed, **{key: each for key, each in entry.items() if key != "bootstrap_servers"}}
    servers = entry.get("bootstrap_servers")
    if not servers and "bootstrap.servers" not in (entry.get("kafka") or {}) and not entry.get("zookeeper"):
        raise FieldError("bootstrap_servers", f"The file does not tell where {profile.name or 'it'} is.",
                         "Type Kafka's addresses.")  # fmt: skip
    wanted = str(values.get("name") or "").strip() if is_alone else ""
    return wanted or profile.name or str(servers).split(",")[0], entry


ACTION = ImportClusters()
