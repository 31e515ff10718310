"""`kafkatui config`: where the settings are and what they can be."""

from __future__ import annotations

import os

import click

from kafkatui.cli.options import connection_options
from kafkatui.cli.terminal import write_line
from kafkatui.config.options import Options


@click.command(short_help="Where the settings file is, and a documented one to start from.")
@connection_options
@click.option("--path", "only_path", is_flag=True, help="Only the path.")
@click.option("--defaults", "only_defaults", is_flag=True, help="Only the documented defaults, to redirect to a file.")
def config(options: Options, only_path: bool, only_defaults: bool) -> None:
    """Print the settings file's path and every setting with its default, as a file to start from."""
    from kafkatui.config.documentation import documented_defaults
    from kafkatui.config.file import config_path

    path = config_path(os.environ, options.config)
    if only_path:
        write_line(str(path))
        return
    if not only_defaults:
        state = "in use" if os.path.exists(path) else "not there; kafkatui config --defaults > it makes one"
        write_line(f"# {path} ({state})\n")
    write_line(documented_defaults().rstrip("\n"))
