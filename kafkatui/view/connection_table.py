"""The connection as facts: where it leads, what is in effect, what it costs, what went wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.acl import OPERATIONS_OF
from kafkatui.model.capabilities import Capabilities
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.model.rights import Rights
from kafkatui.model.side import is_by_you
from kafkatui.model.traffic import ClientTraffic
from kafkatui.view import numbers
from kafkatui.view.cell import cell
from kafkatui.view.cells import FAILED, LOADING, NOT_SUPPORTED, text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.detail_lines import LABEL_WIDTH, Line, labelled
from kafkatui.view.facts_table import VALUE_COLUMN, Fact, property_facts
from kafkatui.view.next_steps import CONNECT_STEP, link_step, next_lines
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_LINK_TONES = {
    LinkState.LINKED: Tone.GOOD,
    LinkState.MISMATCH: Tone.BAD,
    LinkState.FAILED: Tone.WARNING,
    LinkState.UNKNOWN: Tone.WARNING,
}
_LINK_MARKS = {LinkState.LINKED: "✓ ", LinkState.MISMATCH: "✗ ", LinkState.FAILED: "✗ ", LinkState.UNKNOWN: "! "}


def connection_facts(
    profile: Profile,
    metadata: Observed[ClusterMetadata],
    link: Link,
    capabilities: Observed[Capabilities],
    traffic: Observed[ClientTraffic],
    versions: Mapping[str, str],
    errors: Iterable[str],
    rights: Observed[Rights],
) -> list[Fact]:
    """Everything about one connection, section by section; secrets are masked.

    Args:
        errors: the client's newest complaints, newest first, already masked.
        rights: what the brokers let us do.
    """
    return [
        *_cluster_facts(profile, metadata, link, capabilities),
        *_rights_facts(rights),
        *(_with_note(fact, profile) for fact in property_facts(profile)),
        *_cost_facts(traffic),
        *(Fact(name, version, "Version in use.", version, "Client") for name, version in versions.items()),
        *_error_facts(errors),
    ]


def _missing(observed: Observed[Any]) -> tuple[str, str]:
    """What stands for a value that is not there, and why."""
    match observed.state:
        case ObservedState.NOT_SUPPORTED:
            return NOT_SUPPORTED, observed.reason
        case ObservedState.FAILED:
            return FAILED, observed.reason
        case _:
            return LOADING, "Not read yet."


def _cluster_facts(
    profile: Profile, metadata: Observed[ClusterMetadata], link: Link, capabilities: Observed[Capabilities]
) -> list[Fact]:
    assumed = "Assumed: nothing was given." if profile.is_assumed else "Where the client begins to look for brokers."
    facts = [
        Fact("profile", profile.name, profile.note, profile.name, "Cluster"),
        Fact("bootstrap servers", profile.bootstrap_servers, assumed, profile.bootstrap_servers, "Cluster"),
    ]
    if is_by_you(metadata.reason):
        facts.append(Fact("Kafka", "disconnected", metadata.reason, "disconnected", "Cluster", Tone.WARNING))
    if metadata.value is not None:
        cluster_id = metadata.value.cluster_id or FAILED
        facts.append(Fact("cluster id", cluster_id, "As Kafka tells it.", metadata.value.cluster_id, "Cluster"))
    else:
        shown, why = _missing(metadata)
        facts.append(Fact("cluster id", shown, why, None, "Cluster", Tone.WARNING))
    if capabilities.value is not None:
        generation, kind = capabilities.value.broker_generation, "KRaft" if capabilities.value.is_kraft else "ZooKeeper"
        note = "The newest Kafka whose protocol the brokers speak in full."
        facts.append(Fact("broker generation", f"{generation} with {kind}", note, generation, "Cluster"))
    else:
        shown, why = _missing(capabilities)
        facts.append(Fact("broker generation", shown, why, None, "Cluster", Tone.DIM))
    mode = "read-only" if profile.read_only else "reads and writes"
    note = "Nothing can be written." if profile.read_only else "Writes happen only when asked for; --read-only forbids."
    facts.append(Fact("mode", mode, note, mode, "Cluster", Tone.ZOOKEEPER if profile.read_only else Tone.BRIGHT))
    if profile.no_export:
        note = "Records are only to be looked at: nothing of them is copied, written or sent elsewhere."
        facts.append(Fact("export", "forbidden", note, "forbidden", "Cluster", Tone.WARNING))
    text = f"{_LINK_MARKS.get(link.state, '')}{link.state.value}"
    facts.append(Fact("ZooKeeper", text, link.text, link.state.value, "Cluster", _LINK_TONES.get(link.state, Tone.DIM)))
    return facts


def _rights_facts(rights: Observed[Rights]) -> list[Fact]:
    name, note = "may", "On the cluster, as the brokers' authorizer says; without one everybody may do everything."
    told = rights.value
    if told is None or told.cluster is None:
        shown, why = _missing(rights) if told is None else (FAILED, "The brokers do not tell.")
        return [Fact(name, shown, why, None, "Cluster", Tone.DIM)]
    facts = [Fact(name, rights_text(told.cluster), note, list(told.cluster), "Cluster")]
    if told.topic_count:
        everywhere = [each for each, count in told.topics.items() if count == told.topic_count]
        some = [f"{each} on {numbers.count(n)}" for each, n in told.topics.items() if n < told.topic_count]
        text = "; ".join(filter(None, (", ".join(everywhere), ", ".join(some)))) or "see them"
        note = (
            f"With the {numbers.count(told.topic_count)} topics that may be seen; without a number: with all of them."
        )
        facts.append(Fact("may with topics", text, note, dict(told.topics), "Cluster"))
    return facts


def rights_text(operations: Collection[str]) -> str:
    """ "everything", "DESCRIBE, CREATE", "nothing"."""
    possible = set(OPERATIONS_OF["CLUSTER"]) - {"ALL"}
    return "everything" if possible <= set(operations) else ", ".join(operations) or "nothing"


def _with_note(fact: Fact, profile: Profile) -> Fact:
    """A property with what is known of where it came from."""
    if fact.name in profile.secret_properties:
        return replace(fact, note="Given by reference; never shown.")
    is_assumed = (fact.name == "bootstrap.servers" and profile.is_assumed) or (
        fact.section == "ZooKeeper" and profile.zookeeper is not None and profile.zookeeper.is_assumed
    )
    return replace(fact, note="Assumed: nothing was given.") if is_assumed else fact


def _cost_facts(traffic: Observed[ClientTraffic]) -> list[Fact]:
    value = traffic.value
    if value is None:
        shown, why = _missing(traffic)
        return [Fact("requests", shown, why, None, "Traffic", Tone.DIM)]
    if not value.requests:
        # The client tells its totals every few seconds, the first time after the first of them.
        return [Fact("requests", LOADING, "The client has not told its totals yet.", None, "Traffic", Tone.DIM)]
    facts = [
        Fact("requests", numbers.count(value.requests), "All of kafkatui's Kafka clients.", value.requests, "Traffic"),
        Fact("sent", numbers.size(value.sent_bytes), "On the wire.", value.sent_bytes, "Traffic"),
        Fact("received", numbers.size(value.received_bytes), "On the wire.", value.received_bytes, "Traffic"),
    ]
    for name, calls in sorted(value.calls.items(), key=lambda item: (-item[1], item[0])):
        facts.append(Fact(f"{name} calls", numbers.count(calls), "Asked for by kafkatui.", calls, "Traffic"))
    return facts


def _error_facts(errors: Iterable[str]) -> list[Fact]:
    facts = [
        Fact(f"complaint {number}", text, "The client library's, newest first.", text, "Errors", Tone.WARNING)
        for number, text in enumerate(errors, 1)
    ]
    return facts or [Fact("complaints", "none", "The client library has not complained.", None, "Errors", Tone.DIM)]


_SECTION_TONES = {"ZooKeeper": Tone.ZOOKEEPER, "Errors": Tone.DIM, "Client": Tone.DIM, "Traffic": Tone.DIM}

_COLUMNS: list[Column[Fact]] = [
    text_column(
        "section",
        "Of",
        "What the fact is about: the cluster, Kafka's or ZooKeeper's properties, traffic, client libraries, errors.",
        lambda fact: fact.section,
        tone=lambda fact: _SECTION_TONES.get(fact.section, Tone.KAFKA),
        max_width=9,
    ),
    text_column(
        "name",
        "Name",
        "The property as librdkafka or ZooKeeper spells it, or what is counted.",
        lambda fact: fact.name,
        tone=lambda fact: Tone.DIM,
        min_width=10,
        max_width=40,
    ),
    replace(VALUE_COLUMN, min_width=36),
    Column(
        "note",
        "Meaning",
        "What it says, or why it is not known.",
        cell=lambda fact: cell(text_cell(fact.note).text, Tone.DIM),
        json_name="note",
        json_value=lambda fact: fact.note or None,
        min_width=10,
        max_width=120,
    ),
]


def _next_step(fact: Fact) -> str:
    if fact.tone not in (Tone.WARNING, Tone.BAD):
        return ""
    if fact.section == "Errors":
        return "What passes is tried again by itself; what stays is in :doctor, or in the profile: e edits it."
    if fact.name == "ZooKeeper":
        return link_step(LinkState(fact.json_value), fact.note)
    if is_by_you(fact.note):
        return CONNECT_STEP
    if fact.name == "export":
        return "Look at records here; a profile without no_export may copy them."
    return "Compare addresses and properties with the brokers' listeners: e edits the profile, then connects anew."


def fact_lines(fact: Fact, next_step: str) -> list[Line]:
    """All of a fact, for the panel below the list: what it is, and what to do where it is wrong."""
    note: list[Line] = [((sanitise(fact.note), Tone.PLAIN),), ()] if fact.note else []
    value = labelled("Value", (sanitise(fact.value), fact.tone))
    return [*note, value, *next_lines(next_step, LABEL_WIDTH, 0)]


CONNECTION_TABLE: TableDefinition[Fact] = TableDefinition(
    id="connection",
    noun="fact",
    noun_plural="facts",
    columns=_COLUMNS,
    key=lambda fact: f"{fact.section} {fact.name}",
    filter_text=lambda fact: f"{fact.section} {fact.name} {fact.value} {fact.note}",
    is_wrong=lambda fact: fact.tone in (Tone.WARNING, Tone.BAD),
    next_step=_next_step,
    naming=("name",),
)
