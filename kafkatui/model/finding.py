"""What the doctor found wrong with a cluster."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.event import Severity
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target


class Evidence(Struct, frozen=True):
    """What one side says.

    Attributes:
        side: "kafka", "zookeeper", or "kafkatui" for what was worked out or seen over time.
        at_seconds: Unix time at which it was read; None when that is not known.
    """

    side: str
    text: str
    at_seconds: float | None = None


class Subject(Struct, frozen=True):
    """What something is wrong with, and where that is looked at.

    Attributes:
        text: how it is called: "broker 3", "orders", "group billing".
        kind, name, tab, cursor, filter: as in `Place`.
    """

    text: str
    kind: PlaceKind = PlaceKind.CLUSTER
    name: str = ""
    tab: str = ""
    cursor: str = ""
    filter: str = ""

    def place(self, cluster: str) -> Place:
        """The same in a cluster."""
        name = cluster if self.kind is PlaceKind.CLUSTER else self.name
        return Place(cluster, self.kind, name, self.tab, self.filter, self.cursor)


class Finding(Struct, frozen=True):
    """One thing that is wrong.

    Attributes:
        rule: the rule's id: "partition-leaderless".
        severity: INFO needs nobody now, WARNING somebody soon, BAD somebody now.
        title: what is wrong, in a sentence.
        since_seconds: Unix time since when, as far as anybody knows.
        is_held: whether it has been so for as long as its rule waits; None where one look cannot tell.
        meaning: what follows from it.
        next_step: what can be done about it without harm.
        action: id of the action that would do it; empty: none.
        targets: what that action acts on, where it is another thing than the subject.
        mute_reason: why somebody does not want to hear of it; empty: nobody said so.
    """

    rule: str
    severity: Severity
    subject: Subject
    title: str
    evidence: tuple[Evidence, ...]
    since_seconds: float
    meaning: str
    next_step: str
    action: str = ""
    is_held: bool | None = True
    mute_reason: str = ""
    targets: tuple[Target, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from all others, from look to look and run to run."""
        return finding_key(self.rule, self.subject.text)

    @property
    def is_wrong(self) -> bool:
        """Whether it needs somebody."""
        return self.severity in (Severity.WARNING, Severity.BAD) and not self.mute_reason


def finding_key(rule: str, subject: str) -> str:
    """`partition-leaderless orders`."""
    return f"{rule} {subject}"


class Examination(Struct, frozen=True):
    """What one look found.

    Attributes:
        findings: the worst first, muted ones last.
        unread: what could not be read, and so was not judged: "consumer groups: Broker 2 did not answer."
    """

    findings: tuple[Finding, ...]
    at_seconds: float
    unread: tuple[str, ...] = ()

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """Those that need somebody."""
        return tuple(each for each in self.findings if each.is_wrong)
