"""What to do next about what is wrong: a sentence for each state, with the key where there is one.

Tables say it of their rows (`TableDefinition.next_step`); the panel or the line below a list shows it of the row under
its cursor. `n` begins it: a sentence that is a `NextStep` says with what, any other leads where Enter does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kafkatui.model.cluster import Partition
from kafkatui.model.group import Group
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState, PresenceState
from kafkatui.model.side import is_by_you
from kafkatui.model.verdict import Verdict, VerdictKind
from kafkatui.report.cluster_partitions import PartitionState
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width

NEXT = "Next"


class NextStep(str):
    """What to do next, in a sentence, and what it begins with.

    Args:
        words: the sentence.
        action: id of the action, whose dialog asks before anything is done; empty: none.
        page: the kind of page to look at; None: that of the row, or the one shown.
        tab: of that page.
    """

    action: str
    page: PlaceKind | None
    tab: str

    def __new__(cls, words: str, action: str = "", page: PlaceKind | None = None, tab: str = "") -> NextStep:
        made = super().__new__(cls, words)
        made.action, made.page, made.tab = action, page, tab
        return made

    def place(self, cluster: str, own: Sequence[Place]) -> Place | None:
        """Where to look; None where no page is named, or none of `own` has such a tab.

        Args:
            own: pages of what is wrong, that of the row first.
        """
        if self.page is not None:
            return Place(cluster, self.page, tab=self.tab)
        fitting = (each for each in own if any(tab.id == self.tab for tab in KINDS[each.kind].tabs))
        return next((place.at(tab=self.tab, cursor="", filter="") for place in fitting), None)


UNKNOWN_STEP = "It is read again by itself; r reads it now."

VERDICT_STEPS: Mapping[VerdictKind, str] = {
    VerdictKind.NOT_STARTED: NextStep("Wait for a member's first commit, or set where it begins: e.", "group.reset"),
    VerdictKind.BEHIND: "Watch its lag; if it does not fall, add consumers.",
    VerdictKind.FALLS_BEHIND: "Add consumers (up to one a partition), or find what slows them.",
    VerdictKind.SET_BACK: NextStep("Find out who set it back; e sets it to where it should go on.", "group.reset"),
    VerdictKind.NOT_RUNNING: "Start its consumers; if nobody needs it any more, delete it: d.",
    VerdictKind.NOT_READ: NextStep("Look at what its members are assigned: they may choose by hand.", tab="members"),
    VerdictKind.STUCK: NextStep("Read the record that it stands before (m), then its member's log.", tab="messages"),
    VerdictKind.LOST: NextStep("Find out what was lost; then e sets it to where it should go on.", "group.reset"),
    VerdictKind.BEYOND_END: NextStep(
        "The log was cut or made anew: e sets it to where it should go on.", "group.reset"
    ),
}
"""Of those that need somebody, or may. A sentence is short: it stands on one line of a small terminal."""

CATCH_UP = "Add consumers, or keep records for longer until it has caught up."


def verdict_step(verdict: Verdict | None) -> str:
    """What to do about a group, or about one of its partitions; empty where nobody has to do anything."""
    if verdict is None:
        return ""
    step = VERDICT_STEPS.get(verdict.kind, "")
    return CATCH_UP if not step and verdict.warnings else step


BROKER_STEPS: Mapping[PresenceState, str] = {
    PresenceState.UNREACHABLE: NextStep("See whether its address is reached from here; then its log.", tab="logs"),
    PresenceState.GONE: NextStep("Start it again, or empty it if it will not come back: a.", "broker.decommission"),
}

PARTITION_STEPS: Mapping[PartitionState, str] = {
    PartitionState.LEADERLESS: NextStep(
        "Start a broker that keeps it. Elect one out of sync (a) only if all that were in sync are lost: that loses "
        "records.",
        page=PlaceKind.BROKERS,
    ),
    PartitionState.SILENT: NextStep(
        "Look at the leader's log and machine; another may lead soon.", page=PlaceKind.BROKERS, tab="logs"
    ),
    PartitionState.UNDER_MIN: NextStep(
        "Bring the missing brokers back; until then acks=all is refused.", page=PlaceKind.BROKERS
    ),
    PartitionState.AT_MIN: NextStep("Bring the missing brokers back before one more is lost.", page=PlaceKind.BROKERS),
    PartitionState.UNDER_REPLICATED: NextStep(
        "Look at the brokers missing from its ISR: state, log, disks.", page=PlaceKind.BROKERS
    ),
    PartitionState.NOT_PREFERRED: NextStep(
        "Its preferred replica leads again by itself, or at once: a.", "partition.elect"
    ),
}
"""Of those that need somebody, or may; one that moves needs nobody."""

LINK_STEPS: Mapping[LinkState, str] = {
    LinkState.MISMATCH: NextStep(
        "Give this cluster's own ZooKeeper, its chroot included: zookeeper in the profile.",
        page=PlaceKind.CLUSTER,
        tab="connection",
    ),
    LinkState.UNKNOWN: "It is looked at again by itself; until both ids are known nothing is taken for the same.",
    LinkState.FAILED: NextStep(
        "Look at its servers (5, Ensemble) and at the profile's address; it is tried again by itself.",
        page=PlaceKind.ZOOKEEPER,
        tab="ensemble",
    ),
}

CONNECT_STEP = NextStep("Connect (a) opens it again; by itself it stays closed.", "link.connect")

_REBALANCING = NextStep(
    "Wait: nobody reads meanwhile. If it does not come to rest, look at its members: one may be too slow.",
    tab="members",
)
GROUP_STATE_STEPS: Mapping[str, str] = {
    "preparingrebalance": _REBALANCING,
    "completingrebalance": _REBALANCING,
    "assigning": _REBALANCING,
    "reconciling": _REBALANCING,
    "notready": "Look at the application's log: it lacks topics, or they do not have the same number of partitions.",
    "dead": "It is gone with its commits; consumers that join make it anew.",
}

GROUP_NOT_TOLD = (
    "Its coordinator does not tell: look at the broker that leads its partition of __consumer_offsets; r asks again."
)


def worst_partition_step(states: Sequence[PartitionState]) -> str:
    """What to do about a partition in these states, the worst first."""
    return next((step for state in states if (step := PARTITION_STEPS.get(state))), "")


def partition_step(partition: Partition, *, is_silent: bool) -> str:
    """The same by the metadata alone: without the topic's minimum.

    Args:
        is_silent: whether the leader does not answer kafkatui.
    """
    if partition.is_leaderless:
        return PARTITION_STEPS[PartitionState.LEADERLESS]
    if is_silent:
        return PARTITION_STEPS[PartitionState.SILENT]
    return PARTITION_STEPS[PartitionState.UNDER_REPLICATED] if partition.is_under_replicated else ""


def link_step(state: LinkState, why: str) -> str:
    """What to do about a link in this state, and why it is in it; empty where nothing is to be done."""
    return CONNECT_STEP if is_by_you(why) else LINK_STEPS.get(state, "")


def group_step(group: Group) -> str:
    """What to do about a group that is not told of, or in a state in which nobody reads; else empty."""
    if group.error:
        return GROUP_NOT_TOLD
    return GROUP_STATE_STEPS.get(group.state.lower().replace("_", ""), "")


def next_lines(step: str, label_width: int, width: int) -> list[tuple[Span, ...]]:
    """A step with its label, on as many lines of `width` cells as it needs; none of an empty one.

    Args:
        width: 0 while it is not known: then it is one line.
    """
    if not step:
        return []
    room = width - label_width if width > label_width else 0
    lines, line = [], ""
    for word in step.split(" "):
        longer = f"{line} {word}" if line else word
        if room and line and text_width(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    labels = (NEXT.ljust(label_width), *(" " * label_width for _ in lines[1:]))
    return [((label, Tone.KAFKA), (text, Tone.BRIGHT)) for label, text in zip(labels, lines, strict=True)]
