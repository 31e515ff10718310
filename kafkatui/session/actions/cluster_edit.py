"""Change a cluster of the settings file."""

from __future__ import annotations

from typing import Any

from kafkatui.config.profile_text import Entry, ProfileText
from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.errors import ConfigError, FieldError, NotFound
from kafkatui.model.field import Field, Form, Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
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
from kafkatui.session.profile_fields import FIELDS, entry_of, fields_of
from kafkatui.session.profile_secrets import placed, remarks_on
from kafkatui.session.tasks import TaskControl

PROFILE = Field(
    "profile", "Cluster", "Its name in the settings file.", is_required=True, is_positional=True, is_in_dialog=False,
    metavar="NAME",
)  # fmt: skip
NEW_NAME = Field("new_name", "Name", "What it is called from now on.")


class EditCluster(ProfileAction):
    """Only what differs is written; comments and order stay."""

    spec = ActionSpec(
        id="cluster.edit",
        title="Edit a cluster",
        help="Change a cluster of the settings file; its comments stay.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        fields=(PROFILE, NEW_NAME, *FIELDS),
        verb="cluster edit",
        scope=Scope.APPLICATION,
    )

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return missing(context, targets)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        name = targets[0].name
        _, text = settings_of(context).read()
        entry = text.entry(name) if name in text.names else {}
        return Form((replace(PROFILE, default=name), replace(NEW_NAME, default=name), *fields_of(entry)))

    can_try_out = True

    def try_out(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        from kafkatui.session.actions.cluster_test import try_typed

        settings, name = settings_of(context), targets[0].name
        _, text = settings.read()
        made = checked(text.with_changed(name, entry_of(values, known(text, name))), settings.path, [name])
        return try_typed(made, name, context, control)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[ProfileChange]:
        settings = settings_of(context)
        name = targets[0].name
        seen, text = settings.read()
        old = known(text, name)
        called = str(values.get("new_name") or name).strip()
        if called != name and called in text.names:
            raise FieldError("new_name", f"There is a cluster {called} already.")
        found = placed(called, entry_of(values, old), old)
        if found.entry == old and called == name:
            return Plan(f"{name} is as it is typed.", ProfileChange(seen, text.text, {}, {}),
                        nothing_to_do=f"Nothing of {name} is changed.")  # fmt: skip
        made = checked(text.with_changed(name, found.entry, called), settings.path, [called])
        remarks = (*remarks_on(found), *client_remarks(found.entry))
        before: dict[str, Any] = {name: old}
        after: dict[str, Any] = {name: None, called: found.entry}
        renamed = () if called == name else (f"{name} is called {called} from now on.",)
        return Plan(
            f"Changes {name} in {settings.path}.",
            ProfileChange(
                seen,
                made,
                before if called == name else {**before, called: None},
                after,
                found.kept,
                remarks={called: remarks},
            ),
            COLUMNS,
            change_rows({called: old}, {called: found.entry}),
            totals=renamed,
            warnings=remarks,
            undo=UNDO,
            is_undoable=True,
        )


def missing(context: ActionContext, targets: Targets) -> Obstacle | None:
    """Why nothing can be done to the profile that is meant; None when it is in the file."""
    settings = settings_of(context)
    try:
        _, text = settings.read()
    except ConfigError as error:
        return Obstacle(error.what, error.advice)
    unknown = [target.name for target in targets if target.name not in text.names]
    return (
        Obstacle(f"{unknown[0]} is not in {settings.path}.", "What was typed at the start is no profile: add it.")
        if unknown
        else None
    )


def known(text: ProfileText, name: str) -> Entry:
    """The profile of that name. NotFound: there is none any more."""
    if name not in text.names:
        raise NotFound(f"There is no cluster {name} in the settings file.", "`kafkatui cluster list`.")
    return text.entry(name)


ACTION = EditCluster()
