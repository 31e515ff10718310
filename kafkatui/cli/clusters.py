"""`kafkatui clusters`: the clusters that can be opened by name."""

from __future__ import annotations

import os

import click

from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options


@click.command(short_help="The clusters of the settings file: addresses, modes, what is wrong.")
@connection_options
@output_option
def clusters(options: Options, output: Output) -> None:
    """List the clusters of the settings file. It connects to none of them and reads no secret."""
    from kafkatui.cli.listing import write_list
    from kafkatui.config.file import load_config_file
    from kafkatui.config.profiles import Profiles
    from kafkatui.config.resolve import resolve_settings
    from kafkatui.report.cluster_list import cluster_row
    from kafkatui.view.clusters_table import PROFILES_TABLE

    file = load_config_file(os.environ, options.config)
    is_read_only = resolve_settings(options, os.environ, file).read_only
    known = Profiles(options, os.environ, file, is_read_only=is_read_only).known()
    write_list(PROFILES_TABLE, [cluster_row(each, None, is_here=False) for each in known], output)
