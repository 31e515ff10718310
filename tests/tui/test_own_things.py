"""The user's own themes, aliases and commands in the app: offered, used, read again when their files change."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from kafkatui.config.file import load_config_file
from kafkatui.config.options import Options
from kafkatui.config.own_files import OwnFiles
from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.tui.dialog.fields import FieldEditor
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.tui.screens.action_menu import ActionMenuScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import NAME, FakeSession, fake_profile
from tests.tui.sample_cluster import known_session


class Files:
    """The settings file and the themes of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "config.toml"
        self._time = 1_000_000_000
        self.write("")

    def write(self, text: str) -> None:
        """As an editor does: the time is another one, however fast the test is."""
        self._put(self.path, text)

    def theme(self, text: str, name: str = "mine") -> None:
        self._put(self.folder / "themes" / f"{name}.toml", text)

    def _put(self, path: Path, text: str) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        self._time += 10
        os.utime(path, (self._time, self._time))

    @asynccontextmanager
    async def app(self, session: FakeSession | None = None, *, theme: str = "") -> AsyncIterator[FakeDriver]:
        options = Options(config=str(self.path), theme=theme or None)
        own = OwnFiles(options, {}, load_config_file({}, str(self.path)))
        session = session or known_session(FakeSession())
        session.journal_folder = self.folder / "journal"
        settings = Settings(theme=theme or own.now.theme or "kafkatui-dark")
        async with fake_app_at(session, settings=settings, own=own) as driver:
            await driver.wait_until("orders")
            yield driver


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def background_of(driver: FakeDriver) -> str:
    return driver.app.theme_variables["background"].lower()


# Themes


async def test_a_theme_of_ones_own_is_in_the_palette_beside_ours_and_follows_its_file(files: Files) -> None:
    files.theme('background = "#000011"')
    async with files.app() as driver:
        await driver.press("semicolon", *"theme")
        await driver.wait_until("Theme mine")
        lines = driver.screen_text
        assert lines.index("Theme kafkatui-light") < lines.index("Theme mine") < lines.index("Theme atom-one-dark")
        await driver.press("space", *"mine", "enter")
        await driver.wait_until(lambda: driver.app.theme == "mine" and background_of(driver) == "#000011")
        files.theme('background = "#000022"')
        await driver.wait_until(lambda: background_of(driver) == "#000022")
        files.theme('background = "black"')
        await driver.wait_until(lambda: any("black is no colour" in note for note in driver.notices))
        assert any("stay as they were" in note for note in driver.notices)
        assert (driver.app.theme, background_of(driver)) == ("mine", "#000022")


async def test_the_settings_name_it_and_a_cluster_has_its_own(files: Files) -> None:
    files.theme('background = "#000011"')
    files.theme('based_on = "kafkatui-light"\nbackground = "#ffffee"', "alarm")
    files.write('theme = "mine"\n')
    async with files.app() as driver:
        assert driver.app.theme == "mine"
        assert driver.app.current_theme.dark
        files.write(f'theme = "mine"\n[clusters.{NAME}]\nbootstrap_servers = "a:1"\ntheme = "alarm"\n')
        await driver.wait_until(lambda: driver.app.theme == "alarm" and background_of(driver) == "#ffffee")
        assert not driver.app.current_theme.dark
        await driver.press("semicolon", *"theme nord", "enter")
        await driver.wait_until(lambda: driver.app.theme == "nord")
        files.theme('background = "#000033"')
        files.theme('background = "#ffffdd"', "alarm")
        await driver.wait_until(lambda: len(driver.app.own.now.themes["alarm"].colours) == 1)
        assert driver.app.theme == "nord", "what was chosen by hand stays"


