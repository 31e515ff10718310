"""A baseline that is none, and one with what there is no rule for any more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from kafkatui.cli.doctor import _baseline, _write, doctor
from kafkatui.insight.doctor.evaluator import foreign_keys
from kafkatui.model.errors import UsageError
from kafkatui.model.finding import Examination

WANTED = "a baseline is what kafkatui doctor --output json writes."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00", f"is no text; {WANTED}"),
        (b"", f"is no JSON; {WANTED}"),
        (b"[" * 100_000, f"is no JSON; {WANTED}"),
        (b"[]", f"has no list of findings; {WANTED}"),
        (b'{"runs": []}', f"has no list of findings; {WANTED}"),
        (b'{"findings": 3}', f"has no list of findings; {WANTED}"),
        (b'{"findings": ["a"]}', f"has no list of findings; {WANTED}"),
        (b'{"findings": [{"rule": "a"}]}', f"has no list of findings; {WANTED}"),
    ],
    ids=["bytes", "empty", "deep", "a list", "SARIF", "a number", "texts", "no keys"],
)
def test_what_is_no_baseline_is_said_to_be_none(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        _baseline(path)
    assert caught.value.what == f"{path} {words}"


def test_a_baseline_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none.json", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(UsageError) as caught:
            _baseline(path)
        assert caught.value.what == f"{path} cannot be read: {why}."


def test_it_is_asked_for_before_the_cluster_is(tmp_path: Path) -> None:
    run = CliRunner().invoke(doctor, ["-b", "nowhere.invalid:1", "--baseline", os.fspath(tmp_path / "none.json")])
    assert isinstance(run.exception, UsageError)


def test_findings_of_rules_that_are_no_more_are_told_and_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    known = frozenset({"topic-odd a", "topic-odd b", "topic-unused c", ""})
    assert foreign_keys(known) == (
        "1 finding of nothing, which is no rule here.",
        "2 findings of topic-odd, which is no rule here.",
    )
    assert _write(Examination((), 0.0), known, "local", "text") == 0
    told = capsys.readouterr()
    assert "the baseline has 2 findings of topic-odd" in told.err
    assert "topic-odd" not in told.out
