"""Take a cluster out of the settings file."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.field import Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.session.action_base import Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions.cluster_edit import PROFILE, known, missing
from kafkatui.session.application import settings_of
from kafkatui.session.profile_action import COLUMNS, ProfileAction, ProfileChange, change_rows
from kafkatui.session.profile_secrets import clear_secrets
from kafkatui.session.tasks import TaskControl


class RemoveCluster(ProfileAction):
    """The cluster itself is not touched; what is kept in the keyring stays there."""

    spec = ActionSpec(
        id="cluster.remove",
        title="Remove a cluster",
        help="Take a cluster out of the settings file; the cluster itself is not touched.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        fields=(PROFILE,),
        verb="cluster remove",
        scope=Scope.APPLICATION,
    )

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return missing(context, targets)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[ProfileChange]:
        settings = settings_of(context)
        name = targets[0].name
        seen, text = settings.read()
        old = known(text, name)
        lost = [secret_name for _, secret_name, _ in clear_secrets(old)]
        warnings = (f"It has {', '.join(lost)} in clear, which nothing puts back.",) if lost else ()
        return Plan(
            f"Takes {name} out of {settings.path}.",
            ProfileChange(seen, text.without(name), {name: old}, {name: None}),
            COLUMNS,
            change_rows({name: old}, {name: None}),
            warnings=warnings,
            undo="It is added again at the end of the file, without its comments: `kafkatui cluster undo`.",
            is_undoable=True,
        )


ACTION = RemoveCluster()
