"""`kafkatui cluster …`: the clusters of the settings file, listed, changed, tested."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from typing import Any

import click

from kafkatui.cli.action_options import click_parameters, typed_values
from kafkatui.cli.action_run import run_in, show_plan, waited_for
from kafkatui.cli.action_verbs import ActionGroup, change_options, dry_run_option
from kafkatui.cli.cluster_diff import diff, snapshot
from kafkatui.cli.clusters import clusters
from kafkatui.cli.completed_names import complete_cluster
from kafkatui.cli.failures import DONE, FAILED
from kafkatui.cli.listing import write_list
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import write_line
from kafkatui.cli.undo import change_to_undo
from kafkatui.config.options import Options
from kafkatui.model.colour import COLOURS
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.field import Values
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import is_secret
from kafkatui.session.action_base import Action
from kafkatui.session.action_catalogue import of_verb
from kafkatui.session.application import Application
from kafkatui.session.settings_file import SettingsFile

ASK = "-"
"""As a secret's value: ask on the terminal."""

MADE_OF_ACTIONS = ("clone", "remove", "import", "reveal")


def application(options: Options) -> Application:
    """kafkatui itself, with the settings file that is meant."""
    return Application(SettingsFile(options, os.environ))


def _profile_command(name: str, action: Action[Any]) -> click.Command:
    """The verb of an action on profiles, its options made of its fields."""
    spec = action.spec

    def run(options: Options, is_dry_run: bool, is_confirmed: bool, output: str, **parameters: Any) -> int:
        values = typed_values(spec.fields, parameters)
        return _run(options, action, values, is_dry_run=is_dry_run, is_confirmed=is_confirmed, output=output)

    made = click.command(name, help=spec.help, short_help=spec.help)(change_options(connection_options(run)))
    own = click_parameters(spec.fields, spec.acts_on)
    taken = {option for parameter in own for option in parameter.opts}
    made.params = [*own, *(each for each in made.params if not taken.intersection(each.opts))]
    return made


def _run(
    options: Options, action: Action[Any], values: Values, *, is_dry_run: bool, is_confirmed: bool, output: str
) -> int:
    host = application(options)
    return run_in(host, action, (), values, is_dry_run=is_dry_run, is_confirmed=is_confirmed, output=output)


# Adding and changing: the connection's own options say what is in the profile

_PROFILE_OPTIONS = (
    click.option("--timeout", "timeouts", metavar="NAME=SECONDS", multiple=True,
                 help="A time-out: request, zookeeper, registry; repeatable."),
    click.option("--zookeeper-property", "zookeeper_properties", metavar="NAME=VALUE", multiple=True,
                 help="A property of ZooKeeper: auth, tls.ca, …; repeatable."),
    click.option("--protected/--not-protected", default=None, help="Changes are confirmed by typing a name."),
    click.option("--no-export/--export-allowed", "no_export", default=None,
                 help="Its records are only looked at: not copied, written to files or sent elsewhere."),
    click.option("--colour", metavar="COLOUR", help=f"What its name stands out by: {', '.join(COLOURS)}; '': nothing."),
)  # fmt: skip

SECRETS = (
    "A secret typed as NAME=VALUE goes to the keyring; NAME=- asks for it, and ${env:NAME}, ${file:/path}, "
    "${command:…} and ${keyring:service/user} are written as they are."
)


def _profile_options(function: Any) -> Any:
    for add in reversed(_PROFILE_OPTIONS):
        function = add(function)
    return function


@click.command(short_help="Add a cluster to the settings file.", epilog=SECRETS)
@connection_options
@click.argument("name", required=False)
@_profile_options
@change_options
def add(options: Options, name: str | None, is_dry_run: bool, is_confirmed: bool, output: str, **typed: Any) -> int:
    """Add a cluster to the settings file: -b, -z, -X and --read-only say what is in it.

    A NAME that is taken gets a number; without one it is called after its first server.
    """
    values = {**_values(options, typed), "name": name}
    action = of_verb("cluster add")
    return _run(options, action, values, is_dry_run=is_dry_run, is_confirmed=is_confirmed, output=output)


@click.command(short_help="Change a cluster of the settings file.", epilog=SECRETS)
@connection_options
@click.argument("name", shell_complete=complete_cluster)
@click.option("--rename", "new_name", metavar="NAME", help="What it is called from now on.")
@click.option("--read-write", is_flag=True, help="No longer read-only.")
@_profile_options
@change_options
def edit(
    options: Options, name: str, new_name: str | None, read_write: bool, is_dry_run: bool, is_confirmed: bool,
    output: str, **typed: Any,
) -> int:  # fmt: skip
    """Change a cluster of the settings file; what is not typed stays, comments too.

    -X NAME= takes a property out, --zookeeper none the ensemble.
    """
    action = of_verb("cluster edit")
    host = application(options)
    targets = action.targets_of({"profile": name})
    host.actions.require(action, targets, {})
    there = {field.name: field.default for field in action.form(host.actions.context, targets).fields}
    values = _merged(there, _values(options, typed))
    values |= {"profile": name, "new_name": new_name or name}
    if read_write:
        values["read_only"] = False
    return run_in(host, action, targets, values, is_dry_run=is_dry_run, is_confirmed=is_confirmed, output=output)


