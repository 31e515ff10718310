"""Themes of one's own, and what is read again when files change: what is broken leaves what was there before."""

from __future__ import annotations

from pathlib import Path

import pytest

from kafkatui.config.file import load_config_file
from kafkatui.config.options import Options
from kafkatui.config.own_files import OwnFiles
from kafkatui.config.theme_file import read_theme, theme_paths
from kafkatui.model.errors import ConfigError


def theme(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / "themes" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def files_in(folder: Path, text: str = "") -> OwnFiles:
    path = folder / "config.toml"
    path.write_text(text)
    return OwnFiles(Options(config=str(path)), {}, load_config_file({}, str(path)))


def test_a_theme_has_the_colours_that_it_names(tmp_path: Path) -> None:
    read = read_theme(theme(tmp_path, 'based_on = "kafkatui-light"\nprimary = "#FF0000"\ncursor-blurred = "#abc"\n'))
    assert (read.name, read.based_on) == ("mine", "kafkatui-light")
    assert read.colours == {"primary": "#FF0000", "cursor_blurred": "#abc"}
    assert read_theme(theme(tmp_path, "")).based_on == "kafkatui-dark"


@pytest.mark.parametrize(
    ("text", "what", "advice"),
    [
        ('primry = "#fff"', "a theme has no primry.", "Did you mean primary?"),
        ('primary = "blueish"', "primary: blueish is no colour.", "#5cb3ff"),
        ("primary = 7", "primary: 7 is no colour.", ""),
        ('primary = "#12345"', "primary: #12345 is no colour.", ""),
        ("based_on = 3", "based_on: 3 is no colour.", ""),
        ("[colours]\nx = 1", "a theme has no colours.", "Did you mean"),
        ("primary = = 1", "mine.toml: Invalid value (at line 1", "TOML"),
        (f"a = {'[' * 5000}", "mine.toml: ", "TOML"),
    ],
)
def test_a_wrong_theme_is_said_in_a_sentence(tmp_path: Path, text: str, what: str, advice: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_theme(theme(tmp_path, text))
    assert what in caught.value.what
    assert advice in caught.value.advice


def test_what_is_no_theme_is_told_and_what_is_hidden_is_left(tmp_path: Path) -> None:
    for name in ("a.toml", "B.toml", ".c.toml", "d.txt"):
        theme(tmp_path, "", name).rename(tmp_path / "themes" / name)
    assert [path.name for path in theme_paths(tmp_path / "themes")] == ["B.toml", "a.toml"]
    assert theme_paths(tmp_path / "nothing") == ()
    with pytest.raises(ConfigError, match="B is no name of a theme"):
        read_theme(tmp_path / "themes" / "B.toml")
    (tmp_path / "themes" / "e.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"e\.toml: "):
        read_theme(tmp_path / "themes" / "e.toml")
    (tmp_path / "themes" / "f.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        read_theme(tmp_path / "themes" / "f.toml")


def test_nothing_is_read_again_until_a_file_changes(tmp_path: Path) -> None:
    files = files_in(tmp_path, '[aliases]\nlag = "groups"\n')
    theme(tmp_path, 'primary = "#111111"')
    assert files.look() is not None
    assert files.now.themes["mine"].colours == {"primary": "#111111"}
    assert files.look() is None
    (tmp_path / "config.toml").write_text('[aliases]\nlag = "group payments"\n')
    changed = files.look()
    assert changed is not None
    assert (changed.everywhere.aliases, changed.problems) == ({"lag": "group payments"}, ())
    assert list(changed.themes) == ["mine"]


def test_what_is_broken_by_now_stays_as_it_was_and_is_told(tmp_path: Path) -> None:
    path = theme(tmp_path, 'primary = "#111111"')
    files = files_in(tmp_path, "[clusters.p]\nbootstrap_servers = 'a:1'\n[clusters.p.aliases]\nlag = 'groups'\n")
    theme(tmp_path, "primary = ")
    told = files.look()
    assert told is not None
    assert told.themes["mine"].colours == {"primary": "#111111"}
    assert [problem for problem in told.problems if "stay as they were" in problem]
    (tmp_path / "config.toml").write_text("theme = ")
    told = files.look()
    assert told is not None
    assert told.of("p").aliases == {"lag": "groups"}
    assert any("config.toml" in problem and "holds on" in problem for problem in told.problems)
    (tmp_path / "config.toml").write_text("[clusters.p]\nbootstrap_servers = 'a:1'\n[clusters.p.aliases]\nlag = 3\n")
    told = files.look()
    assert told is not None
    assert told.of("p").aliases == {"lag": "groups"}
    assert any("lag is a text" in problem for problem in told.problems)
    path.unlink()
    (tmp_path / "config.toml").unlink()
    told = files.look()
    assert told is not None
    assert (told.themes, told.problems) == ({}, ())
    assert told.of("p").aliases == {"lag": "groups"}, "an editor takes it away for a moment"


def test_what_is_broken_at_the_start_is_told(tmp_path: Path) -> None:
    theme(tmp_path, "primary = ")
    files = files_in(tmp_path)
    assert files.now.themes == {}
    assert "mine.toml" in files.now.problems[0]


@pytest.mark.parametrize(("options", "environ"), [(Options(theme="nord"), {}), (Options(), {"KAFKATUI_THEME": "nord"})])
def test_a_theme_that_was_typed_goes_before_files(options: Options, environ: dict[str, str], tmp_path: Path) -> None:
    environ["KAFKATUI_CONFIG_DIR"] = str(tmp_path)
    assert OwnFiles(options, environ, load_config_file(environ)).typed_theme == "nord"
