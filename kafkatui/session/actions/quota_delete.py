"""Delete client quotas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import NotFound
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.target import Target
from kafkatui.session.action_base import Targets
from kafkatui.session.feeds import QuotasFeed
from kafkatui.session.quota_changes import ENTITY_FIELDS, QuotaAction, QuotaChange, entity_of, quota_plan, values_of
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PART = "quota"


class DeleteQuotas(QuotaAction):
    """Those that are marked, or one entity's."""

    spec = ActionSpec(
        id="quota.delete",
        title="Delete quotas",
        help="Delete the quotas that are marked, or those of a user, a client id or an address.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(
            *(Field(each.name, each.title, each.help, each.kind, metavar=each.metavar, is_in_dialog=False)
              for each in ENTITY_FIELDS),
            Field("delete_config", "Quotas", "Only this quota; without it all of them.", FieldKind.LIST,
                is_in_dialog=False, metavar="NAME"),
        ),
        verb="quota delete",
        key=Key("quota.delete", "d,delete", "delete", "Delete quotas.", "Do", 7, on=frozenset({PART})),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.CLUSTER, part=PART),)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[QuotaChange]:
        texts = {target.name for target in targets if target.name}
        entity = None if texts else entity_of(values)
        quotas = context.read(QuotasFeed())
        names = {name.strip() for text in values.get("delete_config") or () for name in text.split(",")}
        if entity is None:
            doomed = [each for each in quotas if each.text in texts]
        else:
            doomed = [each for each in quotas if each.entity == entity and (not names or each.name in names)]
        if not doomed:
            raise NotFound("There is no such quota." if entity is None else f"There is no such quota of {entity.text}.")
        return quota_plan(context, dict.fromkeys((each.entity, each.name) for each in doomed), values_of(quotas))


ACTION = DeleteQuotas()