def _values(options: Options, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, by the fields of a profile; without what was not."""
    zookeeper = "" if options.zookeeper == "none" else options.zookeeper
    values: dict[str, Any] = {
        "bootstrap_servers": options.bootstrap_servers,
        "zookeeper": zookeeper,
        "read_only": options.read_only or None,
        "properties": tuple(_asked(text) for text in options.properties),
        "zookeeper_properties": tuple(_asked(text) for text in typed["zookeeper_properties"]),
        **{name: typed[name] for name in ("timeouts", "protected", "no_export", "colour")},
    }
    return {name: value for name, value in values.items() if value is not None}


def _asked(text: str) -> str:
    """A property as it was typed, a secret asked for where it is `-`."""
    name, equals, value = text.partition("=")
    if not equals or value != ASK or not is_secret(name.strip()):
        return text
    return f"{name}={getpass.getpass(f'{name}: ')}"


def _merged(there: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The profile's fields with what was typed over them; tables name by name."""
    from kafkatui.session.profile_fields import OF_KAFKA

    merged = dict(there)
    fields = {property_name: name for name, property_name in OF_KAFKA.items()}
    for name, value in typed.items():
        if name not in ("properties", "zookeeper_properties", "timeouts"):
            merged[name] = value
            continue
        table = dict(text.partition("=")[::2] for text in merged.get(name) or ())
        for text in value:
            key, _, said = text.partition("=")
            if name == "properties" and key.strip() in fields:
                merged[fields[key.strip()]] = said.strip() or None
                continue
            table.pop(key.strip(), None)
            if said.strip():
                table[key.strip()] = said.strip()
        merged[name] = tuple(f"{key}={said}" for key, said in table.items())
    return merged


@click.command(short_help="Write profiles as TOML to a new file; secrets in clear are left out.")
@connection_options
@click.argument("file")
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=complete_cluster)
@click.option("--with-secrets", is_flag=True, help="Also those that stand in the settings file in clear.")
@dry_run_option
def export(options: Options, file: str, names: tuple[str, ...], with_secrets: bool, is_dry_run: bool) -> int:
    """Write the profiles (all, or those named) to FILE, which must be new; - is standard output.

    Secrets that stand in the settings file in clear are left out, and that is said; references to variables, files,
    commands and the keyring are written as they are.
    """
    host, action = application(options), of_verb("cluster export")
    values = {"file": file, "names": names or None, "with_secrets": with_secrets}
    plan = waited_for(host.actions.plan(action, (), values))
    if is_dry_run:
        show_plan(plan, "table")
        return DONE
    for warning in plan.warnings:
        click.echo(f"kafkatui: {warning}", err=True)
    if plan.nothing_to_do:
        click.echo(plan.nothing_to_do, err=True)
        return DONE
    if plan.payload.path is None:
        write_line(plan.payload.text.rstrip("\n"))
        return DONE
    outcome = waited_for(host.actions.run(action, (), values, plan))
    for failure in outcome.failures:
        click.echo(f"kafkatui: {failure.reason}", err=True)
    return DONE if outcome.is_done else FAILED


@click.command(short_help="Connect to every part of profiles and say what works and how long it took.")
@connection_options
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=complete_cluster)
@output_option
def test(options: Options, names: tuple[str, ...], output: Output) -> int:
    """Connect to Kafka, ZooKeeper, the schema registry and Connect of profiles named, of the address typed, or of all.

    Exit code 0 when every part works, 1 when one does not.
    """
    from kafkatui.model.part_check import PartCheck, PartState
    from kafkatui.session.cluster_check import check_profile
    from kafkatui.view.part_checks_table import PART_CHECKS_TABLE, CheckedPart

    rows: list[CheckedPart] = []
    for name, profile in _profiles(options, names):
        try:
            checks = check_profile(profile())
        except KafkatuiError as error:
            checks = (PartCheck("profile", PartState.FAILS, str(error)),)
        rows += [CheckedPart(name, check) for check in checks]
    write_list(PART_CHECKS_TABLE, rows, output)
    return FAILED if any(row.check.state is PartState.FAILS for row in rows) else DONE


def _profiles(options: Options, names: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Which profiles, by name, each resolved when it is called: what is wrong with one is said of that one."""
    from kafkatui.config.file import load_config_file
    from kafkatui.config.resolve import resolve

    file = load_config_file(os.environ, options.config)
    if not names and options.cluster is None and options.bootstrap_servers is None and file.clusters:
        names = tuple(file.clusters)
    if not names:
        profile, _ = resolve(options, os.environ, file)
        return [(profile.name, lambda: profile)]

    def resolved(name: str) -> Any:
        return lambda: resolve(replace(options, cluster=name, bootstrap_servers=None), os.environ, file)[0]

    return [(name, resolved(name)) for name in names]


@click.command(short_help="Take back what was changed in the settings file.")
@connection_options
@click.argument("change", metavar="[ID]", required=False)
@click.option("--list", "is_list", is_flag=True, help="List what was changed in the settings file, newest first.")
@change_options
def undo(options: Options, change: str | None, is_list: bool, is_dry_run: bool, is_confirmed: bool, output: str) -> int:
    """Take back the newest change of the settings file that can be, or the one with this ID (or its beginning).

    Secrets are not in the journal: those that are gone from the file are not put back, and that is said.
    """
    host = application(options)
    entry = change_to_undo(host, change, is_list=is_list, output=output)
    if entry is None:
        return DONE
    return run_in(host, host.actions.undo(entry), (), {}, is_dry_run=is_dry_run, is_confirmed=is_confirmed,
                  output=output)  # fmt: skip


cluster = ActionGroup(
    "cluster",
    "The clusters of the settings file: list, change, test, compare, import, export.",
    {
        "list": clusters,
        "diff": diff,
        "snapshot": snapshot,
        "add": add,
        "edit": edit,
        "export": export,
        "test": test,
        "undo": undo,
        **{
            name: _profile_command(name, of_verb(f"cluster {name}")) for name in ("clone", "remove", "import", "reveal")
        },
    },
)
