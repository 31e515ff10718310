"""A broker's figures in Prometheus' text, whatever rules its agent names them by.

Without rules the agent makes `kafka_server_BrokerTopicMetrics_OneMinuteRate{name="MessagesInPerSec"}` of a bean; the
rules that are passed around make `kafka_server_brokertopicmetrics_messagesin_total` of it, of percentiles a label
`quantile`, and write everything small. So a sample is told by its words, not by its spelling.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kafkatui.kafka.jmx.requests import JmxRequest
from kafkatui.model.broker_figures import FIGURES, Figure
from kafkatui.model.errors import RequestFailed
from kafkatui.model.figure_number import finite

MOST_LINE_BYTES = 1 << 16

_SAMPLE = re.compile(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+\S+)?\s*")
_LABEL = re.compile(r'\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?')
_OF_PARTS = frozenset(
    {"topic", "partition", "clientid", "client_id", "listener", "networkprocessor", "error", "version"}
)
"""Labels of samples that are of a part of the broker."""

_RATES = ("oneminuterate", "1minuterate", "rate1m", "rate")
_TOTALS = ("total", "count", "counttotal", "totalcount", "persectotal", "perseccount")
_HEAP = {
    "heap_used_bytes": ("jvmmemoryusedbytes", "jvmmemorybytesused", "javalangmemoryheapmemoryusageused"),
    "heap_max_bytes": ("jvmmemorymaxbytes", "jvmmemorybytesmax", "javalangmemoryheapmemoryusagemax"),
}
_P99 = ("0.99", "99", "p99", "99thpercentile")


@dataclass
class Told:
    """What was found so far: figures, and totals of those that are rates."""

    values: dict[str, float] = field(default_factory=dict)
    totals: dict[str, float] = field(default_factory=dict)
    samples: int = 0


def read_prometheus(request: JmxRequest, address: str) -> Told:
    """The figures that are told, and the totals of rates that are told as totals alone.

    Raises:
        KafkatuiError: it could not be asked, or it is no such text.
    """
    told, rest = Told(), b""

    def take(piece: bytes) -> None:
        nonlocal rest
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) > MOST_LINE_BYTES:
            raise RequestFailed(
                f"What answers at {address} is no Prometheus agent: it sends no lines.", "Check jmx.url."
            )
        for line in lines:
            take_line(line, told)

    request.send(None, take)
    take_line(rest, told)
    if not told.samples:
        raise RequestFailed(
            f"What answers at {address} is no Prometheus agent: there is no figure in it.",
            "A Jolokia has jolokia in its path; the agent's path is /metrics.",
        )
    return told


def take_line(line: bytes, told: Told) -> None:
    """Take a line of the text into account."""
    if not line or line.startswith((b"#", b"\r")):
        return
    found = _SAMPLE.fullmatch(line.decode("utf-8", "replace"))
    number = finite(found[3]) if found is not None else None
    if found is None:
        return
    told.samples += 1
    word = found[1].lower().replace("_", "").replace(":", "")
    if number is None or not _may_matter(word):
        return
    labels = {name.lower(): value for name, value in _LABEL.findall(found[2] or "")}
    if _OF_PARTS & labels.keys():
        return
    for figure in FIGURES:
        _take(figure, word, labels, number, told)


def _may_matter(word: str) -> bool:
    return "memory" in word or any(each in word for each in _TYPES)


def _take(figure: Figure, word: str, labels: Mapping[str, str], number: float, told: Told) -> None:
    """Take a sample for a figure where it is one of it."""
    if figure.name in _HEAP:
        if word in _HEAP[figure.name] and labels.get("area", "heap") == "heap" and number >= 0:
            told.values[figure.name] = number
        return
    rest = _rest(figure, word, labels)
    if rest is None:
        return
    if figure.attribute == "OneMinuteRate" and "idle" not in figure.name:
        if rest in _RATES:
            told.values[figure.name] = number
        elif rest in _TOTALS:
            told.totals[figure.name] = number
    elif _is_attribute(figure.attribute, rest, labels):
        told.values[figure.name] = number


def _is_attribute(attribute: str, rest: str, labels: Mapping[str, str]) -> bool:
    quantile = labels.get("quantile", labels.get("percentile", "")).lower()
    match attribute:
        case "99thPercentile":
            return rest == "99thpercentile" or (not rest and quantile in _P99)
        case "Mean":
            return rest == "mean" and not quantile
        case "OneMinuteRate":  # a share is no rate: rules that rename it leave one figure of it
            return rest in _RATES or (rest in ("", "percent", "meanrate") and "name" not in labels)
    return rest in ("", "value") and not quantile


def _rest(figure: Figure, word: str, labels: Mapping[str, str]) -> str | None:
    """What of a sample's name is left beyond the bean's: its attribute. None where it is of another bean."""
    head = (figure.domain.replace(".", "") + figure.type).lower()
    if not word.startswith(head):
        return None
    for name, value in figure.labels:
        given = labels.get(name.lower(), labels.get(_snake(name)))
        if given is None or given.lower() != value.lower():
            return None
    rest, bean = word[len(head) :], figure.bean.lower()
    if "name" in labels:
        return rest if labels["name"].lower() == bean else None
    for spelled in (bean, bean.removesuffix("persec"), bean.removesuffix("percent")):
        if rest.startswith(spelled):
            return rest[len(spelled) :]
    return None


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


_TYPES = frozenset(figure.type.lower() for figure in FIGURES)
