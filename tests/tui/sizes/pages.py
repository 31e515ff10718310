"""Every page that is looked at in every size: all tabs of the table of kinds, and what is opened over them by a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kafkatui.model.journal import JournalEntry
from kafkatui.model.kinds import KINDS
from kafkatui.model.known_cluster import KnownCluster
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.model.znode import Znode
from kafkatui.session.feeds import ZnodeFeed
from kafkatui.session.journal import Journal
from kafkatui.session.sessions import Sessions
from tests.tui.every_pane import NAMES
from tests.tui.every_pane import PANES as STATES
from tests.tui.fake_session import NAME, FakeSession, fake_profile
from tests.tui.log_states import with_line
from tests.tui.pane_state import Change, Impossible, PaneState, Shown
from tests.tui.pane_states import of_cluster
from tests.tui.sample_cluster import STAT
from tests.tui.sizes.crowded_cluster import LONG_TOPIC, run_tasks

WIDE, MEDIUM, SMALL = (160, 50), (100, 30), (80, 24)
SIZES = (WIDE, MEDIUM, SMALL)


@dataclass(frozen=True)
class Page:
    """A page as it is looked at.

    Attributes:
        name: of its file.
        words: one of these is on the screen once it is there.
        change: brings the session into what it shows.
        then: what happens once the page is shown.
        keys: pressed then, after which one of `after` is on the screen.
        screen: the class of the screen it is on.
        sizes: those it is looked at in.
        has_records: whether what it follows has many.
    """

    name: str
    place: Place
    words: Sequence[str]
    change: Change = lambda _: None
    then: Change = lambda _: None
    keys: tuple[str, ...] = ()
    after: Sequence[str] = ()
    screen: str = "MainScreen"
    sizes: Sequence[tuple[int, int]] = SIZES
    has_records: bool = True


def _place(kind: PlaceKind, tab: str = "", name: str = "") -> Place:
    return Place(NAME, kind, name or NAMES.get(kind, ""), tab)


def _tabs() -> list[Page]:
    pages = []
    for kind, row in KINDS.items():
        for tab in row.tabs:
            case = STATES[kind, tab.id][PaneState.OK]
            assert isinstance(case, Shown), f"{kind} {tab.id} is never ok: {case}"
            then = run_tasks if tab.id == "tasks" else case.then
            pages.append(Page(f"{kind.value}-{tab.id}", _place(kind, tab.id), case.words, case.change, then))
    return pages


def _empty(kind: PlaceKind, tab: str) -> Page:
    case = STATES[kind, tab][PaneState.EMPTY]
    assert not isinstance(case, Impossible)
    name = f"{kind.value}-{tab}-empty"
    return Page(name, _place(kind, tab), case.words, case.change, case.then, has_records=False)


def _opened(kind: PlaceKind, tab: str, words: str) -> Page:
    """A list with the panel about its row where that is folded at first."""
    return Page(f"{kind.value}-{tab}-detail", _place(kind, tab), (words,), keys=("z",), after=(words,), sizes=SIZES[1:])


def _written(session: FakeSession) -> None:
    """A znode was written while it was open."""
    for version in (3, 4):
        stat = replace(STAT, version=version, mzxid=version)
        session.ok(ZnodeFeed("/app"), Znode("/app", stat, b'{"rate": %d}' % version))


TOPICS = _place(PlaceKind.TOPICS)
MESSAGES = _place(PlaceKind.TOPIC, "messages")

BESIDE = (
    Page("no-contact", _place(PlaceKind.CLUSTER, "overview"), ("kafka-1:9092",), FakeSession.forget),
    Page("no-topics", _place(PlaceKind.TOPICS, "topics"), ("This cluster has no topics yet",), of_cluster(topics={})),
    Page("long-topic", _place(PlaceKind.TOPIC, "partitions", LONG_TOPIC), ("Partition 0",)),
    _empty(PlaceKind.TOPIC, "messages"),
    _empty(PlaceKind.TOPIC, "search"),
    _empty(PlaceKind.TOPIC, "analysis"),
    _empty(PlaceKind.GROUPS, "groups"),
    _opened(PlaceKind.TOPICS, "topics", "billing"),
    _opened(PlaceKind.GROUPS, "groups", "billing"),
    _opened(PlaceKind.BROKERS, "brokers", "kafka-1"),
    _opened(PlaceKind.TOPIC, "config", "min.insync.replicas"),
    Page("record", MESSAGES, ("following",), keys=("up", "enter"), after=("user-40",)),
    Page("producing", MESSAGES, ("following",), keys=("p",), after=("headers",)),
    Page("help", TOPICS, ("orders",), keys=("question_mark",), after=("Terms, columns",), screen="HelpScreen"),
    Page("primer", TOPICS, ("orders",), keys=("question_mark", "tab"), after=("Kafka in one screen, on",),
         screen="HelpScreen"),
    Page("clusters", TOPICS, ("orders",), keys=("C",), after=("staging",), screen="ClustersScreen"),
    Page("journal", TOPICS, ("orders",), keys=("u",), after=("what was changed here",), screen="UndoScreen"),
    Page("palette", TOPICS, ("orders",), keys=("semicolon",), after=("kafkatui-contrast", "quit"),
         screen="PaletteScreen"),
    Page("goto", TOPICS, ("orders",), keys=("colon", "o", "r"), after=("orders",), screen="GotoScreen"),
    Page("actions", TOPICS, ("orders",), keys=("a",), after=("Generate", "Create"), screen="ActionMenuScreen"),
    Page("columns", MESSAGES, ("following",), keys=("vertical_line",), after=("Columns",),
         screen="RecordColumnsScreen"),
    Page("range", MESSAGES, ("following",), keys=("f",), after=("beginning",), screen="TailRangeScreen"),
    Page("decode", MESSAGES, ("following",), keys=("up", "t"), after=("Read",), screen="DecodingScreen"),
    Page("seen-values", _place(PlaceKind.ZNODE, "data"), ('"rate"',), _written, keys=("H",),
         after=("compares it with",), screen="SeenValuesScreen"),
    Page("copy", MESSAGES, ("following",), keys=("up", "y"), after=("Copy",), screen="CopyScreen"),
    Page("write", TOPICS, ("orders",), keys=("w",), after=("Write",), screen="WriteScreen"),
    Page("ties", _place(PlaceKind.CLUSTER, "schemas"), ("orders-value",), keys=("end", "ampersand"),
         after=("Tied to orders-value",), screen="RelationsScreen"),
    Page("table-columns", TOPICS, ("orders",), keys=("vertical_line",), after=("Columns of",),
         screen="TableColumnsScreen"),
    Page("refresh", TOPICS, ("orders",), keys=("at",), after=("off",), screen="RefreshScreen"),
    Page("picture", TOPICS, ("orders",), keys=("W",), after=(".svg",), screen="WritePictureScreen"),
    Page("record-diff", MESSAGES, ("following",), keys=("up", "v", "v", "D"), after=("differ",),
         screen="RecordDiffScreen"),
    Page("create-topic", TOPICS, ("orders",), keys=("c",), after=("Name: needed.",), screen="ActionScreen"),
    Page("quit", MESSAGES, ("following",), keys=("p", "x", "ctrl+q"), after=("Stay",), screen="ConfirmScreen"),
    Page("since", _place(PlaceKind.BROKER, "logs"), ("following",), keys=("f",), after=("beginning", "Read"),
         screen="LogSinceScreen"),
)  # fmt: skip
"""What is no tab: lists that are empty, panels that are opened, screens that lie over a page."""

PAGES = (*_tabs(), *BESIDE)

BASES = {"ChoiceScreen", "ColumnsScreen", "CommandScreen", "DimmedScreen", "OwnScreen"}
"""Screens that others are made of."""

LOOKED_AT_ELSEWHERE = {
    "ConnectorScreen": "test_connectors.py",
    "SchemaScreen": "test_record_schema.py",
    "SearchesScreen": "test_search.py",
    "SubjectScreen": "test_schemas.py",
    "TransactionScreen": "test_produce.py",
}
"""Screens that ask something, and the tests that open them."""


class KnownClusters:
    """The fake cluster and some that are closed."""

    def __init__(self, session: FakeSession) -> None:
        self._session = session

    def known(self) -> tuple[KnownCluster, ...]:
        return (
            KnownCluster(NAME, "kafka-1:9092", "zk-1:2181"),
            KnownCluster("production-of-the-whole-company-in-eu-central-1", "kafka-1.prod:9093", is_read_only=True),
            KnownCluster("staging", ",".join(f"kafka-{number}.staging.example.com:9093" for number in range(1, 8))),
            KnownCluster("broken", problem="The environment variable KAFKA_PASSWORD is not set."),
        )

    def profile(self, name: str) -> Profile:
        return self._session.profile


def known_sessions(folder: Path) -> tuple[FakeSession, Sessions]:
    """A session with logs and a journal, open among clusters that are not."""
    session = FakeSession(replace(fake_profile(), logs=with_line().profile.logs))
    session.journal_folder = folder
    journal = Journal(folder, "fake-cluster-id")
    for number, (summary, state) in enumerate(_CHANGES):
        entry = JournalEntry(f"{number:04}", 1_700_000_000.0 + 60 * number, "topic.create", summary, NAME, ("orders",))
        journal.begin(entry)
        journal.end(entry.id, Outcome((TargetOutcome("orders", state),), {"orders": 1}, {"orders": 2}), "")
    opened = Sessions(KnownClusters(session), lambda _: session)
    opened.open(NAME)
    return session, opened


_CHANGES = (
    ("Creates the topic orders with 6 partitions on 3 brokers each.", OutcomeState.DONE),
    ("Sets 3 properties of the topic " + LONG_TOPIC + ".", OutcomeState.FAILED),
    ("Sets the offsets of billing in 60 partitions of orders to the earliest.", OutcomeState.DONE),
)
