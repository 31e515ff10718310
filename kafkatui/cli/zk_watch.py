"""`kafkatui zk watch`: what changes at a znode and below, as it happens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from kafkatui.cli.completed_names import complete_znode
from kafkatui.cli.failures import DONE
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.terminal import flush, remark, write_line
from kafkatui.cli.zk_options import normal_path
from kafkatui.config.options import Options
from kafkatui.insight.moment import parse_duration_seconds

if TYPE_CHECKING:
    from kafkatui.session.znode_following import FollowedChange

WAIT_SECONDS = 0.2


@click.command(short_help="Follow what changes at a znode and below.")
@connection_options
@click.argument("path", metavar="PATH", shell_complete=complete_znode)
@click.option("--depth", type=click.IntRange(min=0), default=1, show_default=True, metavar="N",
    help="Levels below PATH that are watched; of those further down only that they come.")  # fmt: skip
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="End after so many changes.")
@click.option("--for", "duration", metavar="TIME", help="End after so long (30s, 5m).")
@click.option("-o", "--output", type=click.Choice(("line", "json")), default="line", show_default=True,
    help="A line each, or a line of JSON each.")  # fmt: skip
def watch(
    options: Options, path: str, depth: int, count: int | None, duration: str | None, output: str
) -> int:  # fmt: skip
    """Follow PATH, whether it is there or not, until Ctrl+C, --count or --for; 250 znodes at most are watched.

    Changes that follow each other faster than they can be read are told as one.
    """
    from kafkatui.session.znode_following import ZnodeFollowing

    until = time.monotonic() + parse_duration_seconds(duration) if duration else float("inf")
    with opened_session(options) as session:
        following = ZnodeFollowing(session.actions.context.readable_zookeeper(), normal_path(path), depth)
        not_watched = following.begin()
        remark(f"{following.watched:,} znodes are watched.")
        if not_watched:
            remark(f"{len(not_watched):,} are not: {not_watched[0].path} {not_watched[0].what}.")
        told = 0
        while time.monotonic() < until:
            for change in following.wait(WAIT_SECONDS):
                write_line(_json(change) if output == "json" else _line(change))
                told += 1
                if told == count:
                    return DONE
            flush()
    return DONE


def _json(change: FollowedChange) -> str:
    from msgspec import json

    from kafkatui.view import numbers

    data = None if change.data is None else change.data.decode("utf-8", "replace")
    fields = {
        "at": numbers.iso_timestamp_utc(int(change.at_seconds * 1000)), "path": change.path, "change": change.what,
        "version": change.version, "data": data,
    }  # fmt: skip
    return json.encode(fields).decode()


def _line(change: FollowedChange) -> str:
    from kafkatui.view import numbers

    data = "" if not change.data else f"  {' '.join(change.data.decode('utf-8', 'replace').split())[:200]}"
    version = "" if change.version is None else f"  version {change.version}"
    return f"{numbers.clock(change.at_seconds)}  {change.what:<9}  {change.path}{version}{data}"
