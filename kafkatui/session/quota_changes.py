"""What setting and deleting quotas share: values by whom and what, compared with what is there, and put back."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from kafkatui.model.action import Obstacle
from kafkatui.model.capabilities import Capability
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.observed import ObservedState
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.quota import DEFAULT, Quota, QuotaEntity, number_text
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import CapabilitiesFeed, QuotasFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

Key = tuple[QuotaEntity, str]

COLUMNS = (
    PlanColumn("entity", "Whose", "Whom the quota holds for."),
    PlanColumn("quota", "Quota", "What is limited."),
    PlanColumn("now", "Now", "What it is now; ? without one."),
    PlanColumn("then", "Then", "What it is afterwards; ? without one."),
)

ENTITY_FIELDS = (
    Field("user", "User", "The user's name, without User:.", metavar="NAME"),
    Field("user_defaults", "Every other user", "Whoever has no quota of its own.", FieldKind.FLAG),
    Field("client", "Client id", "The client.id; with a user: of this user alone.", metavar="ID"),
    Field("client_defaults", "Every other id", "Client ids that have no quota of their own.", FieldKind.FLAG),
    Field("ip", "Address", "An IP address, for connection_creation_rate alone.", metavar="IP"),
    Field("ip_defaults", "Every other address", "Addresses that have no quota of their own.", FieldKind.FLAG),
)


class QuotaChange(Struct, frozen=True):
    """What is set, against what there was when it was planned; None: none.

    Attributes:
        then, now: by whom and what.
    """

    then: Mapping[Key, float | None]
    now: Mapping[Key, float | None]


class QuotaAction(Action[QuotaChange]):
    """An action whose plan is a `QuotaChange`."""

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        known = context.known(QuotasFeed())
        return Obstacle(known.reason) if known.state is ObservedState.NOT_SUPPORTED else None

    def run(self, context: ActionContext, plan: Plan[QuotaChange], control: TaskControl) -> Outcome:
        change = plan.payload
        there = values_of(context.read(QuotasFeed()))
        control.check()
        wanted, conflicts = {}, []
        for key, value in change.then.items():
            if there.get(key) == change.now.get(key):
                wanted[key] = value
            else:
                words = (
                    f"it was {_shown(change.now.get(key))} when this was planned, now it is {_shown(there.get(key))}"
                )
                conflicts.append(TargetOutcome(_text(key), OutcomeState.CONFLICT, words))
        outcomes = _altered(context, wanted) if wanted else ()
        context.refresh(QuotasFeed())
        done = {each.target for each in outcomes if each.is_done}
        kept = [key for key in wanted if _text(key) in done]
        return Outcome(
            (*outcomes, *conflicts),
            before={_text(key): _image(key, there.get(key)) for key in kept},
            after={_text(key): _image(key, wanted[key]) for key in kept},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[QuotaChange]:
        there = values_of(context.read(QuotasFeed()))
        then, warnings = {}, []
        for text, image in entry.after.items():
            key = (QuotaEntity(**image["entity"]), str(image["name"]))
            was, left, now = entry.before[text]["value"], image["value"], there.get(key)
            if now != left:
                words = f"{text} was {_shown(was)}, we left {_shown(left)}, now it is {_shown(now)}: not touched."
                warnings.append(words)
            else:
                then[key] = was
        return quota_plan(context, then, there, warnings=warnings, undo="")

    def run_undo(self, context: ActionContext, plan: Plan[QuotaChange], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def quota_plan(
    context: ActionContext,
    then: Mapping[Key, float | None],
    there: Mapping[Key, float],
    *,
    warnings: Sequence[str] = (),
    undo: str = "What it is now is put back, where nobody changes it in between.",
) -> Plan[QuotaChange]:
    """The plan of setting `then` where there is `there`."""
    changes = {key: value for key, value in then.items() if there.get(key) != value}
    set_count = sum(value is not None for value in changes.values())
    words = [
        f"{verb} {count} quota{'s' if count != 1 else ''}"
        for verb, count in (("sets", set_count), ("deletes", len(changes) - set_count))
        if count
    ]
    rows = [
        PlanLine(
            _text(key),
            (key[0].text, key[1], *(None if each is None else number_text(each) for each in (there.get(key), value))),
            value is not None and value < (there.get(key) or 0),
        )
        for key, value in changes.items()
    ]
    entities = {key[0] for key in changes}
    return Plan(
        f"{' and '.join(words).capitalize() or 'Changes no quota'}"
        f"{f' of {next(iter(entities)).text}' if len(entities) == 1 else ''}.",
        QuotaChange(changes, {key: there.get(key) for key in changes}),
        COLUMNS,
        tuple(rows),
        warnings=tuple(warnings),
        commands=tuple(_command(context, entity, changes) for entity in sorted(entities)),
        undo=undo,
        is_undoable=bool(undo),
        nothing_to_do="" if changes else "It is so already: nothing to do.",
        confirm_name=next(iter(sorted(entities))).text if entities else "",
    )


def values_of(quotas: tuple[Quota, ...]) -> dict[Key, float]:
    """Values by whom and what."""
    return {(each.entity, each.name): each.value for each in quotas}


def entity_of(values: Values) -> QuotaEntity:
    """Whom the fields name.

    Raises:
        FieldError: nobody, or what does not go together.
    """
    names = {}
    for field in ("user", "client", "ip"):
        name, is_default = str(values.get(field) or "").strip(), bool(values.get(f"{field}_defaults"))
        if name and is_default:
            raise FieldError(field, "It is one or the others: not both.")
        names[field] = DEFAULT if is_default else name
    entity = QuotaEntity(names["user"], names["client"], names["ip"])
    if not entity.parts:
        raise FieldError("user", "Say whose: a user, a client id, both, or an address.")
    if entity.ip and len(entity.parts) > 1:
        raise FieldError("ip", "A quota of an address is no user's and no client id's.")
    if entity.user.startswith("User:"):
        raise FieldError("user", "Only its name: without User:.")
    return entity


def is_in_zookeeper(context: ActionContext) -> bool:
    """Whether brokers are too old to be told of quotas (below Kafka 2.6)."""
    return not context.read(CapabilitiesFeed()).has(Capability.CLIENT_QUOTAS)


def _altered(context: ActionContext, wanted: Mapping[Key, float | None]) -> tuple[TargetOutcome, ...]:
    if is_in_zookeeper(context):  # that it is this cluster's ZooKeeper was made sure when the quotas were read
        from kafkatui.zookeeper.write.quotas import alter_zookeeper_quotas

        return alter_zookeeper_quotas(context.writable_zookeeper(), wanted)
    from kafkatui.kafka.write.quotas import alter_quotas

    return alter_quotas(context.writable_kafka(), wanted)


def _text(key: Key) -> str:
    return Quota(key[0], key[1], 0.0).text


def _image(key: Key, value: float | None) -> dict[str, Any]:
    return {"entity": structs.asdict(key[0]), "name": key[1], "value": value}


def _shown(value: float | None) -> str:
    return "none" if value is None else number_text(value)


def _command(context: ActionContext, entity: QuotaEntity, changes: Mapping[Key, float | None]) -> str:
    """The same with Kafka's own tool."""
    words = ["kafka-configs.sh", "--bootstrap-server", context.profile.bootstrap_servers, "--alter"]
    zookeeper = context.profile.zookeeper
    if zookeeper is not None and is_in_zookeeper(context):
        words[1:3] = ["--zookeeper", zookeeper.connect]
    for kind, name in entity.parts:
        words += ["--entity-type", {"user": "users", "client-id": "clients", "ip": "ips"}[kind]]
        words += ["--entity-default"] if name is None else ["--entity-name", name]
    own = {key[1]: value for key, value in changes.items() if key[0] == entity}
    if added := [f"{name}={number_text(value)}" for name, value in own.items() if value is not None]:
        words += ["--add-config", ",".join(added)]
    if removed := [name for name, value in own.items() if value is None]:
        words += ["--delete-config", ",".join(removed)]
    return shlex.join(words)
