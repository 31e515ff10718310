"""Builds wheel and sdist, checks what is in them and that the wheel runs where nothing else is installed.

Usage: python -m tools.package [FOLDER], which is `dist` unless told otherwise. Needs `build` and `twine`.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

NEEDED_IN_WHEEL = (
    "kafkatui/__init__.py", "kafkatui/py.typed", "kafkatui/tui/kafkatui.tcss", "kafkatui/insight/catalogue.json",
)  # fmt: skip
NEEDED_IN_SDIST = ("README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "Makefile", "kafkatui/__init__.py",
                   "tests/unit/test_import_hygiene.py")  # fmt: skip
FORBIDDEN = (".venv", "__pycache__", ".git/", ".pyc", ".env", "id_rsa", ".mypy_cache", ".hypothesis")
"""Pieces of names that are in neither."""

ONLY_IN_SDIST = ("tests/", "benchmarks/", "tools/", "screenshots/")

VERBS = (("--version",), ("--help",), ("info",), ("man",), ("completion", "bash"), ("config", "--defaults"))
"""What needs no cluster."""


class Unfit(Exception):
    """Something is wrong with what was built."""


def main(arguments: list[str]) -> int:
    """Build, check, install, run. 0 when all is well, 1 with a sentence when not."""
    folder = Path(arguments[0] if arguments else "dist").resolve()
    try:
        wheel, sdist = build(folder)
        check_names(names_in_wheel(wheel), NEEDED_IN_WHEEL, (*FORBIDDEN, *ONLY_IN_SDIST))
        check_names(names_in_sdist(sdist), NEEDED_IN_SDIST, FORBIDDEN)
        _run(sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(sdist))
        run_in_empty_environment(wheel)
    except Unfit as problem:
        print(f"package: {problem}", file=sys.stderr)
        return 1
    print(f"{wheel.name} ({wheel.stat().st_size // 1024} KiB) and {sdist.name} are whole, and the wheel runs.")
    return 0


def build(folder: Path) -> tuple[Path, Path]:
    """The wheel, made of the sdist, and the sdist, alone in `folder`."""
    for old in [*folder.glob("*.whl"), *folder.glob("*.tar.gz")]:
        old.unlink()
    _run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT))
    wheels, sdists = list(folder.glob("*.whl")), list(folder.glob("*.tar.gz"))
    if (len(wheels), len(sdists)) != (1, 1):
        raise Unfit(f"one wheel and one sdist were to be built, there are {len(wheels)} and {len(sdists)}")
    return wheels[0], sdists[0]


def names_in_wheel(path: Path) -> list[str]:
    """Names of the files in a wheel."""
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def names_in_sdist(path: Path) -> list[str]:
    """Names of the files in an sdist, without the folder that all are in."""
    with tarfile.open(path) as archive:
        return [name.partition("/")[2] for name in archive.getnames()]


def check_names(names: Iterable[str], needed: Iterable[str], forbidden: Iterable[str]) -> None:
    """Whether all that is needed is there and nothing that must not be.

    Raises:
        Unfit: it is not so.
    """
    found = set(names)
    if missing := [name for name in needed if name not in found]:
        raise Unfit(f"missing: {', '.join(missing)}")
    pieces = tuple(forbidden)
    if strange := sorted(name for name in found if any(_holds(name, piece) for piece in pieces)):
        raise Unfit(f"not to be in it: {', '.join(strange[:5])}")


def _holds(name: str, piece: str) -> bool:
    """Whether a folder's name begins it, or anything else is within it."""
    return name.startswith(piece) if piece.endswith("/") else piece in name


def run_in_empty_environment(wheel: Path) -> None:
    """Install the wheel with what it depends on, and call what needs no cluster."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        programs = Path(folder) / "bin"
        _run(str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel))
        for verb in VERBS:
            if not _run(str(programs / "kafkatui"), *verb, folder=folder):
                raise Unfit(f"kafkatui {' '.join(verb)} printed nothing")


def _run(*command: str, folder: str | None = None) -> str:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise Unfit(f"{' '.join(command[:6])} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
