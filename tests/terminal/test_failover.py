"""kill -9 of a leader that is the controller too, with its topic's page open: what is on the screen, and when.

Right after it only kafkatui knows: metadata and ZooKeeper still name the broker, whose session lives on
(zookeeper.session.timeout.ms: 18 s by default, here as `sharing` has it). Then the cluster reacts, and after the
restart everything heals but the leadership.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.tui.theme import DARK
from tests.cluster.sharing import SESSION_SECONDS
from tests.terminal.cluster_screen import ClusterScreen, assert_nothing_contradicts, read_screen, timeline
from tests.terminal.conftest import OpenTerminal
from tests.terminal.terminal import Terminal
from tests.terminal.traffic import admin_of, count_elsewhere, own_topic, steady_traffic

pytestmark = [pytest.mark.cluster, pytest.mark.terminal]

TOPIC = "failover"
LAST_SILENT_SECONDS = 3
"""A broker is heard of every third of its session, so this cannot end before two thirds of it are over."""

SESSION_ENDS_SECONDS = 4
"""Not before; from then on the metadata may tell of it."""

GONE_SECONDS = SESSION_SECONDS + 20
"""The server looks every 2 s for sessions that have ended; then a controller is elected, and we see it within 5 s; the
rest is what other workers of the tests take of the machine.
"""

GREEN, AMBER, RED = (str(colour) for colour in (DARK.success, DARK.warning, DARK.error))


def settled(terminal: Terminal, condition: Callable[[ClusterScreen], bool], timeout_seconds: float) -> ClusterScreen:
    """The first screen on which `condition` holds."""
    found: list[ClusterScreen] = []

    def holds(_: Terminal) -> bool:
        screen = read_screen(terminal)
        found[:] = [screen]
        return bool(screen.partitions) and condition(screen)

    terminal.wait_for(holds, timeout_seconds)
    return found[0]


def is_whole(screen: ClusterScreen) -> bool:
    """Every part says that all are back: header, Explorer, table and detail are drawn each in a frame of its own."""
    has_all = screen.under_replicated == 0 and screen.brokers_up == (3, 3) and "3/3" in screen.tree_root
    is_tree_whole = screen.topics.get(TOPIC) == "" and not any(
        word in state for state in screen.brokers.values() for word in ("gone", "no answer")
    )
    is_table_whole = all("−" not in row.isr and row.since.startswith("ISR +") for row in screen.partitions)
    return has_all and is_tree_whole and is_table_whole and "3 of 3" in screen.detail


def is_silent(screen: ClusterScreen, victim: int) -> bool:
    """Every part says that the broker does not answer: each is drawn in a frame of its own."""
    first, *others = screen.partitions
    is_in_lists = screen.brokers.get(victim, "").startswith("no answer ") and screen.topics.get(TOPIC) == "!"
    is_in_header = "2/3 brokers" in screen.header and f"ctrl {victim} ✗" in screen.header and "2/3" in screen.tree_root
    figures = (first.begin, first.end, first.messages, first.rate, first.size)
    is_in_table = set(figures) == {"?"} and first.since.startswith("no answer · ")
    is_told = "does not answer" in screen.detail and f"broker {victim} does not answer" in screen.event_line
    are_others_known = all(row.end not in "?…" and "@" not in row.end for row in others)
    return is_in_lists and is_in_header and is_in_table and is_told and are_others_known


def has_left(screen: ClusterScreen, victim: int) -> bool:
    """Whether the Explorer says that the cluster has it no more."""
    return screen.brokers.get(victim, "").startswith("gone ")


def is_gone(screen: ClusterScreen, victim: int, elsewhere: int) -> bool:
    """Every part says that the cluster has reacted."""
    first = screen.partitions[0]
    is_in_lists = has_left(screen, victim) and f"ctrl {victim}" not in screen.header
    is_in_table = all("−" in row.isr and row.end not in "?…" and row.rate not in "?…" for row in screen.partitions)
    is_led = first.leader == first.replicas.split(",")[1] and first.since.startswith("leader ")
    is_told = f"(broker {victim} gone)" in screen.detail and re.search(r" [\w-]+-\d (?:ISR|leader)", screen.event_line)
    return is_in_lists and is_in_table and is_led and bool(is_told) and screen.under_replicated == 3 + elsewhere


def ages(killed_at: float) -> tuple[int, int]:
    """The least and the most that something may have lasted that began when the broker was killed."""
    seconds = time.monotonic() - killed_at
    return max(0, int(seconds) - 3), int(seconds) + 1


def is_coloured(terminal: Terminal, text: str, colour: str, *, in_row_with: str = "") -> bool:
    """Whether a text has a theme's colour (#RRGGBB), within what rounding changes."""
    seen = terminal.colour_of(text, in_row_with=in_row_with)
    if not re.fullmatch("[0-9a-f]{6}", seen):
        return False
    wanted = bytes.fromhex(colour.removeprefix("#"))
    return all(abs(one - other) <= 2 for one, other in zip(bytes.fromhex(seen), wanted, strict=True))


