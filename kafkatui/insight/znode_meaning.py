"""What a znode is to Kafka, what of Kafka it belongs to, and the way back."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from urllib.parse import unquote

from msgspec import Struct

from kafkatui.insight.znode_client_rules import CLIENT_RULES
from kafkatui.insight.znode_cluster_rules import CLUSTER_RULES
from kafkatui.insight.znode_fields import FieldNote, field_notes
from kafkatui.insight.znode_rule import ZnodeRule
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.insight.znode_versions import versions_of
from kafkatui.model.place import Place, PlaceKind


class ZnodeTarget(Struct, frozen=True):
    """What of Kafka a znode belongs to.

    Attributes:
        name: broker id, topic or group; empty for lists and the cluster.
        cursor: the partition's id, where there is one.
    """

    kind: PlaceKind
    name: str = ""
    cursor: str = ""
    tab: str = ""

    def place(self, cluster: str) -> Place:
        """The place in the cluster of that profile name."""
        return Place(cluster, self.kind, self.name, self.tab, cursor=self.cursor)


class ZnodeMeaning(Struct, frozen=True):
    """What a znode is.

    Attributes:
        kind: stable name of the kind, "unknown" when Kafka keeps no such znode.
        title: a few words with a full stop.
        explanation: one or two sentences: who writes it, when it goes.
        target: where `x` leads, None when nowhere.
        fields: what its data says, in the data's order; secrets masked.
        versions: which of Kafka keep it: "Kafka 0.11 to 3.9"; empty of what is not Kafka's.
    """

    kind: str
    title: str
    explanation: str
    target: ZnodeTarget | None = None
    fields: tuple[FieldNote, ...] = ()
    versions: str = ""


UNKNOWN = ZnodeMeaning("unknown", "Not Kafka's.", "Kafka 0.8 to 3.9 keeps nothing at this path.")


def meaning(path: str, data: bytes | None, now_ms: int | None = None) -> ZnodeMeaning:
    """What the znode at `path` (below the chroot) is.

    Args:
        data: as it was read; None leaves the fields out.
        now_ms: Unix milliseconds, for the age of what has a time stamp; None leaves ages out.
    """
    for rule, pattern in _patterns():
        match = pattern.fullmatch(path)
        if match is not None:
            names = match.groupdict()
            masked = mask_znode_data(path, data) if data is not None else None
            fields = field_notes(rule.id, masked, now_ms)
            target, versions = _target(rule, names, fields), versions_of(rule.id)
            return ZnodeMeaning(rule.id, rule.title, rule.explanation, target, fields, versions)
    return UNKNOWN


def title_of(path: str) -> str:
    """What the znode at `path` is, in a few words without a full stop; empty when Kafka keeps no such znode."""
    first = path.split("/", 2)[1]
    for rule, pattern in _patterns_by_first().get(first, ()):
        if pattern.fullmatch(path) is not None:
            return rule.title.removesuffix(".")
    return ""


def _target(rule: ZnodeRule, names: Mapping[str, str], fields: tuple[FieldNote, ...]) -> ZnodeTarget | None:
    if rule.place is None:
        return None
    if rule.id == "controller":
        broker = next((field.value for field in fields if field.name == "brokerid"), "")
        return ZnodeTarget(PlaceKind.BROKER, broker) if broker.isdecimal() else ZnodeTarget(PlaceKind.BROKERS)
    name = {
        PlaceKind.BROKER: names.get("broker", ""),
        PlaceKind.TOPIC: names.get("topic", ""),
        PlaceKind.GROUP: names.get("group", ""),
    }.get(rule.place, "")
    if rule.id.endswith("-acls") and name == "*":
        return ZnodeTarget(PlaceKind.CLUSTER, tab="acls")
    cursor = names.get("partition", "") if rule.place is PlaceKind.TOPIC else ""
    return ZnodeTarget(rule.place, name, cursor, rule.tab)


def entity_name(part: str) -> str:
    """A user, client id or address as it was before Kafka encoded it for a path."""
    return part if part == "<default>" else unquote(part)


@functools.cache
def _patterns() -> tuple[tuple[ZnodeRule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(_regex(rule.pattern), re.DOTALL)) for rule in CLUSTER_RULES + CLIENT_RULES)


@functools.cache
def _patterns_by_first() -> Mapping[str, tuple[tuple[ZnodeRule, re.Pattern[str]], ...]]:
    """By the first part of the path, which no rule leaves open: lists ask for very many."""
    found: dict[str, tuple[tuple[ZnodeRule, re.Pattern[str]], ...]] = {}
    for rule, pattern in _patterns():
        first = rule.pattern.split("/", 2)[1]
        found[first] = (*found.get(first, ()), (rule, pattern))
    return found


def _regex(pattern: str) -> str:
    def part(text: str) -> str:
        if not text.startswith("{"):
            return re.escape(text)
        name = text.strip("{}")
        if name.endswith("*"):
            return f"(?P<{name[:-1]}>.+)"
        return rf"(?P<{name}>\d+)" if name in ("broker", "partition") else f"(?P<{name}>[^/]+)"

    return "/".join(part(text) for text in pattern.split("/"))
