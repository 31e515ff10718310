"""A cluster's colour: its name stands out in the header, in the Explorer and in the list, in every theme."""

from __future__ import annotations

import pytest
from textual.color import Color

from kafkatui.model.colour import COLOURS
from kafkatui.model.known_cluster import KnownCluster
from kafkatui.model.replacing import replace
from kafkatui.report.cluster_list import ClusterRow, Openness
from kafkatui.tui.chrome.header_line import HeaderLine
from kafkatui.tui.explorer_nodes import root_nodes
from kafkatui.tui.theme import COLOUR_TONES, TONE_STYLES
from kafkatui.view.clusters_table import CLUSTERS_TABLE
from kafkatui.view.span import Tone, name_span
from tests.tui.fake_app import fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import known_session

WHITE = Color.parse("#ffffff")


def test_each_colour_has_a_tone_that_white_is_readable_on() -> None:
    assert {name_span("x", colour, Tone.PLAIN)[1] for colour in COLOURS} == set(COLOUR_TONES)
    assert set(TONE_STYLES) == set(Tone)
    for tone, colour in COLOUR_TONES.items():
        assert contrast(Color.parse(colour)) >= 4.5, tone


def contrast(behind: Color) -> float:
    """Of white on it, as WCAG defines it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in behind.normalized]
    return 1.05 / (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05)


@pytest.mark.parametrize("theme", ["kafkatui-dark", "kafkatui-light", "nord", "ansi-dark"])
async def test_the_name_stands_out_in_the_header_and_stays_a_link(theme: str) -> None:
    session = known_session(FakeSession(replace(fake_profile(), colour="red")))
    async with fake_app_at(session) as driver:
        driver.app.theme = theme
        await driver.pilot.pause()
        header = driver.app.screen.query_one(HeaderLine)
        strip = header.render_line(0)
        styles = {segment.text: segment.style for segment in strip}
        style = styles[f" {session.profile.name} "]
        assert style is not None
        assert style.bgcolor is not None
        assert Color.from_rich_color(style.bgcolor).hex.lower() == COLOUR_TONES[Tone.RED]


def test_explorer_and_list_set_it_off_and_leave_others_alone() -> None:
    session = FakeSession(replace(fake_profile(), colour="red"))
    rows = [
        ClusterRow(KnownCluster("other", colour="teal"), Openness.CLOSED),
        ClusterRow(KnownCluster("plain"), Openness.CLOSED),
    ]
    own, *others = root_nodes(session, rows)
    assert own.label.spans == ((f" {session.profile.name} ", Tone.RED),)
    assert [node.label.spans for node in others] == [((" other ", Tone.TEAL),), (("plain", Tone.PLAIN),)]
    name = CLUSTERS_TABLE.columns[0]
    assert [name.cell(row).spans for row in rows] == [((" other ", Tone.TEAL),), (("plain", Tone.BRIGHT),)]
