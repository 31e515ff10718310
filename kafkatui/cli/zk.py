"""`kafkatui zk`: list, read and examine znodes."""

from __future__ import annotations

import csv
import io
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kafkatui.cli.completed_names import complete_znode
from kafkatui.cli.decoding import FORMATS
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import is_terminal, printable, write_bytes, write_line, write_lines
from kafkatui.cli.zk_changes import changing_verbs
from kafkatui.cli.zk_reads import READING_VERBS
from kafkatui.codec.decoded import Part
from kafkatui.config.options import Options
from kafkatui.model.errors import NotAuthorized, UsageError
from kafkatui.model.replacing import replace

if TYPE_CHECKING:
    from kafkatui.model.znode import Znode, ZnodeStat
    from kafkatui.session.session import ClusterSession

PATH = click.argument("path", default="/", metavar="[PATH]", shell_complete=complete_znode)


@click.group(short_help="Read, change, copy, export znodes: ls, get, set, cp …")
@connection_options
def zk(options: Options) -> None:
    """Look into ZooKeeper. Paths are below the chroot, if --zookeeper has one."""


@zk.command(short_help="The children of a znode.")
@connection_options
@PATH
@click.option("-l", "--long", "is_long", is_flag=True, help="With their stat: data length, children, version, times.")
@output_option
def ls(options: Options, path: str, is_long: bool, output: Output) -> None:
    """List the children of PATH, numbers by value; one name a line unless told otherwise."""
    from kafkatui.session.feeds import ZnodeChildrenFeed, ZnodeStatsFeed

    with opened_session(options) as session:
        children = session.fetch(ZnodeChildrenFeed(_normal(path))).children
        stats = session.fetch(ZnodeStatsFeed(tuple(child.path for child in children))) if is_long else {}
    if output is Output.TABLE and not is_long:
        write_lines(child.name for child in children)
        return
    from kafkatui.cli.listing import with_columns, write_list
    from kafkatui.view.znodes_table import ZNODES_EXPORT, ZNODES_TABLE

    rows = [
        replace(child, stat=stats.get(child.path), is_hidden=is_long and child.path not in stats) for child in children
    ]
    table = ZNODES_TABLE if output.is_for_people else ZNODES_EXPORT
    write_list(table if is_long else with_columns(table, ("name",)), rows, output)


@zk.command(short_help="The data of a znode.")
@connection_options
@PATH
@click.option("--raw", is_flag=True, help="The bytes as they are, also on a terminal.")
@click.option("--show-secrets", "shows_secrets", is_flag=True, help="Passwords, SCRAM keys and tokens too.")
@click.option(
    "--decode",
    "decoding",
    metavar="FORMAT",
    help=f"How to read them, also into a pipe: {FORMATS}.",
)
def get(options: Options, path: str, raw: bool, shows_secrets: bool, decoding: str | None) -> None:
    """Write the data of PATH: decoded on a terminal, the very bytes into a pipe; secrets masked in both."""
    if raw and decoding is not None:
        raise UsageError("--raw and --decode exclude each other.")
    from kafkatui.session.feeds import ZnodeFeed

    with opened_session(options) as session:
        if decoding is not None:
            session.decoding.choose_everywhere({Part.ZNODE: decoding})
        znode = session.fetch(ZnodeFeed(_normal(path)))
        reader = session.decoding.reader(znode.path, Part.ZNODE)
        if shows_secrets:
            _note_shown(session, znode)
    if znode.data_error:
        raise NotAuthorized(f"{znode.path}: {znode.data_error}")
    data = znode.data if shows_secrets else _masked(znode, is_raw=raw)
    if raw or (decoding is None and not is_terminal()):
        write_bytes(data or b"")
        return
    from kafkatui.view.value_lines import value_text

    write_lines(value_text(reader.decode_fetched(data)).lines)
    _tell_notes(znode, data)


def _tell_notes(znode: Znode, data: bytes | None) -> None:
    """What is wrong with the data, packed in them, or written by Java; on standard error."""
    from kafkatui.cli.terminal import remark
    from kafkatui.insight.znode_meaning import meaning
    from kafkatui.insight.znode_notes import data_notes

    for name, said, _ in data_notes(meaning(znode.path, None).kind, znode.path, data):
        remark(f"{name}: {said}")


