"""Tab in a shell: names of a cluster's things, asked of the cluster that the line means; names of clusters are those of
the settings file."""

from __future__ import annotations

import io
import os
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, suppress
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kafkatui.cli.opened import opened_session
from kafkatui.config.options import Options
from kafkatui.model.errors import ConfigError, KafkatuiError
from kafkatui.model.field import Field, FieldKind

if TYPE_CHECKING:
    from kafkatui.session.session import ClusterSession

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

PATIENCE_SECONDS = 2.5
"""So long a line waits for the cluster: after that there is nothing to choose from."""

_PLAIN = re.compile(r"[\w/.][\w/.+%,-]*")
"""A shell takes what is completed as it stands: a group may be called `$(reboot)`, and one with blanks is two words."""

_OPTIONS = ("bootstrap_servers", "zookeeper", "cluster", "read_only", "properties", "config")


def complete_cluster(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Clusters of the settings file."""
    from kafkatui.config.file import load_config_file

    try:
        clusters = load_config_file(os.environ, _typed(context).config).clusters
    except ConfigError:  # a verb that is run says so
        return []
    return _items(clusters, context, parameter, incomplete)


def _completed(names: Callable[[ClusterSession, str], Iterable[str]]) -> Complete:
    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return _items(_asked(_typed(context), names, incomplete), context, parameter, incomplete)

    return complete


def _topics(session: ClusterSession, incomplete: str) -> Iterable[str]:
    from kafkatui.session.feeds import MetadataFeed

    return session.fetch(MetadataFeed()).topics


def _brokers(session: ClusterSession, incomplete: str) -> Iterable[str]:
    from kafkatui.session.feeds import MetadataFeed

    return map(str, session.fetch(MetadataFeed()).brokers)


def _groups(session: ClusterSession, incomplete: str) -> Iterable[str]:
    from kafkatui.session.feeds import GroupsFeed

    return (group.id for group in session.fetch(GroupsFeed()).groups)


def _subjects(session: ClusterSession, incomplete: str) -> Iterable[str]:
    from kafkatui.session.feeds import SubjectsFeed

    return (subject.name for subject in session.fetch(SubjectsFeed()).subjects)


def _connectors(session: ClusterSession, incomplete: str) -> Iterable[str]:
    from kafkatui.session.feeds import ConnectorsFeed

    return (connector.address for connector in session.fetch(ConnectorsFeed()).connectors)


def _znodes(session: ClusterSession, incomplete: str) -> Iterable[str]:
    """Those beside what is typed; of one alone also its children, so that the shell does not take it for the whole."""
    found = [path for path in _children(session, incomplete.rpartition("/")[0] or "/") if path.startswith(incomplete)]
    if len(found) == 1:
        with suppress(KafkatuiError):  # it may have gone meanwhile, or show nobody what is below it
            found += _children(session, found[0])
    return found


def _children(session: ClusterSession, path: str) -> list[str]:
    from kafkatui.model.znode import child_path
    from kafkatui.session.feeds import ZnodeChildrenFeed

    return [child_path(path, name) for name in session.fetch(ZnodeChildrenFeed(path)).children.names]


complete_topic = _completed(_topics)
complete_broker = _completed(_brokers)
complete_group = _completed(_groups)
complete_znode = _completed(_znodes)
complete_subject = _completed(_subjects)
complete_connector = _completed(_connectors)

_OF_KIND = {
    "topic": complete_topic, "broker": complete_broker, "group": complete_group, "znode": complete_znode,
}  # fmt: skip

_OF_FIELD = {
    "profile": complete_cluster, "connector": complete_connector, "connectors": complete_connector,
    "subject": complete_subject,
}  # fmt: skip
"""Fields that name the same whatever their action acts on."""

_OF_OPTION = {
    "topic": complete_topic,
    "topics": complete_topic,
    "group": complete_group,
    "to_cluster": complete_cluster,
}
"""The same of options alone: as an argument it may be the name of a new one."""

_THINGS = frozenset(
    {"name", "names", "topic", "source", "destination", "group", "broker", "brokers", "path", "paths", "target"}
)
"""What a field is called that names what its action acts on."""


def completion_of(field: Field, kinds: Iterable[str]) -> Complete | None:
    """What completes a field of an action; None where nothing does.

    Args:
        kinds: what the action acts on: "topic", "group", "broker", "znode".
    """
    if field.kind not in (FieldKind.TEXT, FieldKind.LIST):
        return None
    if field.name in _OF_FIELD:
        return _OF_FIELD[field.name]
    if not field.is_positional:
        return _OF_OPTION.get(field.name)
    found = [_OF_KIND[kind] for kind in kinds if kind in _OF_KIND]
    return found[0] if field.name in _THINGS and len(found) == 1 else None


def complete_of_kind(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of the kind that the argument `kind` before it says."""
    complete = {**_OF_KIND, **_OF_FIELD}.get(str(context.params.get("kind")))
    return complete(context, parameter, incomplete) if complete is not None else []


def _typed(context: click.Context | None) -> Options:
    """The options of the whole line, which no verb has taken yet."""
    if context is None:
        return Options()
    here = Options(**{name: value for name, value in context.params.items() if name in _OPTIONS and value})
    return here.over(_typed(context.parent))


def _asked(options: Options, names: Callable[[ClusterSession, str], Iterable[str]], incomplete: str) -> tuple[str, ...]:
    """What the cluster tells in time; nothing of what went wrong may come between what is being typed."""
    found: list[tuple[str, ...]] = []

    def ask() -> None:  # whatever is raised would be printed between what is being typed
        with suppress(Exception), opened_session(options, close_timeout_seconds=0) as session:
            found.append(tuple(names(session, incomplete)))

    with redirect_stderr(io.StringIO()):
        asking = threading.Thread(target=ask, name="complete", daemon=True)
        asking.start()
        asking.join(PATIENCE_SECONDS)
    return found[0] if found else ()


def _items(
    names: Iterable[str], context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    typed = context.params.get(parameter.name or "")
    there = typed if isinstance(typed, tuple) else ()
    return [
        CompletionItem(name)
        for name in sorted(names)
        if name.startswith(incomplete) and name not in there and _PLAIN.fullmatch(name)
    ]
