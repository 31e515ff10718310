"""The lines of "Kafka in one screen": the term and its sentence, below it what of this cluster to look at."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from msgspec import Struct

from kafkatui.view.primer import PrimerEntry
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import cut

TERM_WIDTH = 14
"""Cells of the longest term, with its blank."""

LEADS = "→ "
LEADS_NOWHERE = "· "


class PrimerText(Struct, frozen=True):
    """The lines, and by entry the first of its own.

    Attributes:
        starts: one number for each entry, and the number of lines.
    """

    lines: Sequence[Sequence[Span]]
    starts: Sequence[int]


def primer_text(entries: Sequence[PrimerEntry], width: int) -> PrimerText:
    """Lines of at most `width` cells."""
    lines: list[list[Span]] = []
    starts = []
    for entry in entries:
        starts.append(len(lines))
        lines += _entry_lines(entry, width)
    return PrimerText(lines, [*starts, len(lines)])


def _entry_lines(entry: PrimerEntry, width: int) -> list[list[Span]]:
    own = Tone.ZOOKEEPER if entry.is_zookeepers else Tone.KAFKA
    indent = " " * TERM_WIDTH
    room = max(16, width - TERM_WIDTH)
    first, *more = textwrap.wrap(entry.sentence, room)
    lines: list[list[Span]] = [[(entry.term.ljust(TERM_WIDTH), own), (first, Tone.PLAIN)]]
    lines += [[(indent + text, Tone.PLAIN)] for text in more]
    lead = LEADS if entry.place is not None else LEADS_NOWHERE
    here = cut(entry.here, room - len(lead))
    return [*lines, [(indent + lead, Tone.DIM), (here, Tone.BRIGHT if entry.place is not None else Tone.DIM)]]
