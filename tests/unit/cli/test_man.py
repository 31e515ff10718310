"""The manual page: every verb and option of --help is in it, and roff takes it without a word."""

from __future__ import annotations

import subprocess

import click
import pytest
from click.testing import CliRunner

from kafkatui.cli.main import VERBS, kafkatui
from kafkatui.cli.man import manual
from tests.programs import require_programs


@pytest.fixture(scope="module")
def page() -> str:
    return CliRunner().invoke(kafkatui, ["man"], catch_exceptions=False).stdout


def literal(text: str) -> str:
    return text.replace("-", "\\-")


def test_every_verb_and_option_is_there(page: str) -> None:
    for verb in VERBS:
        if verb == "analyze":  # another spelling, in no help
            continue
        assert f"\\fB{literal(verb)}" in page, verb
    assert "\\fBtopic create\\fR" in page
    for option in ("--bootstrap-server", "--read-only", "--dry-run", "--isolation-level"):
        assert literal(option) in page, option


def test_it_is_ascii_and_no_line_is_taken_for_a_request(page: str) -> None:
    assert page.isascii()
    known = (".TH", ".SH", ".TP", ".B", ".br")
    assert [line for line in page.splitlines() if line.startswith((".", "'")) and not line.startswith(known)] == []


def test_roff_has_nothing_to_complain_about(page: str) -> None:
    require_programs("groff")
    ended = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z"], input=page, capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""


def test_what_roff_would_obey_is_escaped() -> None:
    @click.command(help=".TH is no request here, nor is \\fB or …")
    def odd() -> None:
        pass

    lines = manual(click.Context(odd, info_name="odd"))
    assert "\\&.TH is no request here, nor is \\efB or \\[u2026]" in lines