def restart(cluster: Sandbox, broker_id: int) -> None:
    """Starts a killed broker again; not before ZooKeeper's session has ended, or it could not register."""
    admin = admin_of(cluster)
    deadline = time.monotonic() + 40
    while broker_id in admin.list_topics(timeout=10).brokers:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    cluster.start_broker(broker_id)


def age_seconds(text: str) -> int:
    """The age at the end of "no answer 4s", "gone 24s"."""
    match = re.search(r"(\d+)s$", text)
    assert match, text
    return int(match[1])


@pytest.mark.timeout(150)
def test_every_part_of_the_screen_tells_the_same_while_a_leader_dies_and_comes_back(
    own_cluster: Sandbox, open_terminal: OpenTerminal
) -> None:
    victim = admin_of(own_cluster).list_topics(timeout=10).controller_id
    second, third = victim % 3 + 1, (victim + 1) % 3 + 1
    replicas = [[victim, second, third], [second, third, victim], [third, victim, second]]
    assert own_cluster.zookeeper_connect is not None
    with own_topic(own_cluster, TOPIC, replicas), steady_traffic(own_cluster, TOPIC, 3):
        terminal = open_terminal("-b", own_cluster.bootstrap_servers, "-z", own_cluster.zookeeper_connect)
        terminal.wait_for(TOPIC, 20)
        terminal.press(":")
        terminal.wait_for("Go to")
        terminal.write(f"topic {TOPIC}\r")
        before = settled(terminal, lambda screen: is_all_known(screen, victim), 20)
        assert_all_is_well(before, victim)

        elsewhere = count_elsewhere(own_cluster, TOPIC)
        killed_at = time.monotonic()
        own_cluster.stop_broker(victim, kill=True)
        try:
            silent = settled(terminal, lambda screen: is_silent(screen, victim), SESSION_ENDS_SECONDS)
            check_silent(silent, terminal, victim, ages(killed_at))
            if time.monotonic() < killed_at + LAST_SILENT_SECONDS:  # else it is late, and what comes next may be there
                check_list_of_topics(terminal)
            time.sleep(max(0.0, killed_at + LAST_SILENT_SECONDS - time.monotonic()))
            later = settled(
                terminal, lambda screen: is_silent(screen, victim) or has_left(screen, victim), GONE_SECONDS
            )
            if time.monotonic() < killed_at + SESSION_ENDS_SECONDS:
                check_silent(later, terminal, victim, ages(killed_at))
            gone = settled(terminal, lambda screen: is_gone(screen, victim, elsewhere), GONE_SECONDS)
            check_gone(gone, terminal, victim, elsewhere, ages(killed_at))
        finally:
            restart(own_cluster, victim)
        settled(terminal, is_whole, 30)
        check_healed(settled(terminal, lambda screen: screen.partitions[0].rate not in "…?", 10), terminal, victim)
        settled(terminal, lambda screen: "ISR expanded" in screen.event_line, 10)
        check_timeline(terminal, victim)
    terminal.press("q")
    assert terminal.exit_code(10) == 0
    assert terminal.damage() == []


