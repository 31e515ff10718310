"""What was tested on which Kafka, as a table that a run of the tests writes: `pytest --tested README.md`.

Which version a test ran on is told by what it was given: the cluster, or the generation as its parameter. Nothing is
noted without the option. A run of some tests writes the rows of those, and leaves the others as they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.versions import RELEASES
from tests.tested_features import FEATURES, LINES, SHARED, Feature

BEGIN = "<!-- tested: written by `make tested` -->"
END = "<!-- /tested -->"
PROPERTY = "kafka"
NOT_TRIED = "–"

Outcomes = Mapping[tuple[str, str], "Counter[str]"]
"""By a feature's title and a generation, how many tests of it passed and failed."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option."""
    parser.addoption("--tested", metavar="FILE", help="Write what was tested on which Kafka into the table of FILE.")


def pytest_configure(config: pytest.Config) -> None:
    """Take notes where that is asked for: workers note, and who started them writes."""
    if config.getoption("--tested"):
        config.pluginmanager.register(Tested(Path(config.getoption("--tested")), not hasattr(config, "workerinput")))


class Tested:
    """Notes and writes.

    Args:
        file: has the table.
        writes: whether this is the process that writes it.
    """

    __test__ = False

    def __init__(self, file: Path, writes: bool) -> None:
        self._file = file
        self._writes = writes
        self.outcomes: dict[tuple[str, str], Counter[str]] = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, None]:
        """Note in the report which generations the test ran on."""
        report = (yield).get_result()
        if report.when == "call":
            report.user_properties += [(PROPERTY, line) for line in sorted(lines_of(item))]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count it. What did not get so far as to run fails by its own report."""
        if report.when != "call" or report.skipped:
            return
        file, _, test = report.nodeid.partition("::")
        stem = file.removeprefix("tests/").removesuffix(".py")
        for name, line in report.user_properties:
            if name != PROPERTY:
                continue
            for feature in FEATURES:
                if feature.is_tried_by(stem, test):
                    self.outcomes.setdefault((feature.title, str(line)), Counter())[report.outcome] += 1

    def pytest_sessionfinish(self) -> None:
        """Write the table."""
        if self._writes and self.outcomes:
            text = self._file.read_text(encoding="utf-8")
            self._file.write_text(with_table(text, self.outcomes), encoding="utf-8")


def lines_of(item: pytest.Item) -> set[str]:
    """The generations that a test was given: its clusters', or those that its parameters name, or fixtures of."""
    given = [getattr(each, "sandbox", each) for each in getattr(item, "funcargs", {}).values()]
    of_clusters = {each.settings.kafka for each in given if isinstance(each, Sandbox)}
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    named = {SHARED.get(each, each) for each in parameters if isinstance(each, str)}
    return of_clusters | {each for each in named if each in RELEASES}


def with_table(text: str, outcomes: Outcomes) -> str:
    """A text whose table has what was found; rows that nothing was found of stay as they are.

    Raises:
        ValueError: it has no place for the table.
    """
    before, begin, rest = text.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"There is no {BEGIN} … {END} in it.")
    return f"{before}{BEGIN}\n{table(outcomes, _rows(old))}\n{END}{after}"


def table(outcomes: Outcomes, standing: Mapping[str, str]) -> str:
    """The table.

    Args:
        standing: by title the row that is there, kept where nothing is known of the feature.
    """
    versions = [RELEASES[line].version for line in LINES]
    header = [f"| Tests on | {' | '.join(f'Kafka {version}' for version in versions)} |", f"|---|{'---|' * len(LINES)}"]
    return "\n".join([*header, *(_row(feature, outcomes, standing) for feature in FEATURES)])


def _row(feature: Feature, outcomes: Outcomes, standing: Mapping[str, str]) -> str:
    is_known = any((feature.title, line) in outcomes for line in LINES)
    if not is_known and feature.title in standing:
        return standing[feature.title]
    cells = [_cell(feature, line, outcomes.get((feature.title, line))) for line in LINES]
    return f"| {feature.title} | {' | '.join(cells)} |"


def _cell(feature: Feature, line: str, found: Counter[str] | None) -> str:
    """How many passed, what failed; where none was tried, that it is not supported."""
    if found is None:
        return feature.not_supported(line) or NOT_TRIED
    if found["failed"]:
        return f"✗ {found['failed']} of {found.total()} failed"
    why = feature.not_supported(line)  # what passed is that it says so
    return f"✓ {found['passed']}" + (f" ({why})" if why else "")


def _rows(lines: str) -> dict[str, str]:
    rows: Iterable[str] = (line for line in lines.splitlines() if line.startswith("| "))
    return {row.split("|")[1].strip(): row for row in rows}
