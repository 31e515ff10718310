"""Every verb that changes something says before what it would do, and asks nothing where that is wanted."""

from __future__ import annotations

import click
import pytest

from kafkatui.cli.main import kafkatui
from kafkatui.model.action import Danger
from kafkatui.session.action_catalogue import catalogue

OF_ACTIONS = sorted(
    {each.spec.verb for each in catalogue().values() if each.spec.verb and each.spec.danger is not Danger.NONE}
)
TO_FILES = ["cluster export", "cluster snapshot", "schema export", "zk export"]
"""They change nothing but files."""


def options_of(verb: str) -> set[str]:
    """The options of a verb, which is there."""
    command: click.Command = kafkatui
    for word in verb.split(" --")[0].split():
        assert isinstance(command, click.Group), verb
        found = command.get_command(click.Context(command), word)
        assert found is not None, verb
        command = found
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("verb", OF_ACTIONS)
def test_it_has_a_preview_and_may_go_without_a_question(verb: str) -> None:
    wanted = {"--dry-run", "--yes"}
    if verb.startswith("produce"):  # which only adds, and asks nothing
        assert not options_of(verb) & wanted
    else:
        assert wanted <= options_of(verb)


@pytest.mark.parametrize("verb", TO_FILES)
def test_what_writes_a_file_has_a_preview(verb: str) -> None:
    assert "--dry-run" in options_of(verb)
