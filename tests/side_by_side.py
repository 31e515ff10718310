"""Which tests stay together when a run has several workers (`pytest -n 2 --dist loadgroup`).

A shared cluster is started by each worker that needs it, so all tests on one cluster go to one worker, those of one
file too. Most of them wait most of the time: three workers on two cores do not disturb each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

SHARED_CLUSTERS = 2
"""Of the plain shared cluster there are so many, each with files of its own."""

_SHARED = "shared"

_GROUPS: Mapping[str, str] = {
    "killable_sandbox": "killable",
    "killable_cluster": "killable",
    "own_cluster": "killable",
    "killable_4_3_sandbox": "killable",
    "killable_4_3": "killable",
    "cluster": _SHARED,
    "virgin_cluster": "virgin",
    "kafka_2_3": "generations",
    "kafka_4_3": "generations",
}
"""By fixture; where a test takes several, the first of these decides."""

MOST_GROUPS = 12
"""Of the groups, so many are told at the end."""

_ONE_TESTS = "expendable_cluster"
"""A fixture that starts a cluster for one test only, which goes wherever there is room."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test with its group."""
    groups = {item: _group_of(item) for item in items}
    parts = _parts(Counter(item.path.name for item, group in groups.items() if group == _SHARED))
    for item, group in groups.items():
        name = f"{_SHARED} {parts[item.path.name]}" if group == _SHARED else group
        item.add_marker(pytest.mark.xdist_group(name))


def _parts(tests_by_file: Mapping[str, int]) -> dict[str, int]:
    """Which of the shared clusters each file has, so that the tests are spread evenly: one alone would take longest."""
    sizes = [0] * SHARED_CLUSTERS
    found = {}
    for file, count in sorted(tests_by_file.items(), key=lambda each: (-each[1], each[0])):
        part = sizes.index(min(sizes))
        sizes[part] += count
        found[file] = part + 1
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """How long each group took: the longest is how long the run takes at least."""
    if config.getoption("dist", "no") != "loadgroup":
        return  # only there a test's name ends with its group
    seconds: dict[str, float] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            _, separator, group = getattr(report, "nodeid", "").rpartition("@")
            if separator:
                seconds[group] = seconds.get(group, 0.0) + getattr(report, "duration", 0.0)
    if seconds:
        longest = sorted(seconds.items(), key=lambda each: -each[1])[:MOST_GROUPS]
        terminalreporter.write_line("seconds by group: " + ", ".join(f"{name} {took:.0f}" for name, took in longest))


def _group_of(item: pytest.Item) -> str:
    """That of its cluster; itself when that is its own; else its file."""
    parameters = getattr(item, "callspec", None)
    named = {value for value in parameters.params.values() if isinstance(value, str)} if parameters else set()
    wanted = named.union(getattr(item, "fixturenames", ()))
    if _ONE_TESTS in wanted:
        return item.nodeid
    return next((group for fixture, group in _GROUPS.items() if fixture in wanted), item.path.name)
