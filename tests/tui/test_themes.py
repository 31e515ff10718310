"""Our own themes: every text on every kind of page is readable, and states are told apart by all eyes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome
from textual.screen import ModalScreen

from kafkatui.config.settings import Settings
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.tail import TailPhase
from kafkatui.session.feeds import METADATA
from kafkatui.tui.theme import CONTRAST, READABLE, THEMES, TONE_STYLES, contrast, faded
from kafkatui.view.span import Tone
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.sample_cluster import event, known_session, records

BEST = 7.0
"""Of the theme that is for contrast (WCAG AAA)."""

DRAWN = frozenset("─│╭╮╰╯━╸╺▁▂▃▄▅▆▇█▔▕▏▎▍▌▋▊▉┃┆┊┌┐└┘▐")
"""Lines, bars and borders: no text."""

EYES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""What is left of linear red, green and blue (Machado, Oliveira and Fernandes, 2009)."""

TOLD_APART = 20.0
"""Distance in CIE L*a*b* (1976) that is seen at a glance; 2.3 is seen at all."""

PLACES = [
    Place(NAME, PlaceKind.CLUSTER),
    Place(NAME, PlaceKind.TOPICS),
    Place(NAME, PlaceKind.TOPIC, "orders"),
    Place(NAME, PlaceKind.TOPIC, "orders", "config"),
    Place(NAME, PlaceKind.GROUP, "billing"),
    Place(NAME, PlaceKind.ZNODE, "/brokers", "data"),
    Place(NAME, PlaceKind.CLUSTER, tab="connection"),
    Place(NAME, PlaceKind.CLUSTER, tab="events"),
]


def drawn(driver: FakeDriver) -> Iterator[tuple[str, Color, Color]]:
    """Every run of text on the screen, its colour and what is behind it; of a dialog, that alone."""
    screen = driver.app.screen
    strips = screen._compositor.render_strips(screen.size)
    if isinstance(screen, ModalScreen):
        box = screen.children[0].region
        strips = [strip.crop(box.x, box.right) for strip in strips[box.y : box.bottom]]
    for strip in strips:
        for text, style, _ in strip:
            letters = "".join(each for each in text if not each.isspace() and each not in DRAWN)
            if not letters or not isinstance(style, Style) or style.color is None or style.bgcolor is None:
                continue
            front, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            yield text, *((back, front) if style.reverse else (front, back))


def hard_to_read(driver: FakeDriver, least: float, where: str) -> list[str]:
    return [
        f"{where}: {text.strip()!r} {front.hex} on {back.hex} {contrast(front, back):.2f}"
        for text, front, back in drawn(driver)
        if contrast(front, back) < least
    ]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_every_text_on_every_kind_of_page_is_readable(theme: object) -> None:
    name = theme.name  # type: ignore[attr-defined]
    least = BEST if name == CONTRAST.name else READABLE
    session = known_session(FakeSession())
    session.tell(event())
    wrong: list[str] = []
    async with fake_app_at(session, PlaceKind.TOPICS, settings=Settings(theme=name)) as driver:
        await driver.wait_until("orders")
        for place in PLACES:
            await driver.show(place)
            driver.main.frame.focus_main()
            await driver.pilot.pause(0.1)
            wrong += hard_to_read(driver, least, f"{place.kind.value} {place.tab}")
        await driver.show(Place(NAME, PlaceKind.TOPIC, "orders", "messages"))
        await driver.wait_until(lambda: session.tails)
        session.tails[0].feed(records(60), TailPhase.FOLLOWING)
        await driver.wait_until('{"n":59}')
        await driver.press("p", "slash", "up")
        await driver.pilot.pause(0.1)
        wrong += hard_to_read(driver, least, "messages")
        await driver.show(Place(NAME, PlaceKind.TOPICS))
        driver.main.frame.focus_main()
        await driver.press("slash", *"ord", "enter", "v")
        session.put(METADATA, session.metadata.failing("Kafka does not answer.", 1_700_000_000.0))
        await driver.wait_until("as of")
        wrong += hard_to_read(driver, READABLE, "stale, filtered and marked")
        for key in ("question_mark", "semicolon", "colon", "a", "C"):
            screen = driver.app.screen
            await driver.press(key)
            await driver.wait_until(lambda screen=screen: driver.app.screen is not screen)  # type: ignore[misc]
            await driver.pilot.pause(0.1)
            wrong += hard_to_read(driver, least, f"after {key}")
            await driver.press("escape")
            await driver.wait_until(lambda screen=screen: driver.app.screen is screen)  # type: ignore[misc]
        session.put(METADATA, Observed.unknown().failing("Nobody answers.", 1.0))
        await driver.wait_until("No connection to Kafka")
        wrong += hard_to_read(driver, least, "first contact")
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_tone_is_readable_on_everything_that_may_be_behind_it(theme: object) -> None:
    variables = {**theme.variables}  # type: ignore[attr-defined]
    for name in ("foreground", "background", "panel", "success", "warning", "error"):
        variables[name] = getattr(theme, name)
    least = BEST if theme is CONTRAST else READABLE
    behind = {name: Color.parse(variables[name]) for name in ("background", "cursor", "cursor-blurred", "bar", "panel")}
    for tone in Tone:
        style = TONE_STYLES[tone].split()
        if "on" in style:
            continue
        colour = Color.parse(variables[next((w[1:] for w in style if w.startswith("$")), "foreground")])
        for name, back in behind.items():
            assert contrast(colour, back) >= least, f"{tone} on {name}: {contrast(colour, back):.2f}"
            assert contrast(faded(colour, back, 0.5), back) >= READABLE, f"{tone}, stale, on {name}"
    assert contrast(Color.parse(variables["match-text"]), Color.parse(variables["match"])) >= least


