"""A broker's figures as Jolokia tells them: all beans in one request."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kafkatui.kafka.jmx.requests import JmxRequest
from kafkatui.model.broker_figures import FIGURES, Figure
from kafkatui.model.errors import NotAuthorized, RequestFailed
from kafkatui.model.figure_number import finite

_FORBIDDEN = 403


def read_jolokia(request: JmxRequest, address: str) -> dict[str, float]:
    """By the name of a figure what is told; what a broker of that version does not have is not among it.

    Raises:
        KafkatuiError: it could not be asked, or nothing that it says can be used.
    """
    body = [{"type": "read", "mbean": each.object_name, "attribute": each.attribute} for each in FIGURES]
    pieces: list[bytes] = []
    request.send(body, pieces.append)
    try:
        answers = json.loads(b"".join(pieces))
    except (ValueError, RecursionError):
        answers = None
    if not isinstance(answers, list) or not all(isinstance(each, dict) for each in answers):
        raise RequestFailed(f"What answers at {address} is no Jolokia.", "Its path has jolokia in it: /jolokia.")
    if answers and all(each.get("status") == _FORBIDDEN for each in answers):
        raise NotAuthorized(f"Jolokia at {address} does not let these beans be read.", "Its policy file says so.")
    return dict(_told(zip(FIGURES, answers, strict=False)))


def _told(answers: Iterable[tuple[Figure, dict[str, Any]]]) -> Iterable[tuple[str, float]]:
    for figure, answer in answers:
        value = answer.get("value") if answer.get("status") == 200 else None
        if figure.part and isinstance(value, dict):
            value = value.get(figure.part)
        if (number := finite(value)) is not None:
            yield figure.name, number
