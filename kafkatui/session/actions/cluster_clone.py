"""A second profile like one that there is."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.field import Field, Form, Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions.cluster_edit import PROFILE, known, missing
from kafkatui.session.application import settings_of
from kafkatui.session.profile_action import COLUMNS, UNDO, ProfileAction, ProfileChange, change_rows
from kafkatui.session.profile_secrets import placed, remarks_on
from kafkatui.session.settings_file import free_name
from kafkatui.session.tasks import TaskControl

NEW_NAME = Field("new_name", "New name", "What the second one is called; one that is taken gets a number.",
                 is_positional=True, metavar="NEW-NAME")  # fmt: skip


class CloneCluster(ProfileAction):
    """References to secrets are the same in both; a secret in clear becomes a reference in the second."""

    spec = ActionSpec(
        id="cluster.clone",
        title="Clone a cluster",
        help="Add a second profile like this one, to be edited.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        fields=(PROFILE, NEW_NAME),
        verb="cluster clone",
        scope=Scope.APPLICATION,
    )

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return missing(context, targets)

    def form(self, context: ActionContext, targets: Targets) -> Form:
        _, text = settings_of(context).read()
        name = targets[0].name
        return Form((replace(PROFILE, default=name), replace(NEW_NAME, default=free_name(name, text.names))))

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[ProfileChange]:
        settings = settings_of(context)
        name = targets[0].name
        seen, text = settings.read()
        old = known(text, name)
        new_name = free_name(str(values.get("new_name") or name).strip(), text.names)
        found = placed(new_name, old)
        return Plan(
            f"Adds {new_name} to {settings.path}, like {name}.",
            ProfileChange(seen, text.with_added(new_name, found.entry), {new_name: None}, {new_name: found.entry},
                          found.kept,
                          remarks={new_name: remarks_on(found)}),
            COLUMNS,
            change_rows({new_name: None}, {new_name: found.entry}),
            warnings=remarks_on(found),
            undo=UNDO,
            is_undoable=True,
        )  # fmt: skip


ACTION = CloneCluster()
