"""Every pane says in which state it is, each visibly different: loading, empty, stale, failed, not supported, ok."""

from __future__ import annotations

import re

import pytest

from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from tests.tui.every_pane import NAMES, PANES
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import NAME
from tests.tui.pane_state import Impossible, PaneState, Shown, States
from tests.tui.sample_cluster import known_session

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


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.value)
async def test_every_pane_says_the_state_it_is_in(kind: PlaceKind) -> None:
    panes = {tab: states for (each, tab), states in PANES.items() if each is kind}
    shown: dict[tuple[str, str], PaneState] = {}
    for make_session in dict.fromkeys(
        case.session for states in panes.values() for case in known_cases(states).values()
    ):
        session = make_session()
        async with fake_app_at(session, PlaceKind.TOPICS if kind is PlaceKind.BROKERS else PlaceKind.BROKERS) as driver:
            for tab, states in panes.items():
                place = Place(NAME, kind, NAMES.get(kind, ""), tab)
                for state, case in known_cases(states).items():
                    if case.session is make_session:
                        text = await page_in(driver, place, case)
                        assert (tab, text) not in shown, f"{tab}: {state} looks like {shown[tab, text]}"
                        shown[tab, text] = state
                        wrong = [each for each, sign in SIGNS.items() if each is not state and re.search(sign, text)]
                        assert not wrong, f"{tab}: {state} looks like {wrong}\n{text}"


def known_cases(states: States) -> dict[PaneState, Shown]:
    """Those that there are."""
    return {state: case for state, case in states.items() if isinstance(case, Shown)}


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
