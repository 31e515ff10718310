"""A connector with all that is known of it: as text to be read, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.connector_config import config_text, shown_config, shown_trace
from kafkatui.model.connector import Connector, ConnectorDetail
from kafkatui.view.connectors_table import tasks_text


def connector_words(connector: Connector) -> str:
    """ "orders-sink · sink · RUNNING · tasks 2/3, 1 failed"."""
    parts = (connector.address, connector.type, connector.state or "state not told", f"tasks {tasks_text(connector)}")
    return sanitise(" · ".join(filter(None, parts)))


def detail_text(detail: ConnectorDetail) -> str:
    """Everything: what failed first, its traces whole; then tasks, configuration, offsets."""
    return "\n".join(sanitise(line) for line in _lines(detail))


def _lines(detail: ConnectorDetail) -> Iterator[str]:
    connector = detail.connector
    yield f"{connector.plugin} at {connector.worker}" if connector.worker else connector.plugin
    yield f"topics {', '.join(connector.topics) or 'none'}"
    yield ""
    yield "Tasks"
    for task in connector.tasks:
        yield f"  {task.id}  {task.state}  {task.worker}".rstrip()
    if not connector.tasks:
        yield "  none"
    for title, lines in _failures(connector):
        yield from ("", title)
        yield from (f"  {line}" for line in lines)
    yield from ("", "Configuration")
    yield from (f"  {line}" for line in config_text(connector.config).splitlines())
    yield from ("", "Offsets")
    for offset in detail.offsets or ():
        yield f"  {offset.partition}  {offset.offset}"
    if not detail.offsets:
        yield f"  {detail.no_offsets or 'none yet'}"


def failure_text(detail: ConnectorDetail) -> str:
    """The traces of what failed, whole; empty where nothing did."""
    parts = [[title, *lines] for title, lines in _failures(detail.connector)]
    return "\n\n".join("\n".join(sanitise(line) for line in part) for part in parts)


def _failures(connector: Connector) -> Iterator[tuple[str, list[str]]]:
    """What failed, and the lines of its trace."""
    traces = [("The connector failed", connector.trace)]
    traces += [(f"Task {task.id} failed", task.trace) for task in connector.tasks]
    for title, trace in traces:
        if trace:
            yield title, shown_trace(trace, connector.config).expandtabs(4).splitlines()


def detail_json(detail: ConnectorDetail) -> dict[str, Any]:
    """The same for `-o json`."""
    connector = detail.connector
    return {
        "connector": connector.name,
        "connect": connector.group or None,
        "state": connector.state or None,
        "type": connector.type or None,
        "plugin": connector.plugin,
        "worker": connector.worker or None,
        "trace": shown_trace(connector.trace, connector.config) or None,
        "topics": list(connector.topics),
        "tasks": [
            {
                "id": task.id,
                "state": task.state,
                "worker": task.worker,
                "trace": shown_trace(task.trace, connector.config) or None,
            }
            for task in connector.tasks
        ],
        "config": shown_config(connector.config),
        "offsets": offsets_json(detail),
    }


def offsets_json(detail: ConnectorDetail) -> list[dict[str, Any]] | None:
    """How far it got; None where that is not told."""
    if detail.offsets is None:
        return None
    return [{"partition": json.loads(each.partition), "offset": json.loads(each.offset)} for each in detail.offsets]
