"""The options that say which cluster and how; allowed before and after the verb."""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from kafkatui.cli.completed_names import complete_cluster
from kafkatui.config.options import Options
from kafkatui.model.errors import ConfigError

F = TypeVar("F", bound=Callable[..., Any])


class Output(Enum):
    """How a list is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"

    @property
    def is_for_people(self) -> bool:
        """Whether it is read as it is, and not by a program."""
        return self in (Output.TABLE, Output.MARKDOWN)


def filled(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """A callback for options: an empty one is a variable of a script that nobody set; without it another is meant.

    Raises:
        ConfigError: it is empty.
    """
    for text in value if isinstance(value, tuple) else (value,):
        if isinstance(text, str) and not text.strip() and not context.resilient_parsing:
            raise ConfigError(f"{max(parameter.opts, key=len)} is empty.", "Give it a value or leave it out.")
    return value


option = functools.partial(click.option, callback=filled)

_OPTIONS = (
    option("-b", "--bootstrap-server", "bootstrap_servers", metavar="HOST:PORT,…", help="Kafka's addresses."),
    option("-z", "--zookeeper", metavar="HOST:PORT,…/CHROOT", help="ZooKeeper's addresses, or none."),
    option("--cluster", metavar="NAME", shell_complete=complete_cluster, help="A cluster of the settings file."),
    click.option("--read-only", is_flag=True, help="Write nothing, whatever is typed or pressed."),
    option("-X", "properties", metavar="NAME=VALUE", multiple=True, help="A librdkafka property; repeatable."),
    option("--config", metavar="FILE", type=click.Path(), help="The settings file; see `kafkatui config`."),
)

_NAMES = ("bootstrap_servers", "zookeeper", "cluster", "read_only", "properties", "config")

_OF_SOME = ("theme", "events_file", "go_to")
"""What only the explorer and a verb or two take."""


def connection_options(function: F) -> F:
    """Add the options and call the function with `options`, those before the verb included, as an `Options`."""

    @functools.wraps(function)
    def wrapper(*arguments: Any, **parameters: Any) -> Any:
        context = click.get_current_context()
        typed = Options(**{name: parameters.pop(name, None) for name in (*_NAMES, *_OF_SOME)})
        outer = context.parent.obj if context.parent is not None else None
        context.obj = typed.over(outer) if isinstance(outer, Options) else typed
        return function(*arguments, options=context.obj, **parameters)

    for add in reversed(_OPTIONS):
        wrapper = add(wrapper)
    return wrapper  # type: ignore[return-value]


theme_option = option("--theme", metavar="NAME", help="The explorer's colours.")

events_file_option = option(
    "--events-file", metavar="FILE", help="Add what changes to FILE, and read it back from there."
)


def _complete_place(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kafkatui.cli.start_place import complete_place

    return complete_place(incomplete)


go_to_option = option(
    "--go-to", metavar="PLACE", shell_complete=_complete_place,
    help="Where the explorer opens, as after its `:`: topic NAME messages, group NAME, /brokers/ids, doctor; or last.",
)  # fmt: skip

_PLAIN = "kafkatui.plain"
"""Where a context keeps that lists are to be told in words."""


def _remember_plain(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        context.meta[_PLAIN] = True


def is_plain() -> bool:
    """Whether `--plain` was typed for the verb that runs."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_PLAIN))


_output = click.option(
    "-o",
    "--output",
    type=click.Choice([kind.value for kind in Output]),
    default=Output.TABLE.value,
    show_default=True,
    callback=lambda context, parameter, value: Output(value),
    help="How to write the list.",
)
_plain = click.option(
    "--plain",
    is_flag=True,
    expose_value=False,
    callback=_remember_plain,
    help="For a screen reader: a line for each value, states in words.",
)


def output_option(function: F) -> F:
    """Add `--output`, which the function gets as `output`, and `--plain`, which is how a table is told then."""
    return _output(_plain(function))
