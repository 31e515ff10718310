"""`kafkatui zk du`: how large subtrees of znodes are."""

from __future__ import annotations

from functools import partial

import click

from kafkatui.cli.failures import DONE, FAILED
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.zk_options import PATH, normal_path, rate_option, typed_rate
from kafkatui.config.options import Options


@click.command(short_help="How large subtrees are: nodes, bytes, largest, newest.")
@connection_options
@PATH
@click.option("--depth", type=click.IntRange(min=0), default=1, show_default=True, metavar="N",
    help="Levels below PATH with a line of their own.")  # fmt: skip
@click.option("--all", "is_all", is_flag=True, help="A line for every znode that has children.")
@click.option("--pager", "is_paged", is_flag=True, help="Through $PAGER.")
@rate_option
@output_option
def du(
    options: Options, path: str, depth: int, is_all: bool, is_paged: bool, rate: str | None, output: Output
) -> int:  # fmt: skip
    """Go through everything below PATH and add it up, the largest subtrees first.

    Leaves with 1 when something could not be read; what was counted until then is printed, also after Ctrl+C.
    """
    from kafkatui.cli.action_run import waited_for
    from kafkatui.cli.terminal import remark
    from kafkatui.report.subtree_sizes import subtree_rows
    from kafkatui.view.subtree_table import SUBTREE_TABLE

    limit, root = typed_rate(rate), normal_path(path)
    interrupted = False
    with opened_session(options) as session:
        kept = session.actions.context.subtrees
        task = session.tasks.start(f"Collect sizes below {root}", partial(kept.collect, root, limit))
        try:
            waited_for(task, shows_progress=True)
        except KeyboardInterrupt:
            if root not in kept.results:
                raise
            interrupted = True
        sizes = kept.results[root]
    rows = subtree_rows(sizes, depth=None if is_all else depth)
    if is_paged:
        from kafkatui.view.output import render_table

        click.echo_via_pager(render_table(SUBTREE_TABLE, rows, width=None))
    else:
        from kafkatui.cli.listing import write_list

        write_list(SUBTREE_TABLE, rows, output)
    whole = sizes.whole
    unreadable = whole.unreadable if whole is not None else 0
    if sizes.incomplete or interrupted:
        remark(f"Not complete: {sizes.incomplete or 'cancelled'}; more is there than was counted.")
    if unreadable:
        remark(f"No access to {unreadable:,} znodes: neither they nor what is below them is counted.")
    return FAILED if sizes.incomplete or unreadable else DONE
