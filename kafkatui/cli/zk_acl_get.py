"""`kafkatui zk acl get`: who may do what to a znode."""

from __future__ import annotations

import json

import click

from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import write_line
from kafkatui.cli.zk_options import PATH, normal_path
from kafkatui.codec.znode_acl import acl_text
from kafkatui.config.options import Options
from kafkatui.model.errors import NotAuthorized


@click.command("get", short_help="The ACL of a znode.")
@connection_options
@PATH
@output_option
def acl_get(options: Options, path: str, output: Output) -> None:
    """Write the ACL of PATH as `zk acl set` takes it, an entry a line; hashes of passwords masked."""
    from kafkatui.session.feeds import ZnodeFeed

    with opened_session(options) as session:
        znode = session.fetch(ZnodeFeed(normal_path(path)))
    if znode.acl_error:
        raise NotAuthorized(f"{znode.path}: {znode.acl_error}")
    if output is Output.JSON:
        write_line(json.dumps({"path": znode.path, "acl": [acl_text([each]) for each in znode.acl]}))
        return
    if output is Output.MARKDOWN:
        from kafkatui.view.column import Align
        from kafkatui.view.markdown import markdown_table

        entries = [(acl_text([each]),) for each in znode.acl]
        write_line(markdown_table([("Entry", Align.LEFT)], entries).rstrip("\n"))
        return
    for each in znode.acl:
        write_line(acl_text([each]))
