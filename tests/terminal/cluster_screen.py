"""What the screen of a topic's page says, as values that can be compared with each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.terminal.terminal import Terminal

_BROKER = re.compile(r"│\s+(?P<id>\d+) \S+\s+(?P<state>.*?)\s*││")
_TOPIC = re.compile(r"│\s+(?P<name>[\w.-]+)\s+\d+×\d+(?P<mark> [!✗])?\s*││")
_HEADER = re.compile(r"(?P<up>\d+)(?:/(?P<all>\d+))? brokers?")
_URP = re.compile(r"URP (\d+)")
_ROOT = re.compile(r"● (?P<up>\d+)/(?P<all>\d+)")


@dataclass(frozen=True)
class PartitionCells:
    """One row of the partitions' table, as text."""

    number: str
    leader: str
    replicas: str
    isr: str
    begin: str
    end: str
    messages: str
    rate: str
    size: str
    since: str


@dataclass(frozen=True)
class ClusterScreen:
    """Header, Explorer, partitions, detail and event line of one moment."""

    header: str
    tree_root: str
    brokers: dict[int, str]
    topics: dict[str, str]
    partitions: list[PartitionCells]
    detail: str
    event_line: str
    text: str

    @property
    def under_replicated(self) -> int:
        """URP of the header; 0 when it does not say."""
        match = _URP.search(self.header)
        return int(match[1]) if match else 0

    @property
    def brokers_up(self) -> tuple[int, int]:
        """(up, all) of the header."""
        match = _HEADER.search(self.header)
        assert match, self.text
        return int(match["up"]), int(match["all"] or match["up"])


def read_screen(terminal: Terminal) -> ClusterScreen:
    """The parts of a 160×50 screen that shows a topic's partitions."""
    lines = terminal.lines()
    text = "\n".join(lines)
    head = next((index for index, line in enumerate(lines) if " Leader " in line and " Replicas " in line), -1)
    brokers = {int(match["id"]): match["state"] for line in lines if (match := _BROKER.match(line))}
    topics = {match["name"]: (match["mark"] or "").strip() for line in lines if (match := _TOPIC.match(line))}
    detail = [line.partition("││")[2].rstrip("│ ") for line in lines[_detail_start(lines) :]]
    return ClusterScreen(
        header=lines[0],
        tree_root=next((line.partition("││")[0] for line in lines if "●" in line.partition("││")[0]), ""),
        brokers=brokers,
        topics=topics,
        partitions=_rows(lines, head) if head >= 0 else [],
        detail="\n".join(detail).strip(),
        event_line=lines[-2],
        text=text,
    )


def _detail_start(lines: list[str]) -> int:
    return next((index for index, line in enumerate(lines) if "─ Partition " in line), len(lines))


def _rows(lines: list[str], head: int) -> list[PartitionCells]:
    """Cells below their titles: right-aligned ones end, left-aligned ones begin where the title does."""
    titles = lines[head]
    starts = {name: titles.index(name) for name in ("Leader", "Replicas", "ISR", "Since")}
    rows = []
    for line in lines[head + 1 :]:
        if not re.match(r"\s*\d+\s", line.partition("││")[2]):
            break
        middle = line[starts["ISR"] : starts["Since"]]
        isr, numbers = _split_isr(middle)
        rows.append(
            PartitionCells(
                line.partition("││")[2].split()[0],
                line[starts["Leader"] : starts["Replicas"]].strip(),
                line[starts["Replicas"] : starts["ISR"]].strip(),
                isr,
                *numbers,
                line[starts["Since"] :].rstrip("│ "),
            )
        )
    return rows


def _split_isr(text: str) -> tuple[str, tuple[str, str, str, str, str]]:
    """ "3,1  −2   0  230  230  0.8  6.6 kB" → the ISR, and begin, end, messages, rate and size.

    A figure that is no longer current has its age behind it, which is not looked at.
    """
    isr, number, size = r"([\d,–]+(?:\s+(?:−\d+\s?)+)?)", r"\s+(\S+)", r"\s+(\S+(?: [kMGT]?B)?)"
    match = re.match(rf"\s*{isr}{number * 4}{size}\s*$", re.sub(r" @\d\d:\d\d:\d\d", "", text))
    assert match, text
    return re.sub(r"\s+", " ", match[1].strip()), (match[2], match[3], match[4], match[5], match[6])


def timeline(terminal: Terminal, wanted: Sequence[str]) -> str:
    """What the list of events tells, the oldest first, once all of these expressions are in it and it stands still."""
    before = ""

    def all_of_it(seen: Terminal) -> str:
        nonlocal before
        lines = [line.partition("││")[2] for line in seen.lines()]
        told = "\n".join(reversed([line for line in lines if re.search(r"\d\d:\d\d:\d\d  [✓✗!·]", line)]))
        last, before = before, told
        return told if told == last and all(re.search(each, told) for each in wanted) else ""

    return terminal.wait_for(all_of_it, 20)


def assert_nothing_contradicts(screen: ClusterScreen, topic: str, elsewhere: int = 0) -> None:
    """Compares counts and names that different parts of one screen give.

    Args:
        elsewhere: partitions of other topics, which may lack replicas too.
    """
    up, expected = screen.brokers_up
    root = _ROOT.search(screen.tree_root)
    assert root, screen.text
    assert (int(root["up"]), int(root["all"])) == (up, expected), screen.text
    silent = {broker for broker, state in screen.brokers.items() if "no answer" in state}
    gone = {broker for broker, state in screen.brokers.items() if "gone" in state}
    assert len(screen.brokers) == expected
    assert expected - up == len(silent | gone), screen.text
    lacking = [row for row in screen.partitions if "−" in row.isr]
    assert len(lacking) <= screen.under_replicated <= len(lacking) + elsewhere, screen.text
    led_by_silent = [row for row in screen.partitions if "✗" in row.leader]
    assert {int(row.leader.split()[0]) for row in screen.partitions} & gone == set(), screen.text
    assert {int(row.leader.split()[0]) for row in led_by_silent} <= silent, screen.text
    assert [row for row in screen.partitions if int(row.leader.split()[0]) in silent] == led_by_silent, screen.text
    assert screen.topics[topic] == ("!" if lacking or led_by_silent else ""), screen.text
    for row in led_by_silent:
        assert (row.begin, row.end, row.messages, row.rate) == ("?", "?", "?", "?"), screen.text
    first = screen.partitions[0]
    assert re.search(rf"^ *Leader +{first.leader.split()[0]}\b", screen.detail, re.MULTILINE), screen.text
    assert ("unreachable: leader by the metadata only" in screen.detail) == ("✗" in first.leader), screen.text
    assert ("preferred ✓" in screen.detail) == (first.leader.split()[0] == first.replicas.split(",")[0]), screen.text
