"""`kafkatui acl`: who may do what to what."""

from __future__ import annotations

import click

from kafkatui.cli.action_verbs import ActionGroup
from kafkatui.cli.list_verbs import FILTER, FILTER_HELP
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options


@click.command("list", short_help="The ACLs, by resource.", epilog=FILTER_HELP)
@connection_options
@FILTER
@click.option("--principal", "principals", metavar="PRINCIPAL", multiple=True, help="Of this principal. Repeatable.")
@click.option("--topic", "topics", metavar="NAME", multiple=True, help="What applies to this topic. Repeatable.")
@click.option("--group", "groups", metavar="NAME", multiple=True, help="What applies to this group. Repeatable.")
@click.option(
    "--transactional-id", "ids", metavar="ID", multiple=True, help="What applies to this transactional id. Repeatable."
)
@click.option("--wrong", "only_wrong", is_flag=True, help="Only those whose principal nobody can have.")
@output_option
def list_acls(
    options: Options,
    filter_text: str,
    principals: tuple[str, ...],
    topics: tuple[str, ...],
    groups: tuple[str, ...],
    ids: tuple[str, ...],
    only_wrong: bool,
    output: Output,
) -> None:
    """List the ACLs; `acl sync` takes what this writes as JSON or CSV.

    To a topic apply those that name it, those on any (*), and those on how its name begins.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.insight.acl_filter import AclFilter, named_resources
    from kafkatui.session.feeds import AclsFeed
    from kafkatui.view.acls_table import ACLS_TABLE

    resources = named_resources(topics, groups, ids, is_cluster=False)
    wanted = AclFilter(principals, resources=resources, pattern_type="match")
    with opened_session(options) as session:
        rows = [acl for acl in session.fetch(AclsFeed()) if wanted.means(acl)]
    write_list(ACLS_TABLE, kept(ACLS_TABLE, rows, filter_text, only_wrong=only_wrong), output)


acl = ActionGroup("acl", "Access control lists: who may do what to what.", {"list": list_acls})
