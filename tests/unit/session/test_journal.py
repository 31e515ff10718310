"""The journal: nothing is lost, nothing is readable by others, a cut line spoils no other."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome, done
from kafkatui.session import journal as journal_module
from kafkatui.session.journal import Journal, JournalUnwritable, new_id


def entry(entry_id: str = "20261125-120000-aaaa", **changes: object) -> JournalEntry:
    values = {
        "id": entry_id, "at_seconds": 1.5, "action": "topic.delete", "summary": "Deletes ä.", "profile": "local",
        "targets": ("ä",), "values": {"names": ["ä"]},
    }  # fmt: skip
    return JournalEntry(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "state", "Gq3/..-id")


def test_what_was_written_is_read_back(journal: Journal) -> None:
    journal.begin(entry())
    outcome = Outcome(done(["ä"]), {"ä": {"configs": {"x": "1"}}}, {"ä": None})
    journal.end(entry().id, outcome, "")
    (read,) = journal.entries()
    assert read.outcomes == outcome.targets
    assert read.before == outcome.before
    assert read.after == outcome.after
    assert read.values == {"names": ["ä"]}
    assert read.why_not_undoable == ""


def test_nobody_else_reads_it_whatever_the_umask(journal: Journal) -> None:
    before = os.umask(0)
    try:
        journal.begin(entry())
    finally:
        os.umask(before)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    journal.path.chmod(0o644)
    journal.undone(entry().id, "x")
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_the_cluster_id_cannot_lead_elsewhere(tmp_path: Path) -> None:
    assert Journal(tmp_path, "../../etc/passwd").path.parent == tmp_path / "journal"


def test_newest_first_and_by_the_beginning_of_an_id(journal: Journal) -> None:
    for name in ("20261125-1-aaaa", "20261125-2-bbbb", "20261125-2-cccc"):
        journal.begin(entry(name))
    assert [each.id for each in journal.entries()] == ["20261125-2-cccc", "20261125-2-bbbb", "20261125-1-aaaa"]
    assert (found := journal.get("20261125-1")) is not None
    assert found.id == "20261125-1-aaaa"
    assert journal.get("20261125-2") is None, "two begin so"
    assert journal.get("none") is None


def test_a_line_cut_short_spoils_no_other(journal: Journal) -> None:
    journal.begin(entry("one"))
    with journal.path.open("a") as file:
        file.write('{"type":"ended","id":"one","outc\n\x00\n[]\n')
    journal.begin(entry("two"))
    assert [each.id for each in journal.entries()] == ["two", "one"]
    assert "is not known" in journal.entries()[1].why_not_undoable


@pytest.mark.parametrize(
    ("outcome", "no_undo", "words"),
    [
        (Outcome((TargetOutcome("ä", OutcomeState.FAILED, "no"),)), "", "changed nothing"),
        (Outcome(done(["ä"])), "Data are gone.", "Data are gone."),
    ],
)
def test_why_something_cannot_be_undone(journal: Journal, outcome: Outcome, no_undo: str, words: str) -> None:
    journal.begin(entry())
    journal.end(entry().id, outcome, no_undo)
    assert words in journal.entries()[0].why_not_undoable


def test_undone_once_is_undone(journal: Journal) -> None:
    journal.begin(entry())
    journal.end(entry().id, Outcome(done(["ä"])), "")
    journal.undone(entry().id, "later")
    assert "has been undone" in journal.entries()[0].why_not_undoable


def test_a_before_image_that_is_too_large_is_left_out(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "BEFORE_LIMIT_BYTES", 100)
    journal.begin(entry())
    journal.end(entry().id, Outcome(done(["ä"]), {"ä": "x" * 200}), "")
    (read,) = journal.entries()
    assert read.before == {}
    assert "64 MiB" in read.why_not_undoable


def test_a_folder_that_cannot_be_written_has_words(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(JournalUnwritable, match="cannot be written"):
        Journal(tmp_path / "state", "id").begin(entry())


def test_what_is_left_to_put_in_order_is_kept_until_it_is(journal: Journal) -> None:
    journal.begin(entry(cleanup={"throttle": [1, 2]}))
    assert journal.entries()[0].cleanup == {"throttle": [1, 2]}
    journal.end(entry().id, Outcome(done(["ä"])), "")
    assert journal.entries()[0].cleanup == {"throttle": [1, 2]}
    journal.cleaned(entry().id)
    assert journal.entries()[0].cleanup is None


def test_ids_sort_by_time() -> None:
    assert new_id(1_700_000_000) < new_id(1_700_000_001) < new_id(1_800_000_000)
