"""Add a cluster to the settings file."""

from __future__ import annotations

from typing import Any

from kafkatui.config.addresses import check_bootstrap_servers
from kafkatui.config.profile_text import Entry
from kafkatui.model.action import ActionSpec, Danger, Scope
from kafkatui.model.errors import ConfigError, FieldError
from kafkatui.model.field import Values
from kafkatui.model.plan import Plan
from kafkatui.session.action_base import Targets
from kafkatui.session.action_context import ActionContext
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
from kafkatui.session.profile_fields import FIELDS, NAME, entry_of
from kafkatui.session.profile_secrets import placed, remarks_on
from kafkatui.session.settings_file import free_name
from kafkatui.session.tasks import TaskControl


class AddCluster(ProfileAction):
    """A name that is taken gets a number."""

    spec = ActionSpec(
        id="cluster.add",
        title="Add a cluster",
        help="Add a cluster to the settings file.",
        danger=Danger.CHANGES,
        fields=(NAME, *FIELDS),
        verb="cluster add",
        scope=Scope.APPLICATION,
    )

    can_try_out = True

    def try_out(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        from kafkatui.session.actions.cluster_test import try_typed

        settings = settings_of(context)
        _, text = settings.read()
        entry = entry_of(values, {})
        name = free_name(str(values.get("name") or "").strip() or _first_server(entry), text.names)
        return try_typed(checked(text.with_added(name, entry), settings.path, [name]), name, context, control)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[ProfileChange]:
        settings = settings_of(context)
        seen, text = settings.read()
        entry = entry_of(values, {})
        wanted = str(values.get("name") or "").strip() or _first_server(entry)
        name = free_name(wanted, text.names)
        found = placed(name, entry)
        made = checked(text.with_added(name, found.entry), settings.path, [name])
        taken = (f"{wanted} is taken: it is called {name}.",) if name != wanted else ()
        remarks = (*taken, *remarks_on(found), *client_remarks(found.entry))
        return Plan(
            f"Adds {name} to {settings.path}.",
            ProfileChange(seen, made, {name: None}, {name: found.entry}, found.kept, remarks={name: remarks}),
            COLUMNS,
            change_rows({name: None}, {name: found.entry}),
            warnings=remarks,
            undo=UNDO,
            is_undoable=True,
        )


def _first_server(entry: Entry) -> str:
    """What it is called without a name.

    Raises:
        FieldError: there is no address either.
    """
    servers = entry.get("bootstrap_servers")
    if not servers and entry.get("zookeeper"):
        return str(entry["zookeeper"]).partition("/")[0].split(",")[0].strip()
    if not servers:
        raise FieldError("bootstrap_servers", "Kafka's addresses are needed, or ZooKeeper's.", "kafka-1:9092,kafka-2")
    try:
        return check_bootstrap_servers(str(servers), "Kafka").split(",")[0].rpartition("://")[2]
    except ConfigError as error:
        raise FieldError("bootstrap_servers", error.what, error.advice) from None


ACTION = AddCluster()