def in_sixteen(colour: str) -> int | None:
    """Which of a terminal's sixteen colours stands for one of ours."""
    return RichColor.from_rgb(*Color.parse(colour).rgb).downgrade(ColorSystem.STANDARD).number


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_with_sixteen_colours_no_text_has_the_colour_of_what_is_behind_it(theme: object) -> None:
    variables = {**theme.variables}  # type: ignore[attr-defined]
    for name in ("foreground", "background", "panel", "success", "warning", "error"):
        variables[name] = getattr(theme, name)
    behind = {name: in_sixteen(variables[name]) for name in ("background", "cursor", "cursor-blurred", "bar", "panel")}
    for tone in Tone:
        style = TONE_STYLES[tone].split()
        if "on" not in style:
            colour = in_sixteen(variables[next((w[1:] for w in style if w.startswith("$")), "foreground")])
            assert colour not in behind.values(), tone
    assert behind["cursor"] != behind["background"], "the cursor's line is told apart"


def linear(colour: Color) -> list[float]:
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def as_seen(colour: Color, eyes: str) -> tuple[float, float, float]:
    parts = linear(colour)
    return lab([sum(weight * part for weight, part in zip(row, parts, strict=True)) for row in EYES[eyes]])


@pytest.mark.parametrize("eyes", EYES)
def test_the_colour_blind_theme_tells_good_warning_and_bad_apart(eyes: str) -> None:
    theme = THEMES[-1]
    assert theme.success is not None
    assert theme.warning is not None
    assert theme.error is not None
    for one, other in itertools.combinations((theme.success, theme.warning, theme.error), 2):
        first, second = as_seen(Color.parse(one), eyes), as_seen(Color.parse(other), eyes)
        assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 >= TOLD_APART, (one, other)


async def test_no_color_leaves_only_greys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with fake_app_at(known_session(FakeSession()), PlaceKind.TOPICS) as driver:
        await driver.wait_until("orders")
        [grey] = [each for each in driver.app._filters if isinstance(each, Monochrome)]
        background = driver.app.screen.background_colors[1]
        for strip in driver.app.screen._compositor.render_strips(driver.app.screen.size):
            segments: list[Segment] = grey.apply(list(strip), background)
            for _, style, _ in segments:
                for colour in (style.color, style.bgcolor) if isinstance(style, Style) else ():
                    if colour is not None:
                        shown = Color.from_rich_color(colour)
                        assert shown.r == shown.g == shown.b
        assert "!" in driver.screen_text, "what is wrong has its mark without colours, too"
