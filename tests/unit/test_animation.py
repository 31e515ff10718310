"""The animated picture: frames as one SVG that needs nothing else, with each different line in it once."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from rich.segment import Segment
from rich.style import Style

from screenshots.animation import CELL_WIDTH, Frame, Line, animated

SVG = "{http://www.w3.org/2000/svg}"
RED_ON_BLUE = Style(color="#ff0000", bgcolor="#0000ff", bold=True)


def line(text: str, style: Style | None = None) -> Line:
    return (Segment(text, style),)


def drawn(*frames: Frame) -> ElementTree.Element:
    return ElementTree.fromstring(animated(frames, 20, "#000000", "#ffffff", last_seconds=2.0))


def used(root: ElementTree.Element) -> list[list[str]]:
    """Of each frame the texts of its lines."""
    texts = {group.get("id"): [text.text or "" for text in group.iter(f"{SVG}text")] for group in root.iter(f"{SVG}g")}
    strip = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "strip")
    return [
        [text for use in frame.iter(f"{SVG}use") for text in texts[use.get("href", "").lstrip("#")]] for frame in strip
    ]


def test_each_frame_has_its_lines_and_a_line_that_stays_is_drawn_once() -> None:
    head, one, other = line("head"), line("one"), line("other")
    root = drawn(Frame(0, (head, one), "begins"), Frame(1, (head, other), "begins"), Frame(2, (head, one)))
    assert used(root) == [["begins", "head", "one"], ["begins", "head", "other"], ["head", "one"]]
    definitions = next(root.iter(f"{SVG}defs"))
    assert [text.text for text in definitions.iter(f"{SVG}text")] == ["begins", "head", "one", "other"]


def test_it_moves_on_when_the_screen_changed_and_stays_on_the_last_frame() -> None:
    one, other = (line("one"),), (line("other"),)
    root = drawn(Frame(10, one), Frame(11, one), Frame(12, other), Frame(13, other))
    styles = next(root.iter(f"{SVG}style")).text or ""
    assert "4s step-end infinite" in styles
    width = int(root.get("width", "0"))
    assert re.findall(r"([\d.]+)%\{transform:translateX\((-?\d+)px\)\}", styles) == [("0", "0"), ("50", str(-width))]
    assert f"animation:none;transform:translateX({-width}px)" in styles


def test_cells_have_their_colours_and_places() -> None:
    root = drawn(Frame(0, ((Segment("日本  "), Segment(" a  b ", RED_ON_BLUE)),)))
    wide, narrow = root.iter(f"{SVG}text")
    assert (wide.text, wide.get("x"), wide.get("textLength")) == ("日本", "0", f"{4 * CELL_WIDTH:g}")
    assert (narrow.text, narrow.get("x"), narrow.get("textLength")) == ("a\u00a0\u00a0b", f"{7 * CELL_WIDTH:g}", "33.6")
    styles = next(root.iter(f"{SVG}style")).text or ""
    assert f".{narrow.get('class')}{{fill:#ff0000;font-weight:bold}}" in styles
    background = next(rect for rect in root.iter(f"{SVG}rect") if rect.get("class"))
    assert f".{background.get('class')}{{fill:#0000ff}}" in styles


def test_it_loads_nothing_and_runs_nothing() -> None:
    text = animated([Frame(0, (line("<script>&"),))], 20, "#000000", "#ffffff", 1.0)
    assert "<script" not in text
    assert "url(" not in text
    assert re.findall(r'href="(?!#)', text) == []
