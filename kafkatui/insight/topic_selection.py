"""Topics as they are typed: names, and regular expressions between slashes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.errors import NotFound, UsageError


class TopicSelection:
    """Names and `/regex/`, matched anew against every metadata so that new topics join.

    Args:
        texts: what was typed; an expression is searched for anywhere in the name and finds internal topics only when
            it begins with an underscore.

    Attributes:
        texts: the same, each once.

    Raises:
        UsageError: an expression does not compile.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(dict.fromkeys(texts))
        self._names: list[str] = []
        self._patterns: list[re.Pattern[str]] = []
        for text in self.texts:
            if is_expression(text):
                self._patterns.append(_compiled(text[1:-1]))
            else:
                self._names.append(text)

    @property
    def has_patterns(self) -> bool:
        """Whether topics made later can join."""
        return bool(self._patterns)

    def topics(self, metadata: ClusterMetadata) -> Sequence[Topic]:
        """The topics meant, ordered by name.

        Raises:
            NotFound: a name that is not there. Only the list of all topics is looked at, so none comes into being.
        """
        missing = self.missing(metadata)
        if missing:
            raise NotFound(f"There is no topic {', '.join(missing)}.", "`kafkatui topics` lists them.")
        return self.found(metadata)

    def found(self, metadata: ClusterMetadata) -> Sequence[Topic]:
        """The topics meant that are there, ordered by name."""
        return [topic for topic in metadata.topics.values() if topic.name in self._names or self._finds(topic)]

    def missing(self, metadata: ClusterMetadata) -> Sequence[str]:
        """The names that are not there."""
        return [name for name in self._names if name not in metadata.topics]

    def _finds(self, topic: Topic) -> bool:
        return any(
            pattern.search(topic.name) is not None
            for pattern in self._patterns
            if not topic.is_internal or means_internal(pattern.pattern)
        )


def means_internal(pattern: str) -> bool:
    """Whether an expression means internal topics, too: it does only when it begins with an underscore."""
    return pattern.lstrip("^(?:").startswith("_")


def is_expression(text: str) -> bool:
    """Whether it is a regular expression between slashes; no topic's name has a slash."""
    return len(text) > 1 and text.startswith("/") and text.endswith("/")


def whole_name(pattern: str) -> str:
    """The expression that matches what `pattern` matches in full, as Kafka's own tools take it."""
    return f"/^(?:{pattern})$/"


def split_topics(text: str) -> tuple[str, ...]:
    """The names and expressions of one line: commas or spaces stand between them, and may be in an expression, too."""
    return tuple(dict.fromkeys(_PART.findall(text)))


_PART = re.compile(r"/.*?/(?=[,\s]|$)|[^,\s]+")


def join_topics(texts: Iterable[str]) -> str:
    """One line that `split_topics` takes apart again."""
    return ",".join(texts)


def _compiled(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise UsageError(f"/{text}/ is no regular expression: {error}.") from None
