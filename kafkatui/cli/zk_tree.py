"""`kafkatui zk tree`: a subtree as an indented list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kafkatui.cli.failures import DONE, FAILED
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.terminal import remark, write_line, write_lines
from kafkatui.cli.zk_options import PATH, normal_path, rate_option, typed_rate
from kafkatui.config.options import Options

if TYPE_CHECKING:
    from kafkatui.model.subtree import VisitedZnode


@click.command(short_help="A subtree as an indented list, with counts.")
@connection_options
@PATH
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Levels below PATH; without it all.")
@click.option("--counts", is_flag=True, help="Children, bytes and kind beside each name.")
@rate_option
@click.option("-o", "--output", type=click.Choice(("tree", "json")), default="tree", show_default=True,
    help="Indented, or a line of JSON each.")  # fmt: skip
def tree(options: Options, path: str, depth: int | None, counts: bool, rate: str | None, output: str) -> int:
    """Print PATH and everything below it, each parent before its children.

    Leaves with 1 when something may not be read, which is marked as "no access".
    """
    from msgspec import json

    from kafkatui.cli.action_run import waited_for
    from kafkatui.session.subtrees import read_tree
    from kafkatui.view.znode_tree import tree_json, tree_lines

    root, speed = normal_path(path), typed_rate(rate)
    found: dict[str, VisitedZnode] = {}
    with opened_session(options) as session:
        context = session.actions.context
        task = session.tasks.start(
            f"List {root}", lambda control: read_tree(context.readable_zookeeper(), root, depth, speed, control)
        )
        found = waited_for(task, shows_progress=True)
    if output == "json":
        for each in tree_json(found, root):
            write_line(json.encode(each).decode())
    else:
        write_lines(tree_lines(found, root, with_counts=counts))
    hidden = sum(each.stat is None for each in found.values())
    if hidden:
        remark(f"No access to {hidden:,} znodes; what is below them is not listed.")
    return FAILED if hidden else DONE