def assert_all_is_well(screen: ClusterScreen, victim: int) -> None:
    """Before: three brokers, all replicas in sync, every leader the preferred one."""
    assert_nothing_contradicts(screen, TOPIC)
    assert "3 brokers ✓" in screen.header
    assert f"ctrl {victim} " in screen.header
    assert "ctrl" in screen.brokers[victim]
    assert screen.under_replicated == 0
    assert [row.leader for row in screen.partitions] == [f"{row.replicas[0]} ★" for row in screen.partitions]
    assert all(row.isr == row.replicas and not row.since for row in screen.partitions)


def is_all_known(screen: ClusterScreen, victim: int) -> bool:
    """Whether what comes in after the first answer is there: rates, ZooKeeper's version, racks."""
    return screen.partitions[0].rate not in "…?" and "zk 3" in screen.header and have_racks(screen, victim)


def have_racks(screen: ClusterScreen, victim: int) -> bool:
    """The sandbox puts broker N into rack rN; beside "ctrl" it gives way to an address with a long port."""
    living = {broker_id: state.split() for broker_id, state in screen.brokers.items() if broker_id != victim}
    told = [f"r{broker_id}" in state for broker_id, state in living.items()]
    return any(told) and all(has or living[key] == ["ctrl"] for has, key in zip(told, living, strict=True))


def assert_living_keep_their_racks(screen: ClusterScreen, victim: int) -> None:
    """What was told of them stays while a broker is away."""
    assert have_racks(screen, victim), screen.text


def check_silent(screen: ClusterScreen, terminal: Terminal, victim: int, ages: tuple[int, int]) -> None:
    """Until ZooKeeper's session ends the metadata is as before; what does not answer is marked, what it led unknown."""
    assert_nothing_contradicts(screen, TOPIC)
    assert_living_keep_their_racks(screen, victim)
    assert "2/3 brokers" in screen.header
    assert is_coloured(terminal, "2/3 brokers", RED)
    assert f"ctrl {victim} ✗" in screen.header
    assert screen.under_replicated == 0
    assert "zk 3.8.4 ✓" in screen.header
    assert screen.brokers[victim].startswith("no answer ")
    low, high = ages
    assert low <= age_seconds(screen.brokers[victim]) <= high
    first, *others = screen.partitions
    assert first.leader == f"{victim} ✗"
    assert is_coloured(terminal, f"{victim} ✗", RED, in_row_with="no answer ·")
    assert first.isr == first.replicas
    assert (first.begin, first.end, first.messages, first.rate, first.size) == ("?",) * 5
    assert first.since.startswith("no answer · ")
    assert low <= age_seconds(first.since) <= high
    assert all(row.leader.endswith(" ★") and row.end not in "?…" and "@" not in row.end for row in others)
    assert f"of these {victim} unreachable: in sync by the metadata only" in screen.detail
    assert f"its leader, broker {victim}, does not answer" in screen.detail
    assert re.search(r"Offsets +0 to [\d,]+ +as of \d\d:\d\d:\d\d, not known since", screen.detail)
    assert f"broker {victim} does not answer" in screen.event_line
    assert "1 event" in screen.event_line
    assert screen.topics[TOPIC] == "!"


def check_list_of_topics(terminal: Terminal) -> None:
    """The list agrees with the topic's own page and the Explorer: not "ok" while a leader does not answer."""
    terminal.press("3")
    row = re.compile(rf"││ *{TOPIC} +3 +3 +1 unreachable +[\d,]+ \+\?")
    terminal.wait_for(lambda seen: any(map(row.search, seen.lines())), 5)
    assert is_coloured(terminal, "1 unreachable", RED)
    screen = read_screen(terminal)
    assert (screen.under_replicated, screen.topics[TOPIC]) == (0, "!")
    assert "2/3 brokers" in screen.header
    terminal.press("-")
    terminal.wait_for("Replicas")
    # The partition's detail is drawn in a frame of its own.
    terminal.wait_for(lambda seen: "its leader, broker" in read_screen(seen).detail)


