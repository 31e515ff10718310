"""Texts take the cells that a terminal gives them, and are cut between clusters, never within one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, width

from kafkatui.codec.sanitise import sanitise
from kafkatui.view.text_width import _SINGLE, ELLIPSIS, beginning, clusters, cut, padded, text_width, whole_clusters

CLUSTERS = {
    "skin tone": ("\U0001f9d1\U0001f3fd", 2),
    "a skin tone alone": ("\U0001f3fd", 2),
    "Korean, decomposed": ("\u1112\u1161\u11ab", 2),
    "Thai": ("ก็็", 1),
    "Hindi": ("नि", 2),
    "Tamil": ("கொ", 2),
    "keycap": ("1\u20e3", 1),
    "flag": ("\U0001f1e9\U0001f1ea", 2),
    "Latin with marks": ("e\u0301\u0323", 1),
    "Chinese": ("漢", 2),
}
PIECES = st.sampled_from([*(text for text, _ in CLUSTERS.values()), "a", " ", "…", "é"])
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join)).map(sanitise)


@pytest.mark.parametrize("name", CLUSTERS)
def test_a_cluster_takes_the_cells_that_terminals_give_it(name: str) -> None:
    text, cells = CLUSTERS[name]
    assert text_width(text) == cells
    assert list(clusters(f"{text}b")) == [text, "b"]
    assert cut(f"{text}xyz", cells + 1) == text + ELLIPSIS


def test_characters_that_are_not_looked_up_are_one_cell_and_join_no_other() -> None:
    assert [hex(ord(each)) for each in _SINGLE if width(each) != 1] == []
    every = sorted(_SINGLE)
    random.Random(1).shuffle(every)
    assert list(iter_graphemes("".join(every))) == every


@given(TEXTS, st.integers(0, 30))
def test_a_cut_text_fits_and_keeps_whole_clusters(text: str, cells: int) -> None:
    assert text_width(cut(text, cells)) <= cells
    kept = beginning(text, cells)
    pieces = list(clusters(text))
    assert any(kept == "".join(pieces[:count]) for count in range(len(pieces) + 1))
    assert text_width(padded(text, cells)) == max(cells, text_width(text))


@given(TEXTS.filter(bool), st.integers(0, 10), st.integers(1, 10))
def test_a_part_widened_to_whole_clusters_takes_no_other_room(text: str, start: int, length: int) -> None:
    start = min(start, len(text) - 1)
    end = min(start + length, len(text))
    low, high = whole_clusters(text, start, end)
    assert low <= start < end <= high
    parts = (text[:low], text[low:high], text[high:])
    assert "".join(parts) == text
    assert sum(map(text_width, parts)) == text_width(text)
