"""Create ACLs, one by one or as what a producer, a consumer or a Streams application needs."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kafkatui.insight.acl_presets import AclDraft, drafted_acls, streams_rights
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.session.acl_changes import AclAction, AclChange, change_plan
from kafkatui.session.action_base import Targets
from kafkatui.session.adding import choice_field, chosen_word
from kafkatui.session.feeds import AclsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PATTERN = choice_field(
    "resource_pattern_type", "Pattern", "Whether names are literal or how they begin.", ("literal", "prefixed")
)

STREAMS_FIELDS = (
    Field("streams", "As Streams", "What the Kafka Streams application of this application.id needs: group, internal "
        "topics, transactions.", metavar="APPLICATION_ID"),
    Field("input_topic", "reading", "The topics that it reads.", FieldKind.LIST, metavar="NAME"),
    Field("output_topic", "writing", "The topics that it writes.", FieldKind.LIST, metavar="NAME"),
)  # fmt: skip

FIELDS = (
    Field("allow_principal", "Allow", "TYPE:name of who may, one a line: User:alice; User:* is everybody.",
        FieldKind.PAIRS, metavar="PRINCIPAL"),
    Field("deny_principal", "Deny", "TYPE:name of who may not; that goes before what is allowed.", FieldKind.LIST,
        metavar="PRINCIPAL"),
    Field("topic", "Topics", "Names, or with prefixed how they begin; * is any.", FieldKind.LIST, metavar="NAME"),
    Field("group", "Groups", "The same of consumer groups.", FieldKind.LIST, metavar="NAME"),
    Field("transactional_id", "Transactional ids", "The same of these.", FieldKind.LIST, metavar="ID"),
    Field("cluster", "Cluster", "On the cluster itself.", FieldKind.FLAG),
    PATTERN,
    Field("operation", "Operations", "read, write, create, describe, alter-configs, …; none: everything.",
        FieldKind.LIST, metavar="OPERATION"),
    Field("producer", "As producer", "What a producer to the topics needs: write, describe, create.", FieldKind.FLAG),
    Field("consumer", "As consumer", "What a consumer in the groups needs: read and describe, read of the groups.",
        FieldKind.FLAG),
    Field("idempotent", "Idempotent", "With producer: may write idempotently, which before Kafka 2.8 is a right.",
        FieldKind.FLAG),
    *STREAMS_FIELDS,
    Field("allow_host", "Allowed from", "Addresses; none: from anywhere.", FieldKind.LIST, metavar="HOST"),
    Field("deny_host", "Denied from", "Addresses; none: from anywhere.", FieldKind.LIST, metavar="HOST",
        is_in_dialog=False),
    Field("delegation_token", "Tokens", "Delegation tokens.", FieldKind.LIST, metavar="NAME", is_in_dialog=False),
    Field("user_principal", "Users", "Principals whose tokens may be made or seen.", FieldKind.LIST,
        metavar="PRINCIPAL", is_in_dialog=False),
)  # fmt: skip


class CreateAcls(AclAction):
    """Adds what is not there yet; presets as kafka-acls.sh has them."""

    spec = ActionSpec(
        id="acl.create",
        title="Create ACLs",
        help="Allow or deny principals something: single operations, or what producers, consumers, Streams need.",
        danger=Danger.CHANGES,
        fields=FIELDS,
        pages=frozenset({PlaceKind.CLUSTER}),
        verb="acl create",
        key=Key(
            "acl.create",
            "c",
            "create",
            "Create ACLs.",
            "Do",
            6,
            on=frozenset({"ACL"}),
            over=frozenset({"topic.create"}),
        ),
    )

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[AclChange]:
        wanted = drafted_acls(draft_of(values))
        there = context.read(AclsFeed())
        missing = tuple(acl for acl in wanted if acl not in set(there))
        known = len(wanted) - len(missing)
        totals = (f"{known:,} of {len(wanted):,} {'are' if known > 1 else 'is'} there already.",) if known else ()
        return change_plan(
            context,
            AclChange(add=missing),
            there,
            totals=totals,
            warnings=_warnings(values),
            commands=commands(context, values),
            nothing_to_do="Every one of them is there already: nothing to do.",
            undo="They are deleted again, but for those that were there before.",
        )


def draft_of(values: Values) -> AclDraft:
    """What was typed."""
    return AclDraft(
        **{name: tuple(values.get(name) or ()) for name in (
            "allow_principal", "deny_principal", "allow_host", "deny_host", "operation", "topic", "group",
            "transactional_id", "delegation_token", "user_principal", "input_topic", "output_topic",
        )},
        streams=str(values.get("streams") or "").strip(),
        is_cluster=bool(values.get("cluster")),
        pattern_type=chosen_word(values, PATTERN),
        is_producer=bool(values.get("producer")),
        is_consumer=bool(values.get("consumer")),
        is_idempotent=bool(values.get("idempotent")),
    )  # fmt: skip


def _warnings(values: Values) -> list[str]:
    """Principals that Kafka's own authorizers never see."""
    typed = [*(values.get("allow_principal") or ()), *(values.get("deny_principal") or ())]
    odd = [principal for principal in typed if not principal.startswith("User:")]
    return [f"{principal}: brokers call whom they know User:name, unless they have a principal builder of their own."
            for principal in odd]  # fmt: skip


def commands(context: ActionContext, values: Values) -> tuple[str, ...]:
    """The same with Kafka's own tool, which does not know what Streams applications need."""
    tool = ["kafka-acls.sh", "--bootstrap-server", context.profile.bootstrap_servers, "--add"]
    draft = draft_of(values)
    if not draft.streams:
        return (shlex.join([*tool, *_options(values)]),)
    found = []
    who = [word for name in draft.allow_principal for word in ("--allow-principal", name)]
    who += [word for host in draft.allow_host for word in ("--allow-host", host)]
    for (kind, name, pattern), operations in streams_rights(draft):
        words = [*tool, *who, f"--{kind.lower().replace('_', '-')}", name]
        words += ["--resource-pattern-type", "prefixed"] if pattern == "PREFIXED" else []
        found.append(shlex.join([*words, *(word for each in operations for word in ("--operation", each.title()))]))
    return tuple(found)


def _options(values: Values) -> list[str]:
    words: list[str] = []
    for field in FIELDS:
        value = values.get(field.name)
        if field.kind is FieldKind.FLAG and value:
            words.append(field.option_name)
        elif field.kind is FieldKind.CHOICE and value:
            words += [field.option_name, chosen_word(values, field)]
        elif isinstance(value, tuple):
            for each in value:
                words += [field.option_name, each]
    return words


ACTION = CreateAcls()
