"""A cluster's set-up as JSON: sorted, so that two files can be compared by any tool, and with a version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kafkatui.model.cluster_state import ClusterState, GroupState, StatePart, TopicState
from kafkatui.model.errors import UsageError

FORMAT, VERSION = "kafkatui-cluster-snapshot", 1


def snapshot_text(state: ClusterState) -> str:
    """The file's text."""
    groups = None
    if state.groups is not None:
        groups = {each: {"type": group.type, "topics": sorted(group.topics)} for each, group in state.groups.items()}
    data = {
        "format": FORMAT,
        "version": VERSION,
        "cluster": state.name,
        "cluster_id": state.cluster_id,
        "taken_at": state.taken_at,
        "topics": {name: _topic(topic) for name, topic in state.topics.items()},
        "groups": groups,
        "acls": None if state.acls is None else sorted(state.acls),
        "has_authorizer": state.has_authorizer,
        "not_read": {part.value: reason for part, reason in state.not_read.items()},
    }
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _topic(topic: TopicState) -> dict[str, Any]:
    configs = None if topic.configs is None else dict(topic.configs)
    return {"partitions": topic.partitions, "replication_factor": topic.replication_factor, "configs": configs}


def read_snapshot(text: str, source: str) -> ClusterState:
    """What a file of `snapshot_text` tells.

    Args:
        source: the file, for messages; what the state is called.

    Raises:
        UsageError: it is none, or of a newer version.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UsageError(f"{source} is no snapshot of a cluster.", "`kafkatui cluster snapshot FILE` writes one.")
    if data.get("version") != VERSION:
        raise UsageError(f"{source} has version {data.get('version')}; this kafkatui reads version {VERSION}.")
    try:
        return _state(data, source)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UsageError(f"{source} is a snapshot that something has been changed in.", "Take it anew.") from None


def _state(data: Mapping[str, Any], source: str) -> ClusterState:
    groups, acls = data["groups"], data["acls"]
    return ClusterState(
        source,
        str(data["cluster_id"]),
        str(data["taken_at"]),
        {name: _read_topic(topic) for name, topic in data["topics"].items()},
        None if groups is None else {name: _read_group(group) for name, group in groups.items()},
        None if acls is None else tuple(str(each) for each in acls),
        data["has_authorizer"],
        {StatePart(part): str(reason) for part, reason in data["not_read"].items()},
    )


def _read_group(group: Mapping[str, Any]) -> GroupState:
    return GroupState(str(group["type"]), tuple(group["topics"]))


def _read_topic(topic: Mapping[str, Any]) -> TopicState:
    configs = topic["configs"]
    return TopicState(
        int(topic["partitions"]), int(topic["replication_factor"]), None if configs is None else dict(configs)
    )
