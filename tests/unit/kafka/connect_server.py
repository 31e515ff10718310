"""Kafka Connect's REST interface as far as it is asked, and what it is told to answer at certain paths."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from tests.unit.kafka.http_server import Answer, Asked, http_server

PLUGINS = [
    {"class": "org.example.FileSourceConnector", "type": "source", "version": "1.0"},
    {"class": "org.example.DatabaseSink", "type": "sink", "version": "2.0"},
]


def missing(name: str) -> Answer:
    """What a worker says of a connector that it does not know."""
    return 404, {"error_code": 404, "message": f"Connector {name} not found"}


class Contents:
    """What it runs.

    Attributes:
        told: answers by "METHOD path", in place of what it would answer; a list is given out one by one.
        asked: every "METHOD path" so far, the query with it.
        headers: of the last request.
    """

    def __init__(self) -> None:
        self.configs: dict[str, dict[str, str]] = {}
        self.states: dict[str, str] = {}
        self.tasks: dict[str, list[dict[str, Any]]] = {}
        self.offsets: list[tuple[dict[str, Any], dict[str, Any]]] = [({"file": "a"}, {"position": 7})]
        self.told: dict[str, Answer | list[Answer]] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        self.hangs = threading.Event()

    def add(self, name: str, config: dict[str, str], state: str = "RUNNING", *tasks: dict[str, Any]) -> None:
        """Have it run a connector; with one running task where none is named."""
        self.configs[name] = {**config, "name": name}
        self.states[name] = state
        self.tasks[name] = list(tasks) or [{"id": 0, "state": state, "worker_id": "w:8083"}]

    def info(self, name: str) -> dict[str, Any]:
        """As `GET /connectors/NAME` has it."""
        return {"name": name, "config": self.configs[name], "tasks": [], "type": "source"}

    def status(self, name: str) -> dict[str, Any]:
        """As `GET /connectors/NAME/status` has it."""
        own = {"state": self.states[name], "worker_id": "w:8083"}
        return {"name": name, "connector": own, "tasks": self.tasks[name], "type": "source"}

    def answer(self, method: str, path: str, query: str, body: Any) -> Answer:
        """What it says."""
        self.asked.append(f"{method} {path}" + (f"?{query}" if query else ""))
        told = self.told.get(f"{method} {path}")
        if isinstance(told, list):
            told = told.pop(0) if told else None
        if told is not None:
            return told
        match method, [unquote(part) for part in path.split("/")]:
            case "GET", ["connectors"]:
                return 200, {name: {"info": self.info(name), "status": self.status(name)} for name in self.configs}
            case "POST", ["connectors"]:
                if body["name"] in self.configs:
                    return 409, {"error_code": 409, "message": f"Connector {body['name']} already exists"}
                self.add(body["name"], body["config"])
                return 201, self.info(body["name"])
            case "GET", ["connector-plugins"]:
                return 200, PLUGINS
            case "PUT", ["connector-plugins", _, "config", "validate"]:
                wrong = [] if body.get("tasks.max", "1").isdigit() else ["Not a number of type INT."]
                value = {"name": "tasks.max", "value": body.get("tasks.max"), "errors": wrong}
                return 200, {"error_count": len(wrong), "configs": [{"value": value}]}
            case _, ["connectors", name, *rest]:
                return self._connector(method, name, rest, body) if name in self.configs else missing(name)
        return 404, {"error_code": 404, "message": "HTTP 404 Not Found"}

    def _connector(self, method: str, name: str, rest: list[str], body: Any) -> Answer:
        match method, rest:
            case "GET", []:
                return 200, self.info(name)
            case "DELETE", []:
                del self.configs[name]
                return 204, None
            case "GET", ["status"]:
                return 200, self.status(name)
            case "GET", ["topics"]:
                return 200, {name: {"topics": ["seen"]}}
            case "GET", ["offsets"]:
                return 200, {"offsets": [{"partition": part, "offset": offset} for part, offset in self.offsets]}
            case (("PATCH" | "DELETE"), ["offsets"]):
                if self.states[name] != "STOPPED":
                    return 400, {"error_code": 400, "message": "Connectors must be in the STOPPED state."}
                changed = [each["partition"] for each in body["offsets"]] if body else []
                self.offsets = [each for each in self.offsets if body and each[0] not in changed]
                self.offsets += [(each["partition"], each["offset"]) for each in (body or {}).get("offsets", ())
                                 if each["offset"] is not None]  # fmt: skip
                return 200, {"message": "The offsets have been changed."}
            case "PUT", ["config"]:
                self.configs[name] = {**body, "name": name}
                return 200, self.info(name)
            case "PUT", [("pause" | "resume" | "stop") as verb]:
                state = {"pause": "PAUSED", "resume": "RUNNING", "stop": "STOPPED"}[verb]
                self.states[name] = state
                self.tasks[name] = [] if verb == "stop" else [{"id": 0, "state": state, "worker_id": "w:8083"}]
                return 202, None
            case "POST", ["restart"] | ["tasks", "0", "restart"]:
                self.tasks[name] = [{**task, "state": "RUNNING", "trace": ""} for task in self.tasks[name]]
                return 204, None
        return 404, {"error_code": 404, "message": "HTTP 404 Not Found"}


@contextmanager
def connect_server() -> Iterator[tuple[str, Contents]]:
    """Its address, and what it runs."""
    contents = Contents()

    def answer(asked: Asked) -> Answer:
        contents.headers = dict(asked.headers)
        return contents.answer(asked.method, asked.path, asked.query, asked.body)

    with http_server(answer, contents.hangs) as url:
        yield url, contents
