"""What a page that reads as a member of a group says of that."""

from __future__ import annotations

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.membership import MemberState
from kafkatui.model.tail import TailPhase, TailState
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Span, Tone

MARK = "◆"
"""Stands before the group's name wherever records are read for it."""


def member_spans(member: MemberState, partition_count: int) -> list[Span]:
    """`◆ member of billing · 2 of 3 partitions · commits`, for the line above the records.

    Args:
        partition_count: of all topics that are subscribed to.
    """
    membership = member.membership
    group = sanitise(membership.group)
    if member.assigned is None:
        share = "joining …"
    else:
        share = f"{len(member.assigned):,} of {max(partition_count, len(member.assigned)):,} partitions"
    commits = "commits" if membership.commits else "commits nothing"
    return [(f"{MARK} member of {group} · {share} · {commits}", Tone.WARNING)]


def member_foot(member: MemberState) -> list[Span]:
    """The same in short, for the foot."""
    return [(f" · {MARK} {sanitise(member.membership.group)}", Tone.WARNING)]


def member_placeholder(member: MemberState, state: TailState) -> list[Cell] | None:
    """What to say while there are no records; None where a member says what everybody says."""
    group = sanitise(member.membership.group)
    match state.phase:
        case TailPhase.STARTING | TailPhase.JOINING:
            return [cell(f"Joining {group} …", Tone.DIM)]
        case TailPhase.FOLLOWING if not member.assigned:
            return [
                cell(f"{group} has no partition left for this member.", Tone.DIM),
                cell("It gets some when another leaves, or when the topics get more.", Tone.DIM),
            ]
        case TailPhase.FOLLOWING:
            return [cell(f"Nothing to read that {group} has not committed.", Tone.DIM)]
        case TailPhase.STOPPED:
            return [cell(f"It has left {group}.", Tone.DIM)]
        case _:
            return None
