"""Name and value, one below the other: a znode's stat, a profile's properties."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kafkatui.insight.znode_stat import NOT_EPHEMERAL
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import MASK, is_secret, mask_text, secret_values
from kafkatui.model.znode import ZnodeStat
from kafkatui.view import numbers
from kafkatui.view.cell import cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


class Fact(Struct, frozen=True):
    """One line.

    Attributes:
        value: what is shown.
        note: what it means, one sentence.
        json_value: the value with its type, for exports.
        section: "Kafka" or "ZooKeeper" where both have properties.
    """

    name: str
    value: str
    note: str = ""
    json_value: object = None
    section: str = ""
    tone: Tone = Tone.BRIGHT


def _number(name: str, value: int, note: str) -> Fact:
    return Fact(name, numbers.count(value), note, value)


def _transaction(name: str, value: int, note: str) -> Fact:
    return Fact(name, f"0x{value:x}", note, value)


def _time(name: str, unix_ms: int, note: str) -> Fact:
    if not unix_ms:  # the root, and what the server made itself
        return Fact(name, "n/a", note, None)
    return Fact(name, numbers.timestamp(unix_ms), note, numbers.iso_timestamp(unix_ms))


def stat_facts(stat: ZnodeStat) -> list[Fact]:
    """ZooKeeper's Stat structure, line by line, with zkCli's names."""
    owner = stat.ephemeral_owner & 0xFFFFFFFFFFFFFFFF
    lives = "the session it lives with" if stat.is_ephemeral else f"0x0: not ephemeral. {NOT_EPHEMERAL}"
    return [
        _transaction("cZxid", stat.czxid, "The transaction that made the znode."),
        _time("ctime", stat.created_ms, "When it was made."),
        _transaction("mZxid", stat.mzxid, "The transaction that last changed its data."),
        _time("mtime", stat.modified_ms, "When its data was last changed."),
        _transaction("pZxid", stat.pzxid, "The transaction that last added or removed a child."),
        _number("cversion", stat.children_version, "How often its children changed."),
        _number("dataVersion", stat.version, "How often its data changed; a write may demand this very version."),
        _number("aclVersion", stat.acl_version, "How often its access list changed."),
        Fact(
            "ephemeralOwner",
            f"0x{owner:x}",
            f"Ephemeral owner: {lives.rstrip('.')}.",
            owner,
            tone=Tone.ZOOKEEPER if stat.is_ephemeral else Tone.BRIGHT,
        ),
        Fact("dataLength", numbers.size(stat.data_length), "Bytes of data it holds.", stat.data_length),
        _number("numChildren", stat.children_count, "How many znodes are directly below."),
    ]


def property_facts(profile: Profile) -> list[Fact]:
    """The connection properties in effect, by side and name, every secret masked wherever it stands."""
    zookeeper = profile.zookeeper
    zookeeper_properties = {} if zookeeper is None else {"connect": zookeeper.connect, **zookeeper.properties}
    secrets = secret_values(profile.kafka) + secret_values(zookeeper_properties)
    secrets += tuple(v for name in profile.secret_properties if len(v := profile.kafka.get(name, "")) > 2)
    secrets += tuple(v for name in profile.secret_properties if len(v := zookeeper_properties.get(name, "")) > 2)
    ordered = tuple(sorted(secrets, key=len, reverse=True))
    sides = (("Kafka", profile.kafka), ("ZooKeeper", zookeeper_properties))
    return [fact for side, properties in sides for fact in _side_facts(side, properties, profile, ordered)]


def _side_facts(side: str, properties: Mapping[str, str], profile: Profile, secrets: tuple[str, ...]) -> list[Fact]:
    facts = []
    for name in sorted(properties):
        is_masked = bool(properties[name]) and (is_secret(name) or name in profile.secret_properties)
        value = MASK if is_masked else mask_text(properties[name], secrets)
        facts.append(Fact(name, value, "", value, side, Tone.DIM if is_masked else Tone.BRIGHT))
    return facts


def _section_tone(fact: Fact) -> Tone:
    return Tone.ZOOKEEPER if fact.section == "ZooKeeper" else Tone.KAFKA


_SECTION: Column[Fact] = text_column(
    "section",
    "Side",
    "Which connection the property belongs to.",
    lambda fact: fact.section,
    tone=_section_tone,
    json_name="side",
)
_NAME: Column[Fact] = text_column(
    "name",
    "Name",
    "The name, as Kafka or ZooKeeper spells it.",
    lambda fact: fact.name,
    tone=lambda fact: Tone.DIM,
    min_width=12,
    max_width=60,
)
VALUE_COLUMN: Column[Fact] = Column(
    "value",
    "Value",
    "The value in effect; secrets are masked.",
    cell=lambda fact: text_cell(fact.value, fact.tone),
    sort_key=lambda fact: fact.value.lower(),
    json_name="value",
    json_value=lambda fact: fact.json_value,
    min_width=10,
    max_width=200,
    grow=1,
)
_NOTE: Column[Fact] = Column(
    "note", "Meaning", "What it says.", cell=lambda fact: cell(fact.note, Tone.DIM), min_width=20, max_width=100
)

STAT_TABLE: TableDefinition[Fact] = TableDefinition(
    id="stat",
    noun="field",
    noun_plural="fields",
    # What it means gives way before what it is: a session's id is read whole or not at all.
    columns=[_NAME, replace(VALUE_COLUMN, grow=0, max_width=60), replace(_NOTE, grow=1)],
    key=lambda fact: fact.name,
    filter_text=lambda fact: f"{fact.name} {fact.value} {fact.note}",
)

PROPERTIES_TABLE: TableDefinition[Fact] = TableDefinition(
    id="properties",
    noun="property",
    noun_plural="properties",
    columns=[_SECTION, _NAME, VALUE_COLUMN],
    key=lambda fact: f"{fact.section} {fact.name}",
    filter_text=lambda fact: f"{fact.section} {fact.name} {fact.value}",
    naming=("name",),
)
