"""`kafkatui zk servers`, `sessions` and `4lw`: what the ensemble says of itself."""

from __future__ import annotations

import click

from kafkatui.cli.failures import DONE, FAILED
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import remark, write_line, write_lines
from kafkatui.config.options import Options
from kafkatui.model.ensemble import WORDS


@click.command(short_help="Every server: mode, version, zxid, latency, clients, watches, znodes.")
@connection_options
@output_option
def servers(options: Options, output: Output) -> int:
    """List the servers of the connect string, as four-letter words or their AdminServers tell.

    Leaves with 1 when one is silent or does not serve.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.session.feeds import EnsembleFeed
    from kafkatui.view.ensemble_tables import SERVERS_TABLE

    with opened_session(options) as session:
        ensemble = session.fetch(EnsembleFeed())
    write_list(SERVERS_TABLE, ensemble.servers, output)
    remark(f"{ensemble.sentence[0].upper()}{ensemble.sentence[1:]}.")
    return DONE if all(server.serves for server in ensemble.servers) else FAILED


@click.command(short_help="Every session: its client, ephemeral znodes and watches.")
@connection_options
@output_option
def sessions(options: Options, output: Output) -> int:
    """List the sessions of all servers, as cons, dump and wchc tell where they are allowed.

    Leaves with 1 when something could not be asked.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.session.feeds import EnsembleSessionsFeed
    from kafkatui.view.ensemble_tables import SESSIONS_TABLE

    with opened_session(options) as session:
        found = session.fetch(EnsembleSessionsFeed())
    write_list(SESSIONS_TABLE, found.sessions, output)
    for line in found.silent:
        remark(line)
    return FAILED if found.silent else DONE


@click.command("config", short_help="The ensemble's members, as it keeps them itself (3.5+).")
@connection_options
@output_option
def config(options: Options, output: Output) -> None:
    """List the members of the ensemble's own configuration: who votes, who observes, where each is reached.

    `zk reconfig` changes them.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.session.feeds import EnsembleConfigFeed
    from kafkatui.view.ensemble_members import MEMBERS_TABLE

    with opened_session(options) as session:
        found = session.fetch(EnsembleConfigFeed())
    write_list(MEMBERS_TABLE, found.members, output)
    if found.version is not None:
        remark(f"Configuration {found.version:#x}.")


@click.command("4lw", short_help="A server's answer to a four-letter word that only reads.")
@connection_options
@click.argument("word", metavar="WORD", type=click.Choice(list(WORDS)))
@click.option("--server", default="", metavar="HOST:PORT", help="Of the connect string; without it every one is asked.")
def four_letter_word(options: Options, word: str, server: str) -> int:
    """Ask the servers WORD: srvr, mntr, cons, dump and others that only read.

    Where the word is not allowed the AdminServer is asked for the same, which is then JSON. Leaves with 1 when one
    does not answer.
    """
    from kafkatui.session.server_words import ask_word

    with opened_session(options) as session:
        answers = ask_word(session.profile, word, server)
    for answer in answers:
        if answer.text is None:
            remark(f"{answer.server}: {answer.source}")
            continue
        if len(answers) > 1:
            write_line(f"{answer.server}:")
        write_lines(answer.text.rstrip("\n").splitlines())
    return DONE if all(answer.text is not None for answer in answers) else FAILED
