"""`kafkatui cluster diff` and `cluster snapshot`: what differs between clusters, and what one was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kafkatui.cli.action_verbs import dry_run_option
from kafkatui.cli.failures import DONE, FAILED, tell_failure
from kafkatui.cli.listing import write_list
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import write_line
from kafkatui.config.options import Options
from kafkatui.model.errors import ConfigError, FieldError, KafkatuiError, UsageError
from kafkatui.model.replacing import replace

if TYPE_CHECKING:
    from kafkatui.config.file import ConfigFile
    from kafkatui.model.profile import Profile

SAME, DIFFERENT, NOT_COMPLETED = 0, 1, 2
STANDARD_OUTPUT = "-"


@click.command(short_help="What differs between two clusters, or from a snapshot; for CI, too.")
@connection_options
@click.argument("first", metavar="A")
@click.argument("second", metavar="[B]", required=False)
@click.option("--ignore", metavar="PART,…", multiple=True,
              help="Leave out topics, partitions, replication, configs, groups or acls; repeatable.")  # fmt: skip
@output_option
def diff(options: Options, first: str, second: str | None, ignore: tuple[str, ...], output: Output) -> int:
    """Compare A with B, each a cluster of the settings file or a file of `cluster snapshot`.

    With A alone it is compared with the cluster that -b or --cluster says. Topics, their partitions, replication and
    own configuration are compared, groups with what they read, and ACLs; internal topics and offsets are not.

    Exit code 0: the same, 1: something differs, 2: not completed, a part that could not be read and is not ignored
    among the reasons.
    """
    from kafkatui.config.file import load_config_file
    from kafkatui.config.resolve import resolve
    from kafkatui.report.cluster_diff import compared
    from kafkatui.session.actions.cluster_diff import ignored_parts
    from kafkatui.session.cluster_reading import read_both
    from kafkatui.view.cluster_diff_table import cluster_diff_table

    try:
        ignored = ignored_parts(ignore)
    except FieldError as error:
        raise UsageError(f"--ignore: {error.what}", error.advice) from None
    file = load_config_file(os.environ, options.config)
    try:
        if second is None:
            left: Profile | Path = resolve(options, os.environ, file)[0]
            right = _side(first, options, file)
        else:
            left, right = _side(first, options, file), _side(second, options, file)
        comparison = compared(*read_both(left, right, ignored), ignored)
    except KafkatuiError as error:
        tell_failure(error)
        return NOT_COMPLETED
    write_list(cluster_diff_table(comparison.left, comparison.right), comparison.rows, output)
    if comparison.not_compared or output is Output.TABLE:
        click.echo(comparison.sentence, err=True)
    if comparison.not_compared:
        return NOT_COMPLETED
    return DIFFERENT if comparison.rows else SAME


def _side(name: str, options: Options, file: ConfigFile) -> Profile | Path:
    """A cluster of the settings file, else a file.

    Raises:
        ConfigError: it is neither.
    """
    from kafkatui.config.resolve import resolve
    from kafkatui.config.suggestion import did_you_mean

    if name in file.clusters:
        typed = replace(options, cluster=name, bootstrap_servers=None, zookeeper=None, properties=())
        return resolve(typed, os.environ, file)[0]
    path = Path(os.path.expanduser(name))
    if not path.is_file():
        raise ConfigError(f"There is no cluster and no file {name}.", did_you_mean(name, file.clusters))
    return path


@click.command(short_help="Write what a cluster is set up as to a file, to compare with later.")
@connection_options
@click.argument("file")
@dry_run_option
def snapshot(options: Options, file: str, is_dry_run: bool) -> int:
    """Write topics, configurations, groups and ACLs of the cluster as JSON to FILE; - is standard output.

    The JSON is sorted and has a version. A part that could not be read is told, and the exit code is 1.
    """
    from kafkatui.cli.action_run import show_plan
    from kafkatui.codec.cluster_snapshot import snapshot_text
    from kafkatui.config.file import load_config_file
    from kafkatui.config.resolve import resolve
    from kafkatui.session.actions.cluster_snapshot import snapshot_path, snapshot_plan, write_snapshot
    from kafkatui.session.cluster_reading import read_state

    profile, _ = resolve(options, os.environ, load_config_file(os.environ, options.config))
    path = Path(file) if file == STANDARD_OUTPUT else snapshot_path(file)
    state = read_state(profile)
    if is_dry_run:
        show_plan(snapshot_plan(path, state), "table")
    elif file == STANDARD_OUTPUT:
        write_line(snapshot_text(state).rstrip("\n"))
    else:
        write_snapshot(path, state)
    for part, reason in state.not_read.items():
        click.echo(f"kafkatui: {part.value} could not be read: {reason}", err=True)
    return FAILED if state.not_read else DONE