def _note_shown(session: ClusterSession, znode: Znode) -> None:
    """Write into the journal that its secrets are shown, before they are.

    Raises:
        JournalUnwritable: it could not be written.
    """
    from kafkatui.insight.znode_secrets import hidden_values
    from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
    from kafkatui.session.actions.secret_reveal import ACTION as REVEAL

    names = tuple(hidden_values(znode.path, znode.data or b""))
    if names:
        outcome = Outcome(tuple(TargetOutcome(name, OutcomeState.DONE) for name in names))
        what = {"kind": "znode", "name": znode.path}
        session.actions.note(REVEAL, f"Shows {', '.join(names)} of the znode {znode.path}.", outcome, what)


def _masked(znode: Znode, *, is_raw: bool) -> bytes | None:
    """The data without secrets; that there are some is said on standard error.

    Raises:
        NotAuthorized: the bytes as they are were asked for, and they hold secrets.
    """
    from kafkatui.insight.znode_secrets import mask_znode_data

    masked = None if znode.data is None else mask_znode_data(znode.path, znode.data)
    if masked == znode.data:
        return masked
    if is_raw:
        raise NotAuthorized(
            f"{znode.path} holds secrets, and --raw writes the bytes as they are.", "--raw --show-secrets does."
        )
    click.echo(f"{printable(znode.path, sys.stderr)}: secrets are masked; --show-secrets shows them.", err=True)
    return masked


@zk.command(short_help="The stat of a znode.")
@connection_options
@PATH
@output_option
def stat(options: Options, path: str, output: Output) -> None:
    """Write the stat of PATH as zkCli does, or its fields in another form."""
    from kafkatui.session.feeds import ZnodeFeed

    with opened_session(options) as session:
        znode = session.fetch(ZnodeFeed(_normal(path)))
    fields = {"path": znode.path, **stat_fields(znode.stat)}
    if output is Output.JSON:
        from msgspec import json

        write_line(json.encode(fields).decode())
    elif output is Output.CSV:
        write_line(_csv(fields))
    elif output is Output.MARKDOWN:
        write_line(_markdown(fields))
    else:
        write_lines(stat_lines(znode.stat))


def stat_fields(stat: ZnodeStat) -> dict[str, int | str | None]:
    """A stat for JSON; transaction ids and sessions in hexadecimal as ZooKeeper writes them, times in ISO 8601."""
    return {
        "czxid": hex(stat.czxid),
        "created_at": _time(stat.created_ms),
        "mzxid": hex(stat.mzxid),
        "modified_at": _time(stat.modified_ms),
        "pzxid": hex(stat.pzxid),
        "children_version": stat.children_version,
        "data_version": stat.version,
        "acl_version": stat.acl_version,
        "ephemeral_owner": _session(stat.ephemeral_owner),
        "data_length_bytes": stat.data_length,
        "children": stat.children_count,
    }


def stat_lines(stat: ZnodeStat) -> list[str]:
    """zkCli's own lines (org.apache.zookeeper.cli.StatPrinter), the times in ISO 8601 and UTC."""
    return [
        f"cZxid = {stat.czxid:#x}",
        f"ctime = {_time(stat.created_ms) or 'n/a'}",
        f"mZxid = {stat.mzxid:#x}",
        f"mtime = {_time(stat.modified_ms) or 'n/a'}",
        f"pZxid = {stat.pzxid:#x}",
        f"cversion = {stat.children_version}",
        f"dataVersion = {stat.version}",
        f"aclVersion = {stat.acl_version}",
        f"ephemeralOwner = {_session(stat.ephemeral_owner)}",
        f"dataLength = {stat.data_length}",
        f"numChildren = {stat.children_count}",
    ]


def _session(number: int) -> str:
    """A session's id as ZooKeeper writes it; the client reads it with a sign."""
    return hex(number & (1 << 64) - 1)


def _csv(fields: dict[str, int | str | None]) -> str:
    """A line of names and one of values."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([fields.keys(), fields.values()])
    return text.getvalue().rstrip("\n")


def _markdown(fields: dict[str, int | str | None]) -> str:
    """A line for each field."""
    from kafkatui.view.column import Align
    from kafkatui.view.markdown import markdown_table

    headings = (("Field", Align.LEFT), ("Value", Align.LEFT))
    rows = [(name, "" if value is None else str(value)) for name, value in fields.items()]
    return markdown_table(headings, rows).rstrip("\n")


def _time(milliseconds: int) -> str | None:
    """ISO 8601 in UTC; None where the server keeps no time: the root, and what it made itself."""
    if not milliseconds:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")


def _normal(path: str) -> str:
    """The path with a slash before it and none after."""
    return "/" + path.strip("/")


for _verb in (*changing_verbs(), *READING_VERBS):
    zk.add_command(_verb)
