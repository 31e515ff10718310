"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kafkatui.session.whole_file import whole_file


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_appears_whole_and_nobody_elses_file_is_touched(tmp_path: Path) -> None:
    (tmp_path / "rows.csv.part").write_text("a user's own")
    path = tmp_path / "rows.csv"
    with whole_file(path) as file:
        file.write("a,b\r\n\udc80")
        assert not path.exists()
        [temporary] = [each for each in tmp_path.iterdir() if each.name != "rows.csv.part"]
        assert mode(temporary) == 0o600, "nobody else reads what may be secret meanwhile"
    assert path.read_bytes() == b"a,b\r\n\\udc80"
    assert mode(path) == 0o640
    assert (tmp_path / "rows.csv.part").read_text() == "a user's own"


def test_what_fails_leaves_nothing_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("old")
    path.chmod(0o604)
    with suppress(KeyError), whole_file(path) as file:
        file.write("new")
        raise KeyError
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("rows.csv", "old")]
    with whole_file(path) as file:
        file.write("new")
    assert (path.read_text(), mode(path)) == ("new", 0o604), "the rights it had"


def test_a_folder_that_is_not_there_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"), whole_file(tmp_path / "no" / "rows.csv"):
        pytest.fail("nothing can be written there")
