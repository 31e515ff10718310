"""The README's table of what was tested on which Kafka is the one that a run of the tests writes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.tested import BEGIN, END, Outcomes, Tested, _rows, table, with_table
from tests.tested_features import ABOUT_NO_VERSION, FEATURES, SHARED

ROOT = Path(__file__).parents[2]
CELL = re.compile(r"✓ \d+( \((not before [\d.]+( with KRaft)?|no ZooKeeper)\))?|not before [\d.]+.*|no ZooKeeper|–")

TEST = """\
import pytest

@pytest.mark.parametrize("line", ["2.3", "4.3"])
def test_one(line):
    assert line != "4.3"

@pytest.mark.parametrize("word", ["2.3.4", "other", "killable_cluster"])
def test_of_no_version(word):
    pass
"""


def test_the_readme_has_the_table_as_it_is_written() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    standing = text.partition(BEGIN)[2].partition(END)[0].strip("\n")
    header, rule, *rows = standing.splitlines()
    assert [header, rule, *rows] == table({}, _rows(standing)).splitlines(), "titles, order and form are the plugin's"
    for row in rows:
        assert all(CELL.fullmatch(cell.strip()) for cell in row.split("|")[2:-1]), row


def test_files_that_are_named_are_there_and_all_others_are_of_the_last_row() -> None:
    files = {
        f"{folder}/{path.stem}"
        for folder in ("cluster", "oracle", "terminal")
        for path in (ROOT / "tests" / folder).glob("test_*.py")
    }
    named = {file for feature in FEATURES for file in feature.files}
    assert named | ABOUT_NO_VERSION <= files
    *others, last = FEATURES
    assert last.is_tried_by("cluster/test_of_tomorrow", "test_it")
    assert not any(last.is_tried_by(file, "test_it") for file in named | ABOUT_NO_VERSION)
    assert not any(each.is_tried_by("cluster/test_of_tomorrow", "test_it") for each in others)
    assert not named & ABOUT_NO_VERSION
    assert len({feature.title for feature in FEATURES}) == len(FEATURES)


def test_cells_say_what_passed_failed_and_is_not_supported() -> None:
    unclean, znodes, groups = "Unclean elections", "Changing znodes", "Changing groups"
    outcomes: Outcomes = {
        (unclean, "3.9"): Counter(passed=2),
        (znodes, "2.3"): Counter(passed=3),
        (groups, "2.3"): Counter(passed=3, failed=1),
        ("Log levels", "2.3"): Counter(passed=1),
    }
    rows = _rows(table(outcomes, {}))
    assert rows[unclean] == f"| {unclean} | not before 2.4 | ✓ 2 | – |"
    assert rows[znodes] == f"| {znodes} | ✓ 3 | – | no ZooKeeper |"
    assert rows[groups] == f"| {groups} | ✗ 1 of 4 failed | – | – |"
    assert rows["Log levels"] == "| Log levels | ✓ 1 (not before 2.4) | – | – |", "it was tried that it says so"


def test_what_was_not_run_stays_as_it_stands() -> None:
    first = with_table(f"a\n{BEGIN}\n{END}\nz\n", {("The doctor", "3.9"): Counter(passed=5)})
    second = with_table(first, {("Changing groups", "4.3"): Counter(passed=1)})
    assert "| The doctor | – | ✓ 5 | – |" in second
    assert "| Changing groups | – | – | ✓ 1 |" in second
    assert second.startswith(f"a\n{BEGIN}\n")
    assert second.endswith(f"{END}\nz\n")
    with pytest.raises(ValueError, match="There is no"):
        with_table("no place", {})


def test_a_run_with_workers_writes_it(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "cluster"
    folder.mkdir(parents=True)
    (folder / "test_doctor.py").write_text(TEST)
    readme = tmp_path / "README.md"
    readme.write_text(f"{BEGIN}\n{END}\n")
    options = ["-c", "/dev/null", "--rootdir", str(tmp_path), "-n", "1", "-p", "no:cacheprovider", "-p", "tests.tested"]
    command = [sys.executable, "-m", "pytest", *options, "--tested", str(readme), str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, text=True)
    assert "1 failed, 4 passed" in ended.stdout
    assert "| The doctor | ✓ 1 | ✓ 1 | ✗ 1 of 1 failed |" in readme.read_text()


def test_the_clusters_that_parameters_name_are_fixtures() -> None:
    text = (ROOT / "tests/cluster/sharing.py").read_text(encoding="utf-8")
    assert all(f"def {name}(" in text for name in SHARED)


def test_nothing_is_noted_unless_it_is_asked_for(pytestconfig: pytest.Config) -> None:
    registered = pytestconfig.pluginmanager.get_plugins()
    assert any(isinstance(each, Tested) for each in registered) == bool(pytestconfig.getoption("--tested"))
