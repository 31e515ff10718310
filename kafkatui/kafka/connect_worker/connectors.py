"""The connectors of a profile's Connects: what there is, and what a configuration is worth."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from kafkatui.kafka.connect_worker.requests import WorkerAnswer, WorkerRequests
from kafkatui.kafka.registry.at_once import all_of
from kafkatui.model.connector import (
    TOPIC_PROPERTIES,
    ConfigProblem,
    Connector,
    ConnectorDetail,
    ConnectorOffset,
    ConnectorPlugin,
    Connectors,
    ConnectorTask,
)
from kafkatui.model.errors import ConnectError, KafkatuiError, NotFound
from kafkatui.model.replacing import replace

T = TypeVar("T")

MOST_ASKED = 30
"""Of more connectors the topics are those that their configurations name: others cost a request each, every time."""


class ConnectReader:
    """Reads; changes nothing. All of it raises KafkatuiError when a worker refuses or does not answer.

    Args:
        connects: what speaks to each of the profile's Connects, by its name.
    """

    def __init__(self, connects: Mapping[str, WorkerRequests]) -> None:
        self._connects = connects

    @property
    def names(self) -> tuple[str, ...]:
        """What the profile's Connects are called."""
        return tuple(self._connects)

    def place_of(self, address: str) -> tuple[WorkerRequests, str]:
        """Whom to ask about a connector, and its name there.

        Raises:
            NotFound: it names no Connect of the profile where that is needed.
        """
        if len(self._connects) == 1:
            return next(iter(self._connects.values())), address
        group, _, name = address.partition("/")
        if not name or group not in self._connects:
            raise NotFound(f"{address}: of which Connect?", f"Write NAME/CONNECTOR: {', '.join(self._connects)}.")
        return self._connects[group], name

    def connectors(self) -> Connectors:
        """Every connector, sorted by its address; one of several Connects that does not answer is told beside them."""
        found: list[Connector] = []
        silent: dict[str, str] = {}
        for name, requests, answer in self._each(self._of_one):
            if isinstance(answer, KafkatuiError):
                if len(self._connects) == 1:
                    raise answer
                silent[name] = answer.what
            else:
                found += answer
            del requests
        return Connectors(tuple(sorted(found, key=lambda each: each.address)), silent)

    def connector(self, address: str) -> Connector:
        """One connector with its topics.

        Raises:
            NotFound: there is none.
        """
        requests, name = self.place_of(address)
        found = self._asked(requests, lambda: self._whole(requests, name))
        return _with_topics(found, self._topics(requests, name))

    def detail(self, address: str) -> ConnectorDetail:
        """One connector with all that is known of it."""
        found = self.connector(address)
        try:
            return ConnectorDetail(found, self.offsets(address))
        except KafkatuiError as error:
            return ConnectorDetail(found, None, str(error))

    def offsets(self, address: str) -> tuple[ConnectorOffset, ...]:
        """How far it got, from Kafka 3.5's workers on."""
        requests, name = self.place_of(address)
        answer = self._asked(requests, lambda: requests.get("connectors", name, "offsets"))
        return tuple(
            ConnectorOffset(*(json.dumps(each.get(part), ensure_ascii=False) for part in ("partition", "offset")))
            for each in answer["offsets"]
        )

    def plugins(self) -> tuple[ConnectorPlugin, ...]:
        """What the workers can run."""
        found: list[ConnectorPlugin] = []
        for _, requests, answer in self._each(lambda requests: requests.get("connector-plugins")):
            if isinstance(answer, KafkatuiError):
                raise answer
            found += [
                ConnectorPlugin(each["class"], each.get("type", ""), each.get("version") or "", self._group(requests))
                for each in answer
            ]
        return tuple(sorted(found, key=lambda each: (each.group, each.name)))

    def problems(self, address: str, config: Mapping[str, str]) -> tuple[ConfigProblem, ...]:
        """What the plugin itself finds wrong with a configuration; asks it, and starts nothing.

        Raises:
            NotFound: the workers have no such plugin.
        """
        requests, name = self.place_of(address)
        plugin = config.get("connector.class", "")
        known = [each.name for each in self.plugins()]
        if not _is_known(plugin, known):
            raise NotFound(f"The Connect worker has no plugin {plugin}.", f"It has {', '.join(known) or 'none'}.")
        path = ("connector-plugins", plugin, "config", "validate")
        answer = self._asked(requests, lambda: requests.put({**config, "name": name}, *path))
        values = [each["value"] for each in answer["configs"]]
        return tuple(ConfigProblem(each["name"], tuple(each["errors"])) for each in values if each.get("errors"))

    def _each(self, ask: Callable[[WorkerRequests], T]) -> list[tuple[str, WorkerRequests, T | KafkatuiError]]:
        """What each Connect answers, or why it does not."""

        def asked(requests: WorkerRequests) -> T | KafkatuiError:
            try:
                return self._asked(requests, lambda: ask(requests))
            except KafkatuiError as error:
                return error

        answers = all_of(asked, list(self._connects.values()))
        return list(zip(self._connects, self._connects.values(), answers, strict=True))

    def _of_one(self, requests: WorkerRequests) -> list[Connector]:
        answer = requests.get("connectors", expand=["info", "status"])
        if isinstance(answer, list):  # workers before Kafka 2.3 give the names only
            found = all_of(lambda name: self._whole(requests, name), answer)
        else:
            found = [self._made(requests, name, each.get("info"), each.get("status")) for name, each in answer.items()]
        if len(found) > MOST_ASKED:
            return found
        return all_of(lambda each: _with_topics(each, self._topics(requests, each.name)), found)

    def _whole(self, requests: WorkerRequests, name: str) -> Connector:
        return self._made(requests, name, requests.get("connectors", name), self._status(requests, name))

    def _status(self, requests: WorkerRequests, name: str) -> Mapping[str, Any]:
        """Nothing for a moment after it was made."""
        try:
            answer: Mapping[str, Any] = requests.get("connectors", name, "status")
        except WorkerAnswer:
            return {}
        return answer

    def _topics(self, requests: WorkerRequests, name: str) -> tuple[str, ...]:
        """What it wrote to or read; nothing where the workers do not tell it."""
        try:
            return tuple(sorted(requests.get("connectors", name, "topics")[name]["topics"]))
        except WorkerAnswer:
            return ()

    def _made(self, requests: WorkerRequests, name: str, info: Any, status: Any) -> Connector:
        info, status = info or {}, status or {}
        config = {key: "" if value is None else str(value) for key, value in (info.get("config") or {}).items()}
        own = status.get("connector") or {}
        tasks = sorted(status.get("tasks") or (), key=lambda each: int(each["id"]))
        return Connector(
            name,
            self._group(requests),
            own.get("state", ""),
            info.get("type") or status.get("type") or "",
            config,
            tuple(
                ConnectorTask(int(each["id"]), each["state"], each.get("worker_id", ""), each.get("trace") or "")
                for each in tasks
            ),
            own.get("worker_id", ""),
            own.get("trace") or "",
            _named_topics(config),
        )

    def _group(self, requests: WorkerRequests) -> str:
        return requests.name if len(self._connects) > 1 else ""

    def _asked(self, requests: WorkerRequests, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except WorkerAnswer as answer:
            raise requests.sentence(answer) from None
        except (KeyError, TypeError, ValueError, AttributeError):  # JSON of another shape
            raise ConnectError(
                f"What answers at {requests.where} is no Connect worker.", "Check connect.url."
            ) from None


def _named_topics(config: Mapping[str, str]) -> tuple[str, ...]:
    named = next((config[name] for name in TOPIC_PROPERTIES if config.get(name)), "")
    return tuple(each.strip() for each in named.split(",") if each.strip())


def _with_topics(connector: Connector, active: tuple[str, ...]) -> Connector:

    return replace(connector, topics=tuple(dict.fromkeys((*active, *connector.topics))))


def _is_known(plugin: str, known: list[str]) -> bool:
    """Whether the workers take it for one of theirs: by its class, its simple name, or that without "Connector"."""
    simple = {name.rpartition(".")[2] for name in known}
    return plugin in known or plugin in simple or f"{plugin}Connector" in simple
