"""What goes with `kafkatui tail --group`, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from kafkatui.cli.tail_member import MemberWanted
from kafkatui.model.errors import UsageError


def typed(**changed: Any) -> dict[str, Any]:
    """The options of `tail` as they are by default, and what was typed of them."""
    nobody = {"group": None, "resets_to": None, "commits": None, "is_dry_run": False, "is_confirmed": False}
    reading = {"start_text": "end", "stop_text": "never", "leaves_at_end": False, "partition_text": None}
    return {**nobody, **reading, **changed}


def test_without_a_group_nothing_is_taken_but_its_options() -> None:
    options = typed(start_text="beginning")
    assert MemberWanted.taken_from(options).group is None
    assert options["start_text"] == "beginning"
    assert "group" not in options


def test_a_member_is_asked_for_whole() -> None:
    wanted = MemberWanted.taken_from(typed(group="g", resets_to="earliest", commits=True, is_confirmed=True))
    assert wanted == MemberWanted("g", "earliest", commits=True, is_dry_run=False, is_confirmed=True)


@pytest.mark.parametrize(
    "options",
    [
        {"commits": False},
        {"is_confirmed": True},
        {"resets_to": "latest"},
        {"group": " "},
        {"group": "g", "start_text": "beginning"},
        {"group": "g", "stop_text": "end"},
        {"group": "g", "leaves_at_end": True},
        {"group": "g", "partition_text": "0"},
    ],
)
def test_what_does_not_go_together_is_said(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        MemberWanted.taken_from(typed(**options))
