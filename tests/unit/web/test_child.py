"""What is started for a window, and what it is given."""

from __future__ import annotations

import sys

from kafkatui.config.options import Options
from kafkatui.config.references import variables_referred_to
from kafkatui.web.child import child_command, child_environment


def test_it_is_read_only_unless_writing_was_asked_for() -> None:
    typed = Options(
        bootstrap_servers="a:1,b:2", zookeeper="none", properties=("x=1", "y=2"), theme="kafkatui-light",
        go_to="group a b",
    )  # fmt: skip
    words = child_command(typed, may_write=True)
    assert words == [
        sys.executable, "-m", "kafkatui", "--bootstrap-server", "a:1,b:2", "--zookeeper", "none",
        "--theme", "kafkatui-light", "--go-to", "group a b", "-X", "x=1", "-X", "y=2",
    ]  # fmt: skip
    assert child_command(typed, may_write=False) == [*words, "--read-only"]
    assert "--read-only" in child_command(Options(read_only=True), may_write=True)


def test_it_has_no_variable_that_nobody_meant_for_it() -> None:
    settings = 'sasl.password = "${env:KAFKA_PASSWORD}" # ${file:/x} ${env:KAFKA_PASSWORD} ${keyring:a/b}'
    referred = variables_referred_to(settings, "ssl.key.password=${env:KEY}")
    assert referred == ("KAFKA_PASSWORD", "KEY")
    ours = {
        "PATH": "/bin", "HOME": "/home/x", "EDITOR": "vi", "SHELL": "/bin/sh", "AWS_SECRET_ACCESS_KEY": "s",
        "LD_PRELOAD": "/x", "PYTHONPATH": "/x", "KAFKA_PASSWORD": "p", "KAFKATUI_CONFIG": "/c",
        "TERM": "xterm", "COLUMNS": "1",
    }  # fmt: skip
    given = child_environment(ours, referred, 120, 40)
    assert {name: given[name] for name in ours if name in given} == {
        "PATH": "/bin", "HOME": "/home/x", "KAFKA_PASSWORD": "p", "KAFKATUI_CONFIG": "/c", "COLUMNS": "120",
    }  # fmt: skip
    assert (given["ROWS"], given["KAFKATUI_IN_BROWSER"]) == ("40", "1")
