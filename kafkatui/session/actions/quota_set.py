"""Set client quotas."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.quota import QUOTAS, QuotaEntity
from kafkatui.session.action_base import Targets
from kafkatui.session.feeds import QuotasFeed
from kafkatui.session.quota_changes import ENTITY_FIELDS, QuotaAction, QuotaChange, entity_of, quota_plan, values_of
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

ONLY_OF_ADDRESSES = "connection_creation_rate"


class SetQuotas(QuotaAction):
    """Against what is there when it was looked at."""

    spec = ActionSpec(
        id="quota.set",
        title="Set quotas",
        help="Limit what a user, a client id or an address may send, fetch, ask, create or open.",
        danger=Danger.CHANGES,
        fields=(
            *ENTITY_FIELDS,
            Field("add_config", "Quotas", f"NAME=VALUE, one a line: {', '.join(QUOTAS)}.", FieldKind.PAIRS,
                is_required=True),
        ),
        pages=frozenset({PlaceKind.CLUSTER}),
        verb="quota set",
        key=Key("quota.set", "c", "set", "Set quotas.", "Do", 6, on=frozenset({"quota"}),
            over=frozenset({"topic.create"})),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[QuotaChange]:
        entity = entity_of(values)
        then = {(entity, name): value for name, value in _typed(values, entity).items()}
        return quota_plan(context, then, values_of(context.read(QuotasFeed())))


def _typed(values: Values, entity: QuotaEntity) -> dict[str, float | None]:
    """Values by name; as in kafka-configs.sh several may stand in one, with commas between them.

    Raises:
        FieldError: one is no quota, or not this entity's.
    """
    found: dict[str, float | None] = {}
    for text in ",".join(values.get("add_config") or ()).split(","):
        name, equals, value = (part.strip() for part in text.partition("="))
        if not name:
            continue
        if name not in QUOTAS:
            raise FieldError("add_config", f"There is no quota {name}.", f"There are {', '.join(QUOTAS)}.")
        if (name == ONLY_OF_ADDRESSES) != bool(entity.ip):
            of = "an address" if name == ONLY_OF_ADDRESSES else "a user or a client id"
            raise FieldError("add_config", f"{name} is a quota of {of}.")
        found[name] = _number(name, value if equals else "")
    if not found:
        raise FieldError("add_config", "Say which quota: NAME=VALUE.", f"There are {', '.join(QUOTAS)}.")
    return found


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise FieldError("add_config", f"{name} is to be a number, not “{text}”.") from None
    if not math.isfinite(number) or number <= 0:
        raise FieldError("add_config", f"{name} is to be more than 0.")
    return number


ACTION = SetQuotas()
