"""Every pane says in which state it is, each visibly different: loading, empty, stale, failed, not supported, ok."""

from __future__ import annotations

import re

import pytest

from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from tests.tui.every_pane import NAMES, PANES
from tests.tui.fake_app import SMALL, FakeDriver, fake_app_at
from tests.tui.fake_session import NAME
from tests.tui.pane_state import Impossible, PaneState, Shown
from tests.tui.sample_cluster import known_session

EVERY_PANE = pytest.mark.parametrize(("kind", "tab"), list(PANES), ids=lambda part: getattr(part, "value", part))

SIGNS = {
    PaneState.LOADING: r"Loading …",
    PaneState.STALE: r"(as of )?\d\d:\d\d:\d\d: Broker 1 did not answer",
    PaneState.FAILED: r"r tries now",
    PaneState.NOT_SUPPORTED: r"Not supported: ",
}
"""What only this state shows."""


def test_every_tab_of_the_table_of_kinds_has_all_six_states() -> None:
    assert set(PANES) == {(kind, tab.id) for kind, row in KINDS.items() for tab in row.tabs}
    for pane, states in PANES.items():
        assert set(states) == set(PaneState), pane
        assert not isinstance(states[PaneState.OK], Impossible), pane
        assert all(case.reason if isinstance(case, Impossible) else case.words for case in states.values()), pane


@EVERY_PANE
async def test_every_pane_says_the_state_it_is_in(kind: PlaceKind, tab: str) -> None:
    place = Place(NAME, kind, NAMES.get(kind, ""), tab)
    cases = {state: case for state, case in PANES[kind, tab].items() if isinstance(case, Shown)}
    shown: dict[str, PaneState] = {}
    for make_session in dict.fromkeys(case.session for case in cases.values()):
        session = make_session()
        async with fake_app_at(session, PlaceKind.TOPICS if kind is PlaceKind.BROKERS else PlaceKind.BROKERS) as driver:
            for state, case in cases.items():
                if case.session is make_session:
                    text = await page_in(driver, place, case)
                    assert text not in shown, f"{state} looks like {shown[text]}"
                    shown[text] = state
                    wrong = [each for each, sign in SIGNS.items() if each is not state and re.search(sign, text)]
                    assert not wrong, f"{state} looks like {wrong}\n{text}"


async def page_in(driver: FakeDriver, place: Place, case: Shown) -> str:
    """What the page of `place` says in a state."""
    driver.session.forget()
    case.change(known_session(driver.session))
    await driver.show(place)
    case.then(driver.session)
    return await said(driver, case)


async def said(driver: FakeDriver, case: Shown) -> str:
    """The page's text once all words of a case are in it, wrapped lines put together."""

    def text() -> str:
        page = driver.text_of(driver.main.frame)
        return " ".join(re.sub("[│─╭╮╰╯]", " ", page).split())

    patterns = [re.escape(word).replace(r"\{clock\}", r"\d\d:\d\d:\d\d") for word in case.words]
    try:
        await driver.wait_until(lambda: all(re.search(pattern, text()) for pattern in patterns))
    except AssertionError:
        raise AssertionError(f"not all of {case.words}: {text()}") from None
    widgets = [driver.pane, *driver.pane.query("*")]
    assert case.is_dimmed == any(getattr(widget, "is_stale", False) for widget in widgets)
    return text()


@EVERY_PANE
async def test_every_pane_is_usable_on_a_small_terminal(kind: PlaceKind, tab: str) -> None:
    case = PANES[kind, tab][PaneState.OK]
    assert isinstance(case, Shown)
    session = known_session()
    case.change(session)
    async with fake_app_at(session, kind, NAMES.get(kind, ""), tab, size=SMALL) as driver:
        case.then(session)
        await driver.wait_until(lambda: any(word in driver.screen_text for word in case.words))
        assert driver.main.has_class("-narrow")
        assert driver.app.focused is not None
        assert "? keys" in driver.screen_text
