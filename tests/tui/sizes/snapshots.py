"""What is kept of each page: its text in every size, one file a page, readable in a diff."""

from __future__ import annotations

import difflib
import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "__snapshots__" / "pages"
MARK = "═══ "


def size_name(size: tuple[int, int]) -> str:
    """ "160×50"."""
    return f"{size[0]}×{size[1]}"


def read(name: str) -> dict[str, str]:
    """The kept text of a page by the heading of its size; nothing where none is kept."""
    path = FOLDER / f"{name}.txt"
    if not path.exists():
        return {}
    parts = path.read_text(encoding="utf-8").split(MARK)[1:]
    return {heading.strip(): text for heading, _, text in (part.partition("\n") for part in parts)}


def write(name: str, parts: Mapping[str, str]) -> None:
    """Keep the text of a page in all its sizes, the largest first."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    largest_first = sorted(parts.items(), key=lambda part: -int(part[0].partition("×")[0]))
    text = "".join(f"{MARK}{heading}\n{part}" for heading, part in largest_first)
    (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


def difference(name: str, size: str, heading: str, text: str, *, update: bool) -> list[str]:
    """Complaints where a page in one size is not as it is kept; with `update` it is kept as it is now.

    Args:
        size: "160×50"; the heading begins with it.
        heading: what is told of the page beside its text.
    """
    kept = read(name)
    mine = {key: part for key, part in kept.items() if key.partition(" ")[0] == size}
    if mine == {heading: text}:
        return []
    if update:
        with _alone():  # the other sizes are other workers', and go into the same file
            others = {key: part for key, part in read(name).items() if key.partition(" ")[0] != size}
            write(name, {**others, heading: text})
        return []
    before = [f"{key}\n{part}" for key, part in mine.items()] or [""]
    lines = difflib.unified_diff(before[0].splitlines(), [heading, *text.splitlines()], "kept", "now", n=0, lineterm="")
    return ["not as it is kept:\n" + "\n".join(lines)]


@contextmanager
def _alone() -> Iterator[None]:
    """While nobody else changes what is kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = os.open(FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def kept_names() -> set[str]:
    """The pages of which something is kept."""
    return {path.stem for path in FOLDER.glob("*.txt")}


def forget(name: str) -> None:
    """Keep nothing of a page any more."""
    (FOLDER / f"{name}.txt").unlink()
