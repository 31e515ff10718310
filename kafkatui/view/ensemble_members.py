"""The members of an ensemble by its own configuration: lines for the page, a table for the verb."""

from __future__ import annotations

from collections.abc import Collection

from kafkatui.model.membership_config import PARTICIPANT, DynamicConfig, EnsembleMember
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.view.cells import text_cell
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

MEMBERS_TABLE: TableDefinition[EnsembleMember] = TableDefinition(
    id="zookeeper_members",
    noun="member",
    noun_plural="members",
    columns=[
        number_column("id", "Id", "The server's number.", lambda member: member.id),
        text_column("role", "Role", "participant: it votes; observer: it only follows.", lambda member: member.role),
        text_column("peer", "Peers at", "Where the others reach it: for changes, for elections.",
            lambda member: member.peer),
        text_column("client", "Clients at", "Where clients reach it, where the configuration says so.",
            lambda member: member.client),
    ],
    key=lambda member: str(member.id),
    filter_text=lambda member: member.line,
)  # fmt: skip

NOT_YET = "Reading the ensemble's own configuration …"


def member_lines(config: Observed[DynamicConfig], addresses: Collection[str]) -> list[list[Span]]:
    """What the ensemble itself says of its members, below the servers of the connect string.

    Args:
        addresses: those of the connect string.
    """
    found = config.value
    if found is None:
        is_waiting = config.state is ObservedState.UNKNOWN
        text = NOT_YET if is_waiting else text_cell(config.reason).text
        return [[(text, Tone.DIM)]]
    voters = len(found.voters)
    head = (
        f"{len(found.members)} members, {voters} of which {'votes' if voters == 1 else 'vote'}"
        if voters < len(found.members)
        else f"{voters} voters"
    )
    version = "" if found.version is None else f", configuration {found.version:#x}"
    lines: list[list[Span]] = [[(f"{head}{version}", Tone.DIM)]]
    width = max(len(each.peer) for each in found.members)
    for member in found.members:
        tone = Tone.BRIGHT if member.role == PARTICIPANT else Tone.PLAIN
        spans: list[Span] = [(f"{member.id:>3}  ", Tone.BRIGHT), (f"{member.role:<11}  ", tone)]
        spans.append((text_cell(f"{member.peer:<{width}}").text, Tone.PLAIN))
        if member.client:
            spans.append((f"  clients at {text_cell(member.client).text}", Tone.PLAIN))
        if member.client and not _is_named(member.client, addresses):
            spans.append(("  not in the connect string", Tone.WARNING))
        lines.append(spans)
    return lines


def _is_named(client: str, addresses: Collection[str]) -> bool:
    """Whether clients know it; one that listens everywhere is known by its port alone, if any."""
    host, _, port = client.rpartition(":")
    if host in ("", "0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]"):
        return any(address.endswith(f":{port}") for address in addresses)
    return client in addresses
