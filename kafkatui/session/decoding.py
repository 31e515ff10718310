"""How this cluster's bytes are read: the decoders, and which was chosen for what as long as the session lives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.codec.decoded import Part, Subject
from kafkatui.codec.decoder import Decoder, Reader, RecordReader
from kafkatui.codec.formats.internal_topics import decoder_of_topic
from kafkatui.codec.formats.local_schema import LocalSchemaDecoder
from kafkatui.codec.formats.registry import AUTO, built_in_decoders, decoder_named
from kafkatui.codec.formats.schema import SchemaDecoder
from kafkatui.codec.registered_schema import DescribesSchemas
from kafkatui.model.errors import ConfigError, UsageError
from kafkatui.model.mask import MaskRule
from kafkatui.model.topic_settings import TopicSettings

if TYPE_CHECKING:
    from kafkatui.session.memory import Memory


REMEMBERED_PARTS = (Part.KEY, Part.VALUE, Part.HEADERS)


class Reading(Struct, frozen=True):
    """What is read on a page.

    Attributes:
        words: "values of orders".
    """

    source: str
    part: Part
    words: str


class Decoding:
    """One for each session; every screen, filter, copy, export and verb asks this one. Safe from any thread.

    Args:
        decoders: in the order in which they are offered; the built-in ones when not given.
        schemas: reads what the cluster's registry describes.
        topics: what the settings file says, by topic.
        masks: what the settings hide of records, however they are read.

    Raises:
        ConfigError: there is no such decoder as `topics` name.
    """

    def __init__(
        self,
        decoders: Iterable[Decoder] | None = None,
        schemas: SchemaDecoder | None = None,
        topics: Mapping[str, TopicSettings] | None = None,
        masks: tuple[MaskRule, ...] = (),
    ) -> None:
        self._schemas = schemas
        self._decoders = {each.name: each for each in (built_in_decoders(schemas) if decoders is None else decoders)}
        self._defaults: dict[Part, str] = {}
        self._chosen: dict[Subject, str] = {}
        self._settings = {
            Subject(topic, part): self._named_in_settings(topic, part, name)
            for topic, settings in (topics or {}).items()
            for part, name in _decoders_of(settings)
        }
        self._memory: Memory | None = None
        self._masks = masks

    @property
    def schemas(self) -> DescribesSchemas | None:
        """What knows the schemas of the cluster's registry; None where there is none."""
        return self._schemas

    @property
    def arrivals(self) -> int:
        """Grows whenever something that had to be fetched first has come: what was pending can be read now."""
        local = sum(each.arrivals for each in list(self._decoders.values()) if isinstance(each, LocalSchemaDecoder))
        return local + (0 if self._schemas is None else self._schemas.arrivals)

    def recall(self, memory: Memory) -> None:
        """Read topics as they were the last time, and remember from now on what is chosen for them."""
        self._memory = memory
        parts = {part.value: part for part in REMEMBERED_PARTS}
        for topic, names in memory.decodings.items():
            for part_name, name in names.items():
                if part_name in parts:
                    with suppress(UsageError):  # a decoder that this version does not know
                        self._chosen[Subject(topic, parts[part_name])] = decoder_named(name, self._decoders).name

    @property
    def names(self) -> tuple[str, ...]:
        """Of the decoders, in the order in which they are offered."""
        return tuple(self._decoders)

    def chosen(self, source: str, part: Part) -> str:
        """The name of the decoder in force for a topic's (or znode's) part."""
        subject = Subject(source, part)
        typed = self._chosen.get(subject) or self._defaults.get(part)
        return typed or self._settings.get(subject) or decoder_of_topic(source, part) or AUTO.name

    def choose(self, source: str, part: Part, name: str) -> None:
        """Read the part with the decoder of that name from now on.

        Raises:
            UsageError: there is no such decoder.
        """
        name = decoder_named(name, self._decoders).name
        self._chosen[Subject(source, part)] = name
        if self._memory is not None and part in REMEMBERED_PARTS:
            self._memory.remember_decoding(source, part.value, name)

    def choose_everywhere(self, names: Mapping[Part, str]) -> None:
        """Read parts of every topic in these ways, where nothing else was chosen. Waits, as `load` does.

        Raises:
            UsageError: there is no such decoder, or its schema's file cannot be used.
        """
        self._defaults.update({part: self.load(name) for part, name in names.items()})

    def load(self, name: str) -> str:
        """Read what the decoder of that name needs, a schema's file, to know now what is wrong with it. Waits.

        Gives the name by which it is offered from now on: the file's with an absolute path.

        Raises:
            UsageError: there is no such decoder, or its file cannot be used; says what there is.
        """
        decoder = decoder_named(name, dict(self._decoders))
        if isinstance(decoder, LocalSchemaDecoder):
            decoder.load()
        return self._decoders.setdefault(decoder.name, decoder).name

    def chosen_for(self, what: Reading) -> str:
        """The same of what is read on a page."""
        return self.chosen(what.source, what.part)

    def reader_named(self, what: Reading, name: str) -> Reader:
        """Reads it in the way of that name, whatever is chosen.

        Raises:
            UsageError: there is no such decoder.
        """
        return self._bound(decoder_named(name, self._decoders), what.source, what.part)

    def reader(self, source: str, part: Part) -> Reader:
        """Reads the part as chosen now; a later choice does not change it."""
        return self._bound(self._decoders[self.chosen(source, part)], source, part)

    def record_reader(self, topic: str) -> RecordReader:
        """Reads the records of `topic` as chosen now."""
        key, value, headers = (self.reader(topic, part) for part in REMEMBERED_PARTS)
        return RecordReader(key, value, headers, self.masks_of(topic))

    @property
    def has_masks(self) -> bool:
        """Whether the settings hide something in any topic."""
        return bool(self._masks)

    def masks_of(self, topic: str) -> tuple[MaskRule, ...]:
        """What the settings hide of a topic's records."""
        return tuple(rule for rule in self._masks if rule.is_of(topic))

    def shown_by(self, other: Decoding, source: str, destination: str) -> tuple[str, ...]:
        """Fields that are hidden in the topic `source`, and would not be in `destination` of the other cluster."""
        there = {(rule.part, rule.header, rule.mask) for rule in other.masks_of(destination)}
        rules = self.masks_of(source)
        return tuple(rule.field for rule in rules if (rule.part, rule.header, rule.mask) not in there)

    def _bound(self, decoder: Decoder, source: str, part: Part) -> Reader:
        if not self._masks or part is Part.ZNODE:
            return Reader(decoder, Subject(source, part))
        name = "header" if part is Part.HEADERS else part.value
        masks = tuple(rule.mask for rule in self.masks_of(source) if rule.part == name)
        return Reader(decoder, Subject(source, part), masks)

    def _named_in_settings(self, topic: str, part: Part, name: str) -> str:
        try:
            return decoder_named(name, self._decoders).name
        except UsageError as error:
            raise ConfigError(f"The settings of the topic {topic}, decode_{part.value}: {error}") from None


def _decoders_of(settings: TopicSettings) -> Iterator[tuple[Part, str]]:
    names = (settings.decode_key, settings.decode_value, settings.decode_headers)
    return ((part, name) for part, name in zip(REMEMBERED_PARTS, names, strict=True) if name)
