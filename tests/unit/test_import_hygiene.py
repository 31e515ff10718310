"""What importing costs: Textual only in tui, textual-serve only for a browser, clients only when something connects."""

from __future__ import annotations

import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import kafkatui


def _modules_after(statement: str) -> set[str]:
    """The names in sys.modules of a fresh interpreter after `statement`."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_only_tui_brings_textual_in() -> None:
    names = [
        module.name
        for module in pkgutil.walk_packages(kafkatui.__path__, "kafkatui.")
        if not module.name.startswith(("kafkatui.tui", "kafkatui.web")) and not module.name.endswith("__main__")
    ]
    assert len(names) > 30
    loaded = _modules_after("\n".join(f"import {name}" for name in names))
    assert "kafkatui.cli.main" in loaded
    assert {"textual", "rich"}.isdisjoint(loaded)


def test_starting_brings_no_client_and_no_screen_in() -> None:
    loaded = _modules_after("import kafkatui.cli.main")
    assert {"textual", "rich", "confluent_kafka", "kazoo", "kafka", "platformdirs"}.isdisjoint(loaded)


def test_telling_the_version_brings_no_client_and_no_screen_in() -> None:
    loaded = _modules_after(
        "from kafkatui.cli.main import kafkatui\n"
        "from kafkatui.cli.failures import exit_code_of\n"
        "assert exit_code_of(kafkatui, ['--version']) == 0"
    )
    assert {"textual", "rich", "confluent_kafka", "kazoo", "kafka", "tomllib"}.isdisjoint(loaded)


def test_the_app_brings_no_page_in_that_is_not_shown() -> None:
    loaded = _modules_after("import kafkatui.tui.app")
    assert "kafkatui.tui.screens.main" in loaded
    pages = ("overview", "topic", "group", "broker", "znode")
    assert not [name for name in loaded if name.startswith(tuple(f"kafkatui.tui.pages.{page}." for page in pages))]
    assert {"kafkatui.view.record_diff", "kafkatui.tui.screens.columns", "kafkatui.tui.screens.searches"}.isdisjoint(
        loaded
    )


def test_the_page_of_records_brings_no_screen_in_that_a_key_opens() -> None:
    before = _modules_after("import kafkatui.tui.app")
    loaded = _modules_after("import kafkatui.tui.app, kafkatui.tui.pages.topic.messages") - before
    assert "kafkatui.tui.pages.topic.records_pane" in loaded
    assert not [name for name in loaded if name.startswith("kafkatui.tui.screens.")]
    assert "kafkatui.view.record_diff" not in loaded


def test_the_catalogue_of_actions_brings_no_client_in_and_nothing_that_one_action_alone_needs() -> None:
    loaded = _modules_after("from kafkatui.session.action_catalogue import catalogue\nassert catalogue()")
    assert "kafkatui.session.actions.cluster_import" in loaded
    assert {"confluent_kafka", "kazoo", "kafka", "tomlkit", "keyring", "yaml", "textual"}.isdisjoint(loaded)
    assert {"kafkatui.config.foreign.files", "kafkatui.session.cluster_reading"}.isdisjoint(loaded)


def test_values_are_changed_by_what_knows_structs_and_dataclasses() -> None:
    folder = Path(kafkatui.__file__).parent
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if re.search(r"^\s*(from dataclasses import .*\breplace\b|import dataclasses)", path.read_text(), re.MULTILINE)
    }
    assert found == {"model/replacing.py"}