async def test_what_was_typed_goes_before_a_clusters_theme(files: Files) -> None:
    files.write(f'[clusters.{NAME}]\nbootstrap_servers = "a:1"\ntheme = "kafkatui-light"\n')
    async with files.app() as driver:
        assert driver.app.theme == "kafkatui-light"
    async with files.app(theme="kafkatui-contrast") as driver:
        assert driver.app.theme == "kafkatui-contrast"


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ('primry = "#fff"', "mine", "a theme has no primry. Did you mean primary?"),
        ('based_on = "kafkatui-drak"', "mine", "kafkatui-drak is no theme of kafkatui's. Did you mean kafkatui-dark?"),
        ("", "nord", "there is a theme nord already"),
        ("", "kafkatui-light", "there is a theme kafkatui-light already"),
        (
            'dim = "#222222"',
            "mine",
            "The theme mine is hard to read: dim on bar has 1.0 : 1 of contrast, not 4.5 : 1, and 4 more",
        ),
        ('foreground = "#0e131a"', "mine", ", and "),
    ],
)
async def test_what_is_wrong_with_a_theme_is_said_and_nothing_else_happens(
    files: Files, text: str, name: str, said: str
) -> None:
    files.theme(text, name)
    async with files.app() as driver:
        await driver.wait_until(lambda: any(said in note for note in driver.notices))
        assert driver.app.theme == "kafkatui-dark"


async def test_a_theme_that_there_is_not_is_said(files: Files) -> None:
    files.write('theme = "mine"\n')
    async with files.app() as driver:
        await driver.wait_until(lambda: any("There is no theme mine" in note for note in driver.notices))
        files.theme("")
        await driver.wait_until(lambda: driver.app.theme == "mine")


# Aliases


async def test_an_alias_leads_to_its_place_and_does_its_command(files: Files) -> None:
    files.write('[aliases]\nlag = "group billing"\nlt = "theme kafkatui-light"\nnew = "topic.create"\nint = "internal"')
    async with files.app() as driver:
        await driver.press("colon", *"lag", "enter")
        await driver.wait_until(lambda: driver.place.subject == (NAME, PlaceKind.GROUP, "billing"))
        await driver.press("colon", *"lt")
        await driver.wait_until("alias: theme kafkatui-light")
        await driver.press("enter")
        await driver.wait_until(lambda: driver.app.theme == "kafkatui-light")
        await driver.press("3")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPICS)
        await driver.press("colon", *"int", "enter")
        await driver.wait_until("__consumer_offsets")
        await driver.press("colon", *"new", "enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))


async def test_aliases_follow_their_file_and_what_stands_for_nothing_is_said(files: Files) -> None:
    files.write('[aliases]\na = "b"\nb = "a"\n')
    async with files.app() as driver:
        await driver.wait_until(lambda: any("a → b → a lead in a circle" in note for note in driver.notices))
        aliases = f'[clusters.{NAME}.aliases]\na = "events"\nx = "evnts"\n'
        files.write(f'[clusters.{NAME}]\nbootstrap_servers = "a:1"\n{aliases}')
        await driver.wait_until(lambda: any("“evnts” is no place" in note for note in driver.notices))
        await driver.press("colon", "a", "enter")
        await driver.wait_until(lambda: driver.place.tab == "events")


# Commands

HEAD = """
[commands.head]
title = "First records"
command = "echo {topic} {count}"
on = "topic"
key = "ctrl+g,Q"
background = true
[commands.head.fields.count]
kind = "number"
default = 10
"""


async def test_a_command_asks_runs_in_the_background_and_shows_what_it_writes(files: Files) -> None:
    files.write(HEAD.replace("ctrl+g,Q", "Q"))
    async with files.app() as driver:
        await driver.press("Q")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        screen = driver.app.screen
        screen.query_one(FieldEditor).query_one(Input).value = "25"
        await driver.wait_until(lambda: "echo orders 25" in driver.screen_text)
        await driver.wait_until(lambda: not screen.query_one("#do", Button).disabled)
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: driver.place == Place(NAME, PlaceKind.CLUSTER, tab="output"))
        await driver.wait_until("exit code 0 after")
        assert "orders 25" in driver.screen_text
        (entry,) = driver.session.actions.entries()
        assert entry.summary == "Runs head: echo orders 25"


