"""How this cluster's bytes are read: the decoders, and which was chosen for what as long as the session lives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kafkatui.codec.decoded import Part, Subject
from kafkatui.codec.decoder import Decoder, Reader, RecordReader
from kafkatui.codec.formats.registry import AUTO, built_in_decoders, decoder_named


class Decoding:
    """One for each session; every screen, filter, copy, export and verb asks this one. Safe from any thread.

    Args:
        decoders: in the order in which they are offered; the built-in ones when not given.
    """

    def __init__(self, decoders: Iterable[Decoder] | None = None) -> None:
        self._decoders = {each.name: each for each in (built_in_decoders() if decoders is None else decoders)}
        self._defaults: dict[Part, str] = {}
        self._chosen: dict[Subject, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Of the decoders, in the order in which they are offered."""
        return tuple(self._decoders)

    def chosen(self, source: str, part: Part) -> str:
        """The name of the decoder in force for a topic's (or znode's) part."""
        return self._chosen.get(Subject(source, part)) or self._defaults.get(part, AUTO.name)

    def choose(self, source: str, part: Part, name: str) -> None:
        """Read the part with the decoder of that name from now on.

        Raises:
            UsageError: there is no such decoder.
        """
        decoder_named(name, self._decoders)
        self._chosen[Subject(source, part)] = name

    def choose_next(self, source: str, part: Part) -> str:
        """Read the part with the next decoder, after the last with the first; its name."""
        names = self.names
        name = names[(names.index(self.chosen(source, part)) + 1) % len(names)]
        self.choose(source, part, name)
        return name

    def choose_everywhere(self, names: Mapping[Part, str]) -> None:
        """Read parts of every topic in these ways, where nothing else was chosen.

        Raises:
            UsageError: there is no such decoder.
        """
        for name in names.values():
            decoder_named(name, self._decoders)
        self._defaults.update(names)

    def reader(self, source: str, part: Part) -> Reader:
        """Reads the part as chosen now; a later choice does not change it."""
        return Reader(self._decoders[self.chosen(source, part)], Subject(source, part))

    def record_reader(self, topic: str) -> RecordReader:
        """Reads the records of `topic` as chosen now."""
        return RecordReader(*(self.reader(topic, part) for part in (Part.KEY, Part.VALUE, Part.HEADERS)))
