"""What `kafkatui info` tells for a report of a fault: versions, files, terminal, settings, the connection in effect."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.view.connection_table import CONNECTION_TABLE
from kafkatui.view.facts_table import Fact, property_facts
from kafkatui.view.span import Tone

INFO_TABLE = replace(CONNECTION_TABLE, id="info")

TERMINAL_VARIABLES: Mapping[str, str] = {
    "TERM": "What the terminal says it is.",
    "COLORTERM": "truecolor: 16 million colours.",
    "TERM_PROGRAM": "The program that draws it, where that tells.",
    "NO_COLOR": "Set: the explorer draws without colours.",
    "LANG": "Language and encoding.",
    "LC_ALL": "The same, over LANG.",
}

IN_BETWEEN: Mapping[str, str] = {"TMUX": "tmux", "STY": "screen", "SSH_CONNECTION": "ssh"}
"""Variables whose presence alone is told: their values name sockets and hosts."""


class Surroundings(Struct, frozen=True):
    """Where kafkatui runs.

    Attributes:
        size: columns and rows of the terminal; None where standard output is none.
        encoding: of standard output.
    """

    version: str
    python: str
    system: str
    installed_in: Path
    environ: Mapping[str, str]
    size: tuple[int, int] | None
    encoding: str


def program_facts(surroundings: Surroundings, clients: Mapping[str, str], extras: Mapping[str, bool]) -> list[Fact]:
    """kafkatui, Python, the system and the libraries."""
    facts = [
        _fact("kafkatui", surroundings.version, "Version.", "Program"),
        _fact("python", surroundings.python, "The interpreter's.", "Program"),
        _fact("system", surroundings.system, "Operating system and processor.", "Program"),
        _fact("installed in", _home_hidden(surroundings.installed_in, surroundings.environ), "Its code.", "Program"),
    ]
    facts += [_fact(name, version, "Version in use.", "Client") for name, version in clients.items()]
    for name, is_there in extras.items():
        said = "installed" if is_there else "not installed"
        facts.append(replace(_fact(name, said, f"Optional: pip install '.[{name}]'.", "Client"), tone=Tone.DIM))
    return facts


def file_facts(files: Mapping[str, Path], environ: Mapping[str, str]) -> list[Fact]:
    """Where each is, and whether it is there."""
    return [
        _fact(name, _home_hidden(path, environ), "There." if path.exists() else "Not there.", "Files")
        for name, path in files.items()
    ]


def terminal_facts(surroundings: Surroundings) -> list[Fact]:
    """What is drawn on."""
    size = surroundings.size
    facts = [_fact("size", "no terminal" if size is None else f"{size[0]}×{size[1]}", "Columns × rows.", "Terminal")]
    facts.append(_fact("encoding", surroundings.encoding or "not known", "Of what is written.", "Terminal"))
    for name, note in TERMINAL_VARIABLES.items():
        if name in surroundings.environ:
            facts.append(_fact(name, surroundings.environ[name] or '""', note, "Terminal"))
    between = [word for name, word in IN_BETWEEN.items() if surroundings.environ.get(name)]
    facts.append(_fact("within", ", ".join(between) or "nothing", "What is between it and the screen.", "Terminal"))
    return facts


def setting_facts(settings: Mapping[str, object]) -> list[Fact]:
    """The settings that are not as they come."""
    if not settings:
        return [_fact("settings", "all defaults", "Nothing else was set.", "Settings")]
    return [_fact(name, str(value), "Not the default.", "Settings") for name, value in sorted(settings.items())]


def profile_facts(profile: Profile) -> list[Fact]:
    """What would be connected to; every secret masked. It was not tried."""
    note = "Assumed: nothing was given." if profile.is_assumed else "The cluster that is meant."
    mode = "read-only" if profile.read_only else "reads and writes"
    return [
        _fact("profile", profile.name, note, "Cluster"),
        _fact("mode", mode, "Whether anything may be changed.", "Cluster"),
        *property_facts(profile),
    ]


def problem_fact(error: KafkatuiError) -> Fact:
    """Why there is no profile to tell of."""
    return replace(_fact("profile", str(error), f"{error.title}.", "Cluster"), tone=Tone.BAD)


def _fact(name: str, value: str, note: str, section: str) -> Fact:
    return Fact(name, value, note, value, section)


def _home_hidden(path: Path, environ: Mapping[str, str]) -> str:
    """The path with ~ for the home: who it belongs to is nobody's business."""
    home = environ.get("HOME", "")
    text = str(path)
    return f"~{text[len(home) :]}" if home and home != "/" and (text == home or text.startswith(f"{home}/")) else text