async def test_it_is_in_the_menu_in_the_help_and_in_the_footer(files: Files) -> None:
    files.write(HEAD.replace("ctrl+g,Q", "Q") + "[commands.quiet]\ncommand = 'echo'\nhelp = 'Says nothing.'\n")
    async with files.app() as driver:
        assert "Q head" in driver.screen_text
        await driver.press("a")
        await driver.wait_until("First records")
        assert "Says nothing." in driver.screen_text
        await driver.press("escape", "question_mark", "slash", *"Says")
        await driver.wait_until("Commands of your own")
        await driver.press("escape", "escape", "escape", "semicolon", *"quiet")
        await driver.wait_until("Says nothing.")


async def test_a_key_that_is_taken_is_refused_with_a_sentence_and_the_command_is_in_the_menu(files: Files) -> None:
    files.write(HEAD)
    async with files.app() as driver:
        await driver.wait_until(lambda: any("head: Ctrl+G is the key of “send and clear”" in n for n in driver.notices))
        files.write(HEAD.replace("ctrl+g,Q", "nonsense"))
        await driver.wait_until(lambda: any("head: there is no key nonsense." in note for note in driver.notices))
        files.write(HEAD.replace("ctrl+g,Q", "Q"))
        await driver.wait_until(lambda: "command.head" in driver.main.registry)
        files.write("")
        await driver.wait_until(lambda: "command.head" not in driver.main.registry)
        await driver.press("Q", "a")
        await driver.wait_until(lambda: is_open(driver.app, ActionMenuScreen))
        assert "First records" not in driver.screen_text


async def test_what_is_not_asked_runs_at_once_and_a_failure_is_said(files: Files) -> None:
    files.write("[commands.broken]\ncommand = 'echo so; exit 3'\nshell = true\nbackground = true\nkey = 'Q'\n")
    async with files.app() as driver:
        await driver.press("Q")
        await driver.wait_until(lambda: any("broken: exit code 3. It wrote last: so" in n for n in driver.notices))
        await driver.wait_until("ERROR")
        await driver.press("exclamation_mark")
        await driver.wait_until("WARN and worse")
        assert "$ sh -c" not in driver.screen_text


async def test_with_the_terminal_it_is_handed_over(files: Files) -> None:
    files.write("[commands.look]\ncommand = 'less {topic}'\non = 'topic'\nkey = 'Q'\n".replace("less", "ls"))
    given: list[Sequence[str]] = []

    def hand_over(argv: Sequence[str], environ: Mapping[str, str], always: bool) -> int:
        given.append(argv)
        return 4

    async with files.app() as driver:
        driver.session.actions.context.hand_over = hand_over
        await driver.press("Q")
        await driver.wait_until(lambda: any("look: exit code 4" in note for note in driver.notices))
        assert tuple(given[0]) == ("ls", "orders")
        assert driver.place.kind is PlaceKind.TOPICS


async def test_read_only_says_no_and_a_protected_cluster_wants_the_name(files: Files) -> None:
    files.write(
        "[commands.drop]\ncommand = 'echo {topic}'\non = 'topic'\ndangerous = true\nbackground = true\nkey = 'Q'"
    )
    async with files.app(known_session(FakeSession(fake_profile(is_read_only=True)))) as driver:
        await driver.press("Q")
        await driver.wait_until(lambda: any("open read-only" in note for note in driver.notices))
    async with files.app(known_session(FakeSession(replace(fake_profile(), protected=True)))) as driver:
        await driver.press("Q")
        await driver.wait_until("type orders to go on")
        assert driver.app.screen.query_one("#do", Button).disabled
        driver.app.screen.query_one("#confirm Input", Input).value = "orders"
        await driver.wait_until(lambda: not driver.app.screen.query_one("#do", Button).disabled)
        await driver.press("ctrl+s")
        await driver.wait_until("exit code 0 after")
