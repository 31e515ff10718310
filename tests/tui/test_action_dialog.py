"""The one dialog of every action, on a fake session: fields, preview, refusal, confirmation, outcome, undo, tasks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, TextArea

from kafkatui.config.options import Options
from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.errors import FieldError, RequestFailed
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Conflict, Outcome, OutcomeState, TargetOutcome, done
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.action_context import ActionContext
from kafkatui.session.application import Application
from kafkatui.session.settings_file import SettingsFile
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.actions.action_commands import is_meant
from kafkatui.tui.dialog.document import DocumentEditor, text_in_place
from kafkatui.tui.dialog.fields import FieldEditor
from kafkatui.tui.dialog.preview import NoteLine, Preview
from kafkatui.tui.edited_file import EditedFile
from kafkatui.tui.messages import GoTo
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.tui.screens.action_menu import ActionMenuScreen
from kafkatui.tui.screens.confirm import ConfirmScreen
from kafkatui.tui.screens.main import MainScreen
from kafkatui.tui.screens.undo import UndoScreen
from tests.drive.drawn import is_open
from tests.tui.dialog_look import check_that_it_fits
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import (
    ACLS,
    CONNECTORS,
    CREDENTIALS,
    QUOTAS,
    SUBJECTS,
    TOKENS,
    TRANSACTIONS,
    known_session,
)

SAMPLE_TARGETS = (
    Target(PlaceKind.TOPIC, "orders"), Target(PlaceKind.GROUP, "billing"), Target(PlaceKind.ZNODE, "/app"),
    Target(PlaceKind.BROKER, "1"), Target(PlaceKind.CLUSTER, ACLS[0].text, part="ACL"),
    Target(PlaceKind.CLUSTER, TRANSACTIONS[1].text, part="transaction"),
    Target(PlaceKind.CLUSTER, CREDENTIALS[0].text, part="SCRAM user"),
    Target(PlaceKind.CLUSTER, QUOTAS[0].text, part="quota"),
    Target(PlaceKind.CLUSTER, TOKENS[0].text, part="token"),
    Target(PlaceKind.CLUSTER, SUBJECTS.subjects[2].name, part="subject"),
    Target(PlaceKind.CLUSTER, CONNECTORS.connectors[0].address, part="connector"),
    Target(PlaceKind.CLUSTER, "prod"), Target(PlaceKind.BROKER, "kafka-1", part="container"),
)  # fmt: skip

CHOICES = (
    Choice("first", "first", "The first.", "--to-first"),
    Choice("number", "number", "A number.", "--to-number", "N"),
)


class Paint(Action[Any]):
    """Paints topics; a test says what becomes of it."""

    spec = ActionSpec(
        "paint", "Paint topics", "Paint what is marked.", Danger.DESTROYS, frozenset({PlaceKind.TOPIC}),
        takes_many=True,
        fields=(
            Field("colour", "Colour", "What it shall be.", is_required=True),
            Field("to", "To", "Where.", FieldKind.CHOICE, choices=CHOICES),
            Field("thick", "Thick", "More of it.", FieldKind.FLAG),
            Field("layers", "Layers", "How many.", FieldKind.NUMBER, shown_if=("thick", True)),
        ),
        key=Key("paint", "ctrl+g", "paint", "Paint it.", "Do", 9, on=frozenset({"topic"})),
    )  # fmt: skip

    def __init__(self) -> None:
        self.planned: list[Values] = []
        self.outcome: Outcome | Exception = Outcome(done(["orders"]), {"orders": 1}, {"orders": 2})
        self.may_end = threading.Event()
        self.may_end.set()
        self.obstacle_text = ""
        self.is_undoable = True

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return Obstacle(self.obstacle_text, "Wait.") if self.obstacle_text else None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        self.planned.append(values)
        if values["colour"] == "mauve":
            raise FieldError("colour", "Mauve is no colour.", "Take blue.")
        if values["colour"] == "lost":
            raise RequestFailed("No broker answers.")
        rows = tuple(PlanLine(target.text, (target.text, 12)) for target in targets)
        return Plan(
            f"Paints {len(rows)} topics {values['colour']}.", values,
            (PlanColumn("topic", "Topic", "It."), PlanColumn("litres", "Litres", "How much.")), rows,
            totals=("12 litres in all.",), warnings=("It drips.",), commands=("paint.sh --colour",),
            undo="It is scraped off.", is_undoable=self.is_undoable,
            nothing_to_do="It is that colour already." if values["colour"] == "same" else "",
            confirm_name="orders",
        )  # fmt: skip

    def run(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        while not self.may_end.is_set():
            control.progress(30, 120, "litres")
            control.wait(0.01)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        return Plan("Scrapes it off.", entry.before)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return Outcome(done(["orders"]))


@pytest.fixture
def paint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paint]:
    """An action more in the catalogue."""
    action = Paint()
    known: dict[str, Any] = {**catalogue(), "paint": action}
    for module in ("kafkatui.session.action_catalogue", "kafkatui.tui.actions.action_commands"):
        monkeypatch.setattr(f"{module}.catalogue", lambda: known)
    yield action
    action.may_end.set()


@pytest.fixture
def session(tmp_path: Path) -> FakeSession:
    made = known_session(FakeSession())
    made.journal_folder = tmp_path
    return made


@pytest.fixture
def application(tmp_path: Path) -> Application:
    """kafkatui itself, with a settings file that has a cluster."""
    path = tmp_path / "config.toml"
    path.write_text('[clusters.prod]\nbootstrap_servers = "127.0.0.1:9"\n')
    return Application(SettingsFile(Options(config=str(path)), {}))


def dialog(driver: FakeDriver) -> ActionScreen:
    screen = driver.app.screen
    assert isinstance(screen, ActionScreen), screen
    return screen


def text(driver: FakeDriver) -> str:
    return driver.text_of(driver.app.screen)


async def opened(driver: FakeDriver, colour: str = "") -> ActionScreen:
    await driver.press("ctrl+g")
    await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
    if colour:
        await driver.press(*colour)
        await driver.wait_until(
            lambda: dialog(driver)._plan is not None or "✗" in text(driver) or "no colour" in text(driver)
        )
    return dialog(driver)


async def test_what_is_typed_is_planned_and_what_was_planned_runs(paint: Paint, session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        await opened(driver, "blue")
        words = ("Paints 1 topics blue", "12 litres in all.", "It drips.", "It is scraped off.", "paint.sh --colour")
        await driver.wait_until(lambda: all(word in text(driver) for word in words))
        assert paint.planned[-1] == {"colour": "blue", "to": Chosen("first"), "thick": False}
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: not isinstance(driver.app.screen, ActionScreen))
        assert session.events.newest(1)[0].text == "Paints 1 topics blue."
        (entry,) = session.actions.entries()
        assert (entry.action, entry.done) == ("paint", ("orders",))


async def test_a_wrong_value_is_said_where_it_was_typed(paint: Paint, session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        screen = await opened(driver, "mauve")
        await driver.wait_until(lambda: "Mauve is no colour. Take blue." in text(driver))
        assert screen.query_one("#do", Button).disabled
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, ActionScreen), "nothing can be done yet"
        await driver.press(*["backspace"] * 5, *"blue")
        await driver.wait_until(lambda: not screen.query_one("#do", Button).disabled)
        assert "no colour" not in text(driver)


async def test_a_plan_that_fails_says_why(paint: Paint, session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        screen = await opened(driver, "lost")
        await driver.wait_until(lambda: "No broker answers." in text(driver))
        assert screen.query_one("#do", Button).disabled


async def test_nothing_to_do_is_nothing_to_press(paint: Paint, session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        screen = await opened(driver, "same")
        await driver.wait_until(lambda: "that colour already" in text(driver))
        assert screen.query_one("#do", Button).disabled


async def test_choices_flags_and_dependent_fields(paint: Paint, session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        await opened(driver, "blue")
        assert "Layers" not in text(driver)
        await driver.press("tab", "right", "tab", *"17", "tab", "right")
        await driver.wait_until(lambda: "Layers" in text(driver))
        await driver.press("tab", *"3")
        await driver.wait_until(lambda: paint.planned[-1].get("layers") == 3)
        assert paint.planned[-1]["to"] == Chosen("number", "17")
        assert paint.planned[-1]["thick"] is True


async def test_a_protected_cluster_wants_a_name(paint: Paint, tmp_path: Path) -> None:
    session = known_session(FakeSession(replace(fake_profile(), protected=True)))
    session.journal_folder = tmp_path
    async with fake_app_at(session) as driver:
        screen = await opened(driver, "blue")
        await driver.wait_until(lambda: "type orders to go on" in text(driver))
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, ActionScreen)
        screen.query_one("#confirm Input", Input).focus()
        await driver.press(*"orders", "ctrl+s")
        await driver.wait_until(lambda: not isinstance(driver.app.screen, ActionScreen))
        assert session.actions.entries()


async def test_what_was_not_done_stays_on_the_screen_with_its_reason(paint: Paint, session: FakeSession) -> None:
    conflict = TargetOutcome("orders", OutcomeState.CONFLICT, "it was painted", Conflict("red", "blue", "green"))
    paint.outcome = Outcome((conflict,))
    async with fake_app_at(session) as driver:
        await opened(driver, "blue")
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: "there now" in text(driver))
        for words in ("it was painted", "red", "blue", "green", "Conflict"):
            assert words in text(driver)
        await driver.press("escape")
        await driver.wait_until(lambda: not isinstance(driver.app.screen, ActionScreen))


async def test_it_goes_on_when_the_dialog_is_left_and_quitting_asks(paint: Paint, session: FakeSession) -> None:
    paint.may_end.clear()
    async with fake_app_at(session) as driver:
        await opened(driver, "blue")
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: "25 %" in text(driver) or "30 of 120" in text(driver))
        await driver.press("escape", "7")
        await driver.wait_until(lambda: "Paints 1 topics blue." in text(driver) and "running" in text(driver))
        await driver.press("q")
        await driver.wait_until(lambda: is_open(driver.app, ConfirmScreen))
        assert "Quitting ends what is running" in text(driver)
        await driver.press("n", "d")
        await driver.wait_until(lambda: "cancelled" in text(driver))
        assert session.actions.entries()[0].outcomes[0].state is OutcomeState.SKIPPED


async def test_what_ends_below_another_screen_closes_nothing_but_itself(paint: Paint, session: FakeSession) -> None:
    paint.may_end.clear()
    async with fake_app_at(session) as driver:
        await opened(driver, "blue")
        dialog = driver.app.screen
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: "25 %" in text(driver) or "30 of 120" in text(driver))
        above = ModalScreen[None]()
        await driver.app.push_screen(above)
        paint.may_end.set()
        await driver.wait_until(lambda: dialog.query_one(Vertical).border_subtitle == "Esc closes")
        assert driver.app.screen is above
        above.dismiss()
        await driver.wait_until(lambda: driver.app.screen is dialog)
        await driver.press("escape")
        await driver.wait_until(lambda: not isinstance(driver.app.screen, ActionScreen))


async def test_undo_lists_what_was_changed_and_takes_it_back(paint: Paint, session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        await driver.press("u")
        await driver.wait_until(lambda: "Nothing was changed in this cluster" in text(driver))
        await opened(driver, "blue")
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: not isinstance(driver.app.screen, ActionScreen))
        await driver.press("u")
        await driver.wait_until(lambda: is_open(driver.app, UndoScreen) and "can be undone" in text(driver))
        await driver.press("enter")
        await driver.wait_until(lambda: "Scrapes it off." in text(driver))
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: not isinstance(driver.app.screen, ActionScreen))
        newest, first = session.actions.entries()
        assert newest.undoes == first.id
        assert first.undone_by == newest.id


async def test_the_menu_has_what_cannot_be_done_with_its_reason(paint: Paint, session: FakeSession) -> None:
    paint.obstacle_text = "The paint is wet."
    async with fake_app_at(session) as driver:
        await driver.press("ctrl+g")
        await driver.wait_until(lambda: "The paint is wet. Wait." in text(driver))
        await driver.press("a")
        await driver.wait_until(lambda: is_open(driver.app, ActionMenuScreen))
        await driver.press(*"paint")
        await driver.wait_until(lambda: "not now: The paint is wet." in text(driver))
        await driver.press(*["backspace"] * 5, *"delete", "enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        assert "Delete topics: orders" in text(driver), "not one whose sentence has the words"


async def test_what_a_line_of_the_menu_has_no_room_for_is_said_below_it(session: FakeSession) -> None:
    async with fake_app_at(session, size=SMALL) as driver:
        await driver.press("a")
        whole = "Copy a topic's records to another topic, of this cluster or another."
        await driver.wait_until(lambda: is_open(driver.app, ActionMenuScreen) and whole in text(driver))
        await driver.press("down")
        await driver.wait_until(lambda: whole not in text(driver))


@pytest.mark.parametrize("size", [WIDE, (100, 30), SMALL])
async def test_every_dialog_fits_and_has_its_buttons(
    session: FakeSession, size: tuple[int, int], application: Application
) -> None:
    async with fake_app_at(session, size=size) as driver:
        for _, action in sorted(catalogue().items()):
            of_kind = [target for target in SAMPLE_TARGETS if target.kind in action.spec.acts_on]
            targets = tuple([target for target in of_kind if is_meant(action, target)] or of_kind)[:1]
            host = application if action.spec.scope is Scope.APPLICATION else driver.session
            await check_that_it_fits(driver, ActionScreen(host, action, targets))


async def test_what_is_wrapped_of_a_sentence_stands_below_its_beginning(paint: Paint, session: FakeSession) -> None:
    async with fake_app_at(session, size=SMALL) as driver:
        screen = await opened(driver, "blue")
        await driver.wait_until(lambda: bool(screen.query(NoteLine)))
        assert screen._plan is not None
        await screen.query_one(Preview).show(replace(screen._plan, undo="It is scraped off " * 8))
        undo = next(line for line in screen.query(NoteLine) if "scraped" in str(line.query_one(".note--text").render()))
        head, told = undo.query_one(".note--head"), undo.query_one(".note--text")
        await driver.wait_until(lambda: told.region.height > 1)
        assert told.region.x == head.region.right


async def test_a_document_is_edited_in_the_users_editor(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> None:
    async def edit(self: EditedFile, app: App[Any]) -> None:
        self._path.write_bytes(b"\xff\x00 from the editor")

    monkeypatch.setattr(EditedFile, "edit", edit)
    async with fake_app_at(session) as driver:
        driver.app.push_screen(ActionScreen(driver.session, catalogue()["znode.set"], SAMPLE_TARGETS[2:3]))
        await driver.wait_until(lambda: bool(driver.app.screen.query(TextArea)))
        document = dialog(driver).query_one(DocumentEditor)
        document.query_one(TextArea).focus()
        await driver.press("ctrl+o")
        await driver.wait_until(lambda: document.value == b"\xff\x00 from the editor")
        assert "bytes that are not edited here" in text(driver)
        await driver.press("escape")


def test_documents_that_an_editor_must_take() -> None:
    assert text_in_place(None) == ""
    assert text_in_place("ä\n\tb".encode()) == "ä\n\tb"
    for data in (b"\xff", b"a\x00b", b"a\r\nb", b"x" * 1_000_001, b"x" * 100_001):
        assert text_in_place(data) is None


async def test_a_key_that_is_for_partitions_is_no_topics_key(session: FakeSession) -> None:
    async with fake_app_at(session) as driver:
        screen = driver.app.screen
        assert isinstance(screen, MainScreen)
        reassign = screen.action_commands.commands()["partition.reassign"]
        await driver.wait_until(lambda: bool(screen.side is not None and screen.side.targets()))
        assert not reassign.offer().is_here, "on a topic e configures it"
        await driver.press("a", *"reassign", "enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        assert "Reassign partitions: " in text(driver), "in the menu it is for topics, too"
        await driver.press("escape")
        driver.app.screen.post_message(GoTo(Place("fake", PlaceKind.TOPIC, "orders", "partitions")))
        await driver.wait_until(lambda: reassign.offer().is_here)


async def test_on_a_small_screen_what_a_field_means_stands_below_it(session: FakeSession) -> None:
    async with fake_app_at(session, size=SMALL) as driver:
        action = catalogue()["topic.create"]
        driver.app.push_screen(ActionScreen(driver.session, action, ()))
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen) and "Letters, digits" in text(driver))
        editor = dialog(driver).query(FieldEditor).first()
        typed, note = editor.query_one(Input).region, editor.query_one(".field--note").region
        assert (note.y, note.right) == (typed.bottom, typed.right)
        assert typed.width > 50, "and what is typed has the whole line"
