"""The documentation as a site: it is built without a warning, loads nothing from elsewhere, and leaves nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click import Context
from mkdocs.commands.build import build
from mkdocs.config import load_config

from kafkatui.cli.main import VERBS, kafkatui
from kafkatui.model.kinds import KINDS
from kafkatui.tui.keys import all_keys
from kafkatui.view.goto import CLUSTER_WORD

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; a link that leads nowhere or a page that no menu has is an error."""
    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder)))
    return folder


def test_every_key_verb_and_picture_is_in_it(site: Path) -> None:
    keys = (site / "keys.html").read_text()
    assert [key for key in all_keys() if f"<code>{key}</code>" not in keys] == []
    verbs = (site / "verbs.html").read_text()
    shown = [name for name in VERBS if not getattr(kafkatui.get_command(Context(kafkatui), name), "hidden", True)]
    assert len(shown) > 40
    assert [name for name in shown if f"kafkatui {name}<" not in verbs] == []
    pictures = {path.name for path in (site / "screenshots").glob("*.svg")}
    assert pictures == {path.name for path in (ROOT / "screenshots").glob("*.svg")}


def test_every_tab_is_in_the_table_of_what_was_checked_in_which_size(site: Path) -> None:
    rows = re.findall(r"<tr>\s*<td>(.*?)</td>(.*?)</tr>", (site / "sizes.html").read_text(), re.DOTALL)
    checked = {title: cells.count("✓") for title, cells in rows}
    tabs = [f"{kind.value}: {tab.title}" for kind, row in KINDS.items() for tab in row.tabs]
    assert {tab: checked.get(tab) for tab in tabs} == dict.fromkeys(tabs, 3)


def test_it_loads_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = re.findall(r'<(?:script|img|iframe)[^>]+src="?(https?:[^" >]+)', page.read_text())
        loaded += re.findall(
            r'<link[^>]+rel="?(?:stylesheet|preconnect)"?[^>]+href="?(https?:[^" >]+)', page.read_text()
        )
        assert loaded == [], page.name


def test_what_the_documentation_types_after_a_colon_is_known_there() -> None:
    known = {word.word for row in KINDS.values() for word in row.words} | {CLUSTER_WORD}
    typed = {
        match
        for path in (*ROOT.glob("docs/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
        for match in re.findall(r"`:([a-z]+)\b[^`]*`", path.read_text())
    }
    own = {"t"}  # an alias that a page makes
    assert len(typed) > 5
    assert typed - own - known == set()


def test_the_links_of_the_readme_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text()
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    assert len(targets) > 15
    assert [target for target in targets if not (ROOT / target).exists()] == []
