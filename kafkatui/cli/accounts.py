"""`kafkatui user`, `token` and `quota`: who can log in with SCRAM, with what tokens, and how much clients may."""

from __future__ import annotations

import click

from kafkatui.cli.action_verbs import ActionGroup
from kafkatui.cli.list_verbs import FILTER, FILTER_HELP
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options


@click.command("list", short_help="The SCRAM users and their mechanisms.", epilog=FILTER_HELP)
@connection_options
@FILTER
@output_option
def list_users(options: Options, filter_text: str, output: Output) -> None:
    """List who can log in with SCRAM (below Kafka 2.7 from ZooKeeper); passwords are told by nobody."""
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.session.feeds import ScramCredentialsFeed
    from kafkatui.view.users_table import USERS_TABLE

    with opened_session(options) as session:
        rows = session.fetch(ScramCredentialsFeed())
    write_list(USERS_TABLE, kept(USERS_TABLE, rows, filter_text), output)


@click.command("list", short_help="The client quotas.", epilog=FILTER_HELP)
@connection_options
@FILTER
@output_option
def list_quotas(options: Options, filter_text: str, output: Output) -> None:
    """List the quotas of users, client ids and addresses (below Kafka 2.6 from ZooKeeper)."""
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.session.feeds import QuotasFeed
    from kafkatui.view.quotas_table import QUOTAS_TABLE

    with opened_session(options) as session:
        rows = session.fetch(QuotasFeed())
    write_list(QUOTAS_TABLE, kept(QUOTAS_TABLE, rows, filter_text), output)


@click.command("list", short_help="The delegation tokens.", epilog=FILTER_HELP)
@connection_options
@FILTER
@click.option("--owner-principal", "owners", metavar="PRINCIPAL", multiple=True, help="Of this owner. Repeatable.")
@output_option
def list_tokens(options: Options, filter_text: str, owners: tuple[str, ...], output: Output) -> None:
    """List the delegation tokens that this login may see; their passwords are masked (`token show` tells them)."""
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.session.feeds import DelegationTokensFeed
    from kafkatui.view.tokens_table import TOKENS_TABLE

    with opened_session(options) as session:
        rows = [each for each in session.fetch(DelegationTokensFeed()) if not owners or each.owner in owners]
    write_list(TOKENS_TABLE, kept(TOKENS_TABLE, rows, filter_text), output)


user = ActionGroup("user", "SCRAM users: who can log in with a password.", {"list": list_users})
quota = ActionGroup("quota", "Client quotas: how much clients may send, fetch and ask.", {"list": list_quotas})
token = ActionGroup("token", "Delegation tokens: logins that are handed to others for a time.", {"list": list_tokens})
