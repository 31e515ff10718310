"""`kafkatui tail --group`: as a member of a consumer group, after the same question as for every such action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from kafkatui.cli.failures import DONE
from kafkatui.insight.topic_selection import TopicSelection, join_topics
from kafkatui.model.errors import UsageError
from kafkatui.model.field import Chosen
from kafkatui.model.membership import RESETS
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target

if TYPE_CHECKING:
    from kafkatui.session.session import ClusterSession
    from kafkatui.session.tailing import GroupTail, RecordQueue

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--group", metavar="NAME", help="Join this consumer group and read what it gives its new member."),
    click.option(
        "--auto-offset-reset",
        "resets_to",
        type=click.Choice(RESETS),
        help="With --group: where to read what it has committed nothing of.  [default: latest]",
    ),
    click.option(
        "--commit/--no-commit", "commits", default=None, help="With --group: commit what was written.  [default: no]"
    ),
    click.option("--dry-run", "is_dry_run", is_flag=True, help="With --group: say what joining would do."),
    click.option("-y", "--yes", "is_confirmed", is_flag=True, help="With --group: join without asking."),
)


def member_options(function: F) -> F:
    """Add the options of reading as a member."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


class MemberWanted(Struct, frozen=True):
    """As what to read, as it was typed; `group` None is as nobody's member."""

    group: str | None
    resets_to: str | None
    commits: bool | None
    is_dry_run: bool
    is_confirmed: bool

    @classmethod
    def taken_from(cls, typed: dict[str, Any]) -> MemberWanted:
        """The same, taken out of what was typed.

        Raises:
            UsageError: something of it, or of what is left, does not go with it.
        """
        wanted = cls(*(typed.pop(name) for name in ("group", "resets_to", "commits", "is_dry_run", "is_confirmed")))
        if wanted.group is None:
            if wanted != cls(None, None, None, False, False):
                raise UsageError("--auto-offset-reset, --commit, --dry-run and --yes go with --group.")
        elif not wanted.group.strip():
            raise UsageError("--group is empty.")
        elif typed["start_text"] != "end" or typed["stop_text"] != "never" or typed["leaves_at_end"]:
            raise UsageError("--from, --until and --exit do not go with --group.", "The group knows where it goes on.")
        elif typed["partition_text"] is not None:
            raise UsageError("--partition does not go with --group.", "The group deals the partitions out.")
        return wanted


def open_member(
    session: ClusterSession,
    selection: TopicSelection,
    wanted: MemberWanted,
    queue: RecordQueue,
    *,
    read_committed: bool,
) -> GroupTail | int:
    """Say what joining would do, ask, and join; the exit code where nobody joined.

    Raises:
        Refused: the cluster is open read-only, or the group takes no consumers.
        UsageError: it has to be confirmed and nobody can be asked.
    """
    from kafkatui.cli.action_run import run_in
    from kafkatui.session.actions.group_read import ACTION

    targets = tuple(Target(PlaceKind.TOPIC, text) for text in selection.texts)
    values = {
        "group": wanted.group,
        "topics": join_topics(selection.texts),
        "auto_offset_reset": Chosen(wanted.resets_to or RESETS[0]),
        "commit": bool(wanted.commits),
    }
    code = run_in(
        session, ACTION, targets, values, is_dry_run=wanted.is_dry_run, is_confirmed=wanted.is_confirmed,
        output="table", tells_success=False,
    )  # fmt: skip
    membership = session.actions.context.waiting_membership()
    if code != DONE or membership is None:
        return code
    return session.open_member(membership, read_committed=read_committed, on_wake=queue.wake, queue=queue)
