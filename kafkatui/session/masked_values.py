"""Where values are masked, and how one of them is had in clear: by what an action's target is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from kafkatui.codec.masking import hidden_text
from kafkatui.insight.connector_config import hidden_names
from kafkatui.insight.znode_secrets import hidden_values, may_hide
from kafkatui.model.action import Obstacle
from kafkatui.model.errors import UsageError
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import is_secret
from kafkatui.model.target import Target
from kafkatui.session.connector_changes import PART as CONNECTOR
from kafkatui.session.connector_changes import known_connector
from kafkatui.session.feeds import BrokerConfigFeed, TopicConfigsFeed, ZnodeFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.codec.decoder import RecordReader
    from kafkatui.model.config_entry import ConfigEntry
    from kafkatui.model.mask import MaskRule
    from kafkatui.model.record import Record
    from kafkatui.session.action_context import ActionContext

CONNECTION = "property"
"""What a property of the connection is, as `Target.part` has it; `Target.setting` says of which side it is."""

NOTED = "What is shown is seen. That it was shown is written into the journal, the value nowhere."
"""Of every action that shows what is masked elsewhere."""

ACL_HASH = "acl "
_RECORD = re.compile(r"(?P<topic>.+)-(?P<partition>\d+)@(?P<offset>\d+)")


class MaskedPlace(Protocol):
    """One sort of place where something is masked."""

    def target(self, name: str, what: str) -> Target:
        """What a verb's words mean.

        Raises:
            UsageError: they mean nothing.
        """

    def is_of(self, target: Target) -> bool:
        """Whether a target is of this sort."""

    def names(self, context: ActionContext, target: Target) -> tuple[str, ...]:
        """What is masked of it, as far as is known; asks nobody."""

    def obstacle(self, context: ActionContext, target: Target) -> Obstacle | None:
        """Why nothing of it can be had in clear."""

    def values(self, context: ActionContext, target: Target, control: TaskControl) -> Mapping[str, str]:
        """What is masked of it now, in clear, by its name.

        Raises:
            KafkatuiError: it could not be read.
        """

    def words(self, target: Target) -> str:
        """What it is, in a sentence."""


class _Connection:
    def target(self, name: str, what: str) -> Target:
        return Target(PlaceKind.CLUSTER, name, part=CONNECTION, setting=what or "Kafka")

    def is_of(self, target: Target) -> bool:
        return target.part == CONNECTION

    def names(self, context: ActionContext, target: Target) -> tuple[str, ...]:
        return (target.name,) if target.name in _properties(context, target.setting) else ()

    def obstacle(self, context: ActionContext, target: Target) -> Obstacle | None:
        return None

    def values(self, context: ActionContext, target: Target, control: TaskControl) -> Mapping[str, str]:
        properties = _properties(context, target.setting)
        return {target.name: properties[target.name]} if target.name in properties else {}

    def words(self, target: Target) -> str:
        return f"the connection with {target.setting}"


class _Connectors:
    def target(self, name: str, what: str) -> Target:
        return Target(PlaceKind.CLUSTER, name, part=CONNECTOR)

    def is_of(self, target: Target) -> bool:
        return target.part == CONNECTOR and bool(target.name)

    def names(self, context: ActionContext, target: Target) -> tuple[str, ...]:
        known = known_connector(context, (target,))
        return hidden_names(known.config) if known is not None else ()

    def obstacle(self, context: ActionContext, target: Target) -> Obstacle | None:
        return None

    def values(self, context: ActionContext, target: Target, control: TaskControl) -> Mapping[str, str]:
        config = context.connectors().connector(target.name).config
        return {name: config[name] for name in hidden_names(config)}

    def words(self, target: Target) -> str:
        return f"the connector {target.name}"


class _Znodes:
    def target(self, name: str, what: str) -> Target:
        return Target(PlaceKind.ZNODE, name)

    def is_of(self, target: Target) -> bool:
        return target.kind is PlaceKind.ZNODE

    def names(self, context: ActionContext, target: Target) -> tuple[str, ...]:
        """Of one whose data are not known, that they may hold something: `?`."""
        known = context.known(ZnodeFeed(target.name)).value
        if known is None:
            return ("?",) if may_hide(target.name) else ()
        hashes = [ACL_HASH + _user(each.identity) for each in known.acl if _has_hash(each.scheme, each.identity)]
        return (*hidden_values(target.name, known.data or b""), *hashes)

    def obstacle(self, context: ActionContext, target: Target) -> Obstacle | None:
        return None

    def values(self, context: ActionContext, target: Target, control: TaskControl) -> Mapping[str, str]:
        from kafkatui.zookeeper.subtree import read_acls

        znode = context.read(ZnodeFeed(target.name))
        found = hidden_values(target.name, znode.data or b"")
        if any(_has_hash(each.scheme, each.identity) for each in znode.acl):
            acl = read_acls(context.readable_zookeeper(), [target.name]).get(target.name, ())
            told = [each for each in acl if _has_hash(each.scheme, each.identity)]
            found |= {ACL_HASH + _user(each.identity): each.identity for each in told}
        return found

    def words(self, target: Target) -> str:
        return f"the znode {target.name}"


class _Configs:
    """Properties of topics and brokers."""

    def __init__(self, kind: PlaceKind) -> None:
        self._kind = kind

    def target(self, name: str, what: str) -> Target:
        if not what:
            raise UsageError(f"Which property of the {self._kind.value} {name}?")
        return Target(self._kind, name, setting=what)

    def is_of(self, target: Target) -> bool:
        return target.kind is self._kind and bool(target.setting) and not target.part

    def names(self, context: ActionContext, target: Target) -> tuple[str, ...]:
        entry = next((each for each in self._known(context, target) if each.name == target.setting), None)
        return (entry.name,) if entry is not None and (entry.is_sensitive or is_secret(entry.name)) else ()

    def obstacle(self, context: ActionContext, target: Target) -> Obstacle | None:
        entry = next((each for each in self._known(context, target) if each.name == target.setting), None)
        if entry is None or not entry.is_sensitive:
            return None
        return Obstacle(
            f"Kafka tells nobody the value of {entry.name}: brokers keep what is sensitive to themselves.",
            "It stands in the server.properties of the broker, or with who set it.",
        )

    def values(self, context: ActionContext, target: Target, control: TaskControl) -> Mapping[str, str]:
        if self._kind is PlaceKind.BROKER:
            entries = context.read(BrokerConfigFeed(int(target.name)))
        else:
            entries = context.read(TopicConfigsFeed((target.name,))).get(target.name, ())
        return {
            each.name: each.value
            for each in entries
            if each.name == target.setting and each.value is not None and is_secret(each.name)
        }

    def words(self, target: Target) -> str:
        return f"the {self._kind.value} {target.name}"

    def _known(self, context: ActionContext, target: Target) -> tuple[ConfigEntry, ...]:
        if self._kind is PlaceKind.BROKER:
            return context.known(BrokerConfigFeed(int(target.name))).value or ()
        return (context.known(TopicConfigsFeed((target.name,))).value or {}).get(target.name, ())


class _Records:
    """What the settings file masks of records."""

    def target(self, name: str, what: str) -> Target:
        found = _RECORD.fullmatch(name)
        if found is None:
            raise UsageError(f"{name} is no record.", "Write TOPIC-PARTITION@OFFSET: orders-0@1042.")
        partition, offset = int(found["partition"]), int(found["offset"])
        return Target(PlaceKind.TOPIC, found["topic"], partition, offset)

    def is_of(self, target: Target) -> bool:
        return target.offset is not None

    def names(self, context: ActionContext, target: Target) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.field for rule in context.decoding.masks_of(target.name)))

    def obstacle(self, context: ActionContext, target: Target) -> Obstacle | None:
        return None

    def values(self, context: ActionContext, target: Target, control: TaskControl) -> Mapping[str, str]:
        place = (target.partition or 0, target.offset or 0)
        record = context.read_records(target.name, [place], control.check)[place]
        reader = context.decoding.record_reader(target.name)
        found = {rule.field: _of_rule(record, reader, rule) for rule in reader.rules}
        return {field: text for field, text in found.items() if text}

    def words(self, target: Target) -> str:
        return target.text


PLACES: Mapping[str, MaskedPlace] = {
    "connection": _Connection(),
    "connector": _Connectors(),
    "znode": _Znodes(),
    "record": _Records(),
    "broker": _Configs(PlaceKind.BROKER),
    "topic": _Configs(PlaceKind.TOPIC),
}
"""Every sort of place where something is masked that is not told by an action of its own (`token.show`), by the word a
verb has for it. The first that a target is of is meant."""


def place_of(target: Target) -> MaskedPlace | None:
    """The sort of place that a target is; None where nothing is ever masked."""
    return next((place for place in PLACES.values() if place.is_of(target)), None)


def _properties(context: ActionContext, side: str) -> Mapping[str, str]:
    zookeeper = context.profile.zookeeper
    if side != "ZooKeeper":
        return context.profile.kafka
    return {} if zookeeper is None else {"connect": zookeeper.connect, **zookeeper.properties}


def _has_hash(scheme: str, identity: str) -> bool:
    return scheme == "digest" and ":" in identity


def _user(identity: str) -> str:
    return identity.partition(":")[0]


def _of_rule(record: Record, reader: RecordReader, rule: MaskRule) -> str:
    if rule.part == "header":
        parts = [(reader.headers, value) for name, value in record.headers if rule.hides_header(name)]
    else:
        is_key = rule.part == "key"
        parts = [(reader.key if is_key else reader.value, record.key if is_key else record.value)]
    texts = (hidden_text(replace(each, masks=()).decode_fetched(data), rule.mask) for each, data in parts)
    return "\n".join(text for text in texts if text)