def check_gone(screen: ClusterScreen, terminal: Terminal, victim: int, elsewhere: int, ages: tuple[int, int]) -> None:
    """The cluster has reacted: another leader and controller, the broker out of every ISR."""
    assert_nothing_contradicts(screen, TOPIC, elsewhere)
    assert_living_keep_their_racks(screen, victim)
    assert "2/3 brokers" in screen.header
    assert f"ctrl {victim}" not in screen.header
    assert screen.under_replicated == 3 + elsewhere
    assert is_coloured(terminal, f"URP {3 + elsewhere}", AMBER)
    low, high = ages
    assert low <= age_seconds(screen.brokers[victim].removeprefix("ctrl ")) <= high
    assert screen.brokers[victim].startswith("gone ")
    first, *others = screen.partitions
    successor = first.replicas.split(",")[1]
    assert first.leader == successor
    assert re.match(rf"leader ({victim}|none)→{successor} · \d+s$", first.since)  # none, if a poll fell in between
    assert all(row.since.startswith(f"ISR −{victim} · ") for row in others)
    assert all(row.isr.endswith(f"−{victim}") and str(victim) not in row.isr[:3] for row in screen.partitions)
    assert all(row.end not in "?…" and row.rate not in "?…" for row in screen.partitions)
    assert f"preferred is {victim}" in screen.detail
    assert re.search(rf"2 of 3 +missing {victim} since \d\d:\d\d:\d\d \(broker {victim} gone\)", screen.detail)
    assert re.search(r" [\w-]+-\d (?:ISR|leader)", screen.event_line)  # as many as fit, beside what else happened
    assert screen.topics[TOPIC] == "!"


def check_healed(screen: ClusterScreen, terminal: Terminal, victim: int) -> None:
    """All replicas are back in sync; partition 0 keeps the leader that took over, so it has no ★."""
    assert_nothing_contradicts(screen, TOPIC)
    assert "3 brokers ✓" in screen.header
    assert is_coloured(terminal, "3 brokers", GREEN)
    assert screen.under_replicated == 0
    assert screen.topics[TOPIC] == ""
    assert "gone" not in screen.brokers[victim]
    assert "no answer" not in screen.brokers[victim]
    first, *others = screen.partitions
    assert first.leader == first.replicas.split(",")[1]
    assert all(row.leader.endswith(" ★") for row in others)
    assert all(len(row.isr.split(",")) == 3 and row.since.startswith(f"ISR +{victim} · ") for row in screen.partitions)
    assert "3 of 3" in screen.detail


def check_timeline(terminal: Terminal, victim: int) -> None:
    """The list of events holds all of it, in an order that makes sense."""
    terminal.press("6")
    terminal.wait_for("Delay")
    terminal.press("z")  # the panel about the row would leave no room for all of them
    successor = victim % 3 + 1
    story = [
        rf"✗  broker {victim} +does not answer",
        rf"✗  broker {victim} +left the cluster ",
        rf"!  {TOPIC}-0 +leader (?:{victim}|none) → {successor} ",
        rf"✓  broker {victim} +joined the cluster ",
        rf"✓  {TOPIC}-0 +ISR expanded ",
    ]
    shrank = rf"!  {TOPIC}-\d +ISR shrank "
    told = timeline(terminal, [*story, rf"(?s){shrank}.*{shrank}.*{shrank}", rf"controller +{victim} → "])
    places = [match.start() for line in story if (match := re.search(line, told))]
    assert places == sorted(places), told
    assert len(re.findall(rf"controller +{victim} → ", told)) == 1, told
    assert len(re.findall(shrank, told)) == 3, told
    assert len(re.findall(rf"broker {victim} +joined the cluster", told)) == 1, told
