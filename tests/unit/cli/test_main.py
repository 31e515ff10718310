"""The command as a whole: exit codes, messages, help, and what it does without a cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kafkatui import __version__
from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import VERBS, kafkatui
from kafkatui.cli.options import connection_options
from kafkatui.config.options import Options
from kafkatui.model.errors import ConfigError, RequestFailed


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("KAFKATUI_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KAFKATUI_CONFIG_DIR", str(tmp_path))


def run(*arguments: str) -> int:
    return exit_code_of(kafkatui, arguments)


@pytest.mark.parametrize("option", ["-b", "-z", "--cluster", "--config", "-X", "--theme", "--events-file"])
@pytest.mark.parametrize("verb", [(), ("topics",), ("zk", "ls")])
@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_option_is_a_usage_error(
    option: str, verb: tuple[str, ...], value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(option, value, *verb) == 2
    if option not in ("--theme", "--events-file"):
        assert run(*verb, option, value) == 2
    assert " is empty. Give it a value or leave it out." in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("demo", "--keep", ""), ("demo", "--name", ""), ("produce", "t", "-K", "")])
def test_an_empty_option_of_a_verb_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == 2


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"kafkatui {__version__}\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_every_verb(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(option) == 0
    out = capsys.readouterr().out
    hidden = {"analyze"}  # another spelling
    assert all((f"\n  {verb} " in out) != (verb in hidden) for verb in VERBS)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_help(verb: str) -> None:
    result = CliRunner().invoke(kafkatui, [verb, "--help"])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Usage: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["topcis"], "There is no verb topcis. Did you mean topics?"),
        (["--nonsense"], "No such option"),
        (["topics", "-o", "xml"], "Invalid value"),
        (["-b", "a:b:c", "topics"], "Configuration: --bootstrap-server: a:b:c"),
        (["topics", "-X", "group.id="], "Configuration: -X: group.id is empty"),
        (["topics", "--cluster", "x"], "There is no cluster x"),
        (["topics", "--config", "/nowhere.toml"], "/nowhere.toml: there is no such file."),
        ([], "The explorer needs a terminal"),
    ],
)
def test_what_is_typed_wrongly_is_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def _failing(error: BaseException) -> click.Command:
    @click.command()
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (RequestFailed("It broke.", "Try again."), 1, "Request failed: It broke. Try again.\n"),
        (ConfigError("It is wrong."), 2, "Configuration: It is wrong.\n"),
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
        (
            FileNotFoundError(2, "No such file or directory", "/x"),
            1,
            "Something failed: /x: No such file or directory.\n",
        ),
    ],
)
def test_exit_codes(error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_failing(error), []) == code
    assert capsys.readouterr().err.strip() == said.strip()


def test_options_before_the_verb_reach_it_and_those_after_it_win() -> None:
    seen: list[Options] = []

    @click.group()
    @connection_options
    def group(options: Options) -> None:
        pass

    @group.command()
    @connection_options
    def verb(options: Options) -> None:
        seen.append(options)

    CliRunner().invoke(group, ["-b", "a:1", "-X", "x=1", "verb", "-b", "b:1", "-X", "x=2", "--read-only"])
    assert seen == [Options(bootstrap_servers="b:1", properties=("x=1", "x=2"), read_only=True)]


def test_config_prints_a_file_that_is_valid_as_it_stands(tmp_path: Path) -> None:
    printed = CliRunner().invoke(kafkatui, ["config"]).output
    assert printed.startswith(f"# {tmp_path}/config.toml (not there")
    assert '# theme = "kafkatui-dark"' in printed
    (tmp_path / "config.toml").write_text(printed)
    assert CliRunner().invoke(kafkatui, ["config", "--path"]).output == f"{tmp_path}/config.toml\n"
    assert "(in use)" in CliRunner().invoke(kafkatui, ["config"]).output


def test_completion_scripts() -> None:
    assert "_KAFKATUI_COMPLETE" in CliRunner().invoke(kafkatui, ["completion", "zsh"]).output


def test_cluster_names_are_completed(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[clusters.production]\nbootstrap_servers = 'a:1'\n[clusters.test]\n")
    environ = {
        **os.environ,
        "_KAFKATUI_COMPLETE": "bash_complete",
        "COMP_WORDS": "kafkatui --cluster pro",
        "COMP_CWORD": "2",
    }
    run = subprocess.run([sys.executable, "-m", "kafkatui"], env=environ, capture_output=True, text=True, timeout=30)
    assert run.stdout == "plain,production\n"


def test_a_reader_that_leaves_is_no_traceback(tmp_path: Path) -> None:
    command = f"(sleep 0.3; exec {sys.executable} -m kafkatui config) | true; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=30)
    assert (run.stdout, run.stderr) == ("141\n", "")


def test_nobody_at_the_address_is_a_sentence_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAFKATUI_REQUEST_TIMEOUT_SECONDS", "0.5")
    assert run("topics", "-b", "127.0.0.1:1") == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert captured.err.startswith(("No connection: ", "No answer: "))
    assert "Traceback" not in captured.err


def shell(command: str) -> subprocess.CompletedProcess[str]:
    program = f"{sys.executable} -m kafkatui"
    return subprocess.run(
        ["sh", "-c", command.replace("kafkatui", program, 1)], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("kafkatui topics -b 127.0.0.1:1 >&-", 1, "Standard output is closed."),
        ("kafkatui -b 127.0.0.1:1 <&-", 2, "needs a terminal"),
        ("kafkatui zk set /x - <&- -b 127.0.0.1:1", 2, "Standard input is closed."),
        ("kafkatui config <&- 2>&-", 0, ""),
        ("kafkatui topics -b 127.0.0.1:1 2>&-", 1, ""),
    ],
)
def test_closed_streams_are_a_sentence_never_a_traceback(command: str, code: int, words: str) -> None:
    done = shell(command)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_whatever_is_raised_is_a_sentence_and_the_trace_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def broken() -> None:
        raise LookupError("".join(["s3c", "ret that came from a cluster"]))

    monkeypatch.setenv("KAFKATUI_STATE_DIR", str(tmp_path))
    assert exit_code_of(broken, []) == 1
    said = capsys.readouterr().err
    assert said.startswith("kafkatui stopped: LookupError in test_main.py, line ")
    log = tmp_path / "kafkatui.log"
    assert str(log) in said
    assert "test_main.py" in log.read_text()
    assert "s3cret" not in said + log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_clusters_are_listed_without_their_secrets_and_one_that_is_wrong_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "some.toml"
    file.write_text(
        '[clusters.prod]\nbootstrap_servers = "prod:1"\nprotected = true\n'
        '[clusters.prod.kafka]\n"sasl.password" = "hunter2"\n[clusters.typo]\nzookeper = "x"\n'
    )
    file.chmod(0o600)
    assert run("clusters", "--config", str(file), "--read-only", "-o", "json") == 0
    out = capsys.readouterr().out
    prod, typo = json.loads(out)
    assert (prod["name"], prod["modes"], prod["problem"]) == ("prod", ["read-only", "protected"], None)
    assert "Did you mean zookeeper?" in typo["problem"]
    assert "hunter2" not in out
    assert run("clusters", "--config", str(file)) == 0
    assert "typo" in capsys.readouterr().out
