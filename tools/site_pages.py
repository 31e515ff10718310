"""The pages of the documentation that are written by the program itself; a hook of MkDocs (`make docs`).

What the program knows of its keys, verbs, settings, pages and rules is not written a second time: a page of it is made
when the site is built. Sections of README.md that belong to the site too are taken from there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from mkdocs.structure.files import File, Files

from kafkatui.model.key import Key

ROOT = Path(__file__).resolve().parent.parent


def on_files(files: Files, config: Any) -> Files:
    """MkDocs' event: the pages that are made are added to those that were written."""
    for name, text in made_pages().items():
        files.append(File.generated(config, name, content=text))
    for picture in sorted((ROOT / "screenshots").glob("*.svg")):
        files.append(File.generated(config, f"screenshots/{picture.name}", abs_src_path=str(picture)))
    return files


def made_pages() -> dict[str, str]:
    """The pages by their file's name."""
    return {
        "keys.md": keys_page(),
        "verbs.md": verbs_page(),
        "settings.md": settings_page(),
        "pages.md": pages_page(),
        "doctor-rules.md": doctor_page(),
        "changelog.md": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
        "extending.md": extending_page(),
        "tested.md": tested_page(),
        "sizes.md": sizes_page(),
    }


def keys_page() -> str:
    """Every key, as `?` has it."""
    from kafkatui.tui.keys import all_keys

    groups: dict[str, list[str]] = {}
    registry = all_keys()
    for key in (registry[key_id] for key_id in registry):
        groups.setdefault(key.group, []).append(f"| {shown(key)} | {cell(key.help)} | `{key.id}` |")
    lines = ["# Keys", "", "What `?` shows, with the ids that `[keymap]` in the settings file goes by."]
    for group, rows in groups.items():
        lines += ["", f"## {group}", "", "| Key | What it does | Id |", "|---|---|---|", *rows]
    return "\n".join(lines) + "\n"


def shown(key: Key) -> str:
    """A key's presses as they are printed on a keyboard."""
    from kafkatui.tui.key_names import key_name

    return " ".join(f"<kbd>{cell(key_name(pressed))}</kbd>" for pressed in key.pressed)


def verbs_page() -> str:
    """Every verb with its options, as `--help` has it."""
    from kafkatui.cli.main import kafkatui

    root = click.Context(kafkatui, info_name="kafkatui", **kafkatui.context_settings)
    lines = ["# Verbs", "", "What `--help` says. Examples are in [verbs by example](verbs-by-example.md)."]
    for context in contexts(root):
        depth = "#" * min(2 + context.command_path.count(" "), 4) if context.parent is not None else "##"
        lines += ["", f"{depth} {context.command_path}", "", "```text", context.get_help(), "```"]
    return "\n".join(lines) + "\n"


def contexts(context: click.Context) -> Iterator[click.Context]:
    """A command's context, then those of its verbs, all the way down."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None and not command.hidden:
                yield from contexts(click.Context(command, info_name=name, parent=context, max_content_width=100))


def settings_page() -> str:
    """The settings file that documents itself."""
    from kafkatui.config.documentation import documented_defaults

    return f"# Every setting\n\nWhat `kafkatui config --defaults` prints.\n\n```toml\n{documented_defaults()}\n```\n"


def pages_page() -> str:
    """Every kind of place with its tabs and the terms that its help explains."""
    from kafkatui.model.kinds import KINDS
    from kafkatui.view.glossary import explain

    lines = ["# Each page", "", "The tabs of each kind of page, and the words that its `?` explains."]
    for place, kind in KINDS.items():
        title = f"A {place.value}" if kind.is_thing else kind.title.format(name="", cluster="The cluster")
        lines += ["", f"## {cell(title)}", ""]
        lines += [f"Tabs: {', '.join(tab.title for tab in kind.tabs)}.", ""] if len(kind.tabs) > 1 else []
        for term in dict.fromkeys([*kind.terms, *(term for tab in kind.tabs for term in tab.terms)]):
            if (said := explain(term)) is not None:
                lines.append(f"- **{cell(term)}**: {cell(said)}")
    return "\n".join(lines) + "\n"


def doctor_page() -> str:
    """The doctor's rules."""
    return (ROOT / "kafkatui" / "insight" / "doctor" / "RULES.md").read_text(encoding="utf-8")


def extending_page() -> str:
    """CONTRIBUTING.md, whose links lead out of the site."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.sub(r"\[([^\]]+)\]\((?!https?://|#)[^)]+\)", r"\1", text)


def tested_page() -> str:
    """The table that a run of the tests writes into README.md."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    title = "What was tested on which Kafka"
    section = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return f"# {title}\n{section}"


def sizes_page() -> str:
    """What the tests checked of every page in which size."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))  # mkdocs does not look for packages where it is started
    from tests.tui.sizes.report import sizes_page as page

    return page()


def cell(text: str) -> str:
    """A text within a table's cell."""
    return text.replace("|", "\\|").replace("<", "&lt;")
