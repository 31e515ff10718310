"""What a list of groups says of those that it may lack."""

from __future__ import annotations

from kafkatui.cli.failures import DONE, FAILED
from kafkatui.cli.terminal import remark
from kafkatui.session.feeds import GroupsFeed
from kafkatui.session.session import ClusterSession


def tell_untold_groups(session: ClusterSession) -> int:
    """Say which brokers did not list theirs when all groups were read last; the exit code."""
    sample = session.observed(GroupsFeed()).value
    errors = sample.errors if sample is not None else ()
    for error in errors:
        remark(f"groups may be missing: {error}")
    return FAILED if errors else DONE
