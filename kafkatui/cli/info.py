"""`kafkatui info`: what a report of a fault should say of the installation."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options

if TYPE_CHECKING:
    from kafkatui.view.facts_table import Fact
    from kafkatui.view.info_table import Surroundings

EXTRAS = {
    "schemas": "fastavro", "kerberos": "puresasl", "keyring": "keyring", "yaml": "yaml", "stores": "cryptography",
    "aws": "botocore", "web": "textual_serve",
}  # fmt: skip
"""A module of each extra, by the extra's name."""


@click.command(short_help="Versions, files, terminal and settings, for a report of a fault.")
@connection_options
@output_option
def info(options: Options, output: Output) -> None:
    """Tell versions, files, terminal, settings and the connection that is meant. It connects to nothing.

    Secrets are masked, and ~ stands for your home. Addresses are told as they are: look before you send it to somebody.
    """
    from importlib.util import find_spec

    from kafkatui.cli.listing import write_list
    from kafkatui.config.file import config_path
    from kafkatui.config.log_file import log_path
    from kafkatui.config.state_folder import state_folder
    from kafkatui.session.client_versions import client_versions
    from kafkatui.view.info_table import INFO_TABLE, file_facts, program_facts, terminal_facts

    here = surroundings()
    extras = {extra: find_spec(module) is not None for extra, module in EXTRAS.items()}
    files = {
        "settings": config_path(os.environ, options.config),
        "state": state_folder(os.environ),
        "log": log_path(os.environ),
    }
    facts = [
        *program_facts(here, client_versions(), extras),
        *terminal_facts(here),
        *file_facts(files, os.environ),
        *_meant(options),
    ]
    write_list(INFO_TABLE, facts, output)


def surroundings() -> Surroundings:
    """Where this process runs."""
    import platform
    from shutil import get_terminal_size

    import kafkatui
    from kafkatui.cli.terminal import is_terminal
    from kafkatui.view.info_table import Surroundings

    size = get_terminal_size()
    return Surroundings(
        version=kafkatui.__version__,
        python=f"{platform.python_version()} ({platform.python_implementation()})",
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        installed_in=Path(kafkatui.__file__).parent,
        environ=os.environ,
        size=(size.columns, size.lines) if is_terminal() else None,
        encoding=sys.stdout.encoding or "",
    )


def _meant(options: Options) -> list[Fact]:
    """Settings and profile, or what is wrong with them: that is what may have to be reported."""
    from kafkatui.config.file import load_config_file
    from kafkatui.config.resolve import resolve
    from kafkatui.config.settings import SETTING_FIELDS
    from kafkatui.model.errors import KafkatuiError
    from kafkatui.view.info_table import problem_fact, profile_facts, setting_facts
    from kafkatui.view.refresh_table import interval_text

    try:
        profile, settings = resolve(options, os.environ, load_config_file(os.environ, options.config))
    except KafkatuiError as error:
        return [problem_fact(error)]
    changed: dict[str, object] = {
        name: getattr(settings, name)
        for name, field in SETTING_FIELDS.items()
        if getattr(settings, name) != field.default
    }
    if settings.keymap:
        changed["keymap"] = ", ".join(f"{key} = {value}" for key, value in sorted(settings.keymap.items()))
    if settings.refresh:
        changed["refresh"] = ", ".join(f"{page} = {interval_text(each)}" for page, each in settings.refresh.items())
    return [*setting_facts(changed), *profile_facts(profile)]
