"""XML."""

from __future__ import annotations

from kafkatui.codec.decoded import Decoded, Preview, Subject
from kafkatui.codec.formats.text import SAMPLE_BYTES, as_text, text_preview

_INDENT = "  "
_SEEN_BYTES = 1_024


class XmlDecoder:
    """XML as it was written, to be read over several lines; what is none is shown as text, with the reason.

    Nothing that a document names is fetched or expanded.
    """

    name = "xml"
    help = "XML, indented; what is none is shown as text, with the place where it is wrong."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """The text, with indented lines to read."""
        outline = _Outline()
        text = as_text(data)
        if problem := outline.parse(data):
            return as_text(data, f"not XML: {problem}")
        return Decoded(text.text, self.name, len(data), lines=outline.lines, is_lossy=text.is_lossy)

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The beginning of the text; whether a large one is XML to its end is not looked at."""
        problem = _Outline().parse(data[:SAMPLE_BYTES], is_whole=len(data) <= SAMPLE_BYTES)
        preview = text_preview(data, max_characters, f"not XML: {problem}" if problem else "")
        return preview if problem else Preview(preview.text, self.name, "", preview.is_cut)


class _Outline:
    """A document as lines: a line for each tag, an element that holds only text in one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._depth = 0
        self._is_open = False
        """Whether the last line is a start tag, with or without text behind it."""

    def parse(self, data: bytes, *, is_whole: bool = True) -> str:
        """Why it is no XML; empty when it is."""
        if not data[:_SEEN_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return "it does not begin with <"
        from xml.parsers import expat

        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler, parser.EntityDeclHandler = self._text, self._refuse
        parser.buffer_text = True
        try:
            parser.Parse(data, is_whole)
        except (expat.ExpatError, ValueError) as error:
            return str(error)
        return ""

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        words = "".join(f' {key}="{value}"' for key, value in attributes.items())
        self.lines.append(f"{_INDENT * self._depth}<{name}{words}>")
        self._depth += 1
        self._is_open = True

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._is_open:
            self.lines[-1] += f"</{name}>"
        else:
            self.lines.append(f"{_INDENT * self._depth}</{name}>")
        self._is_open = False

    def _text(self, characters: str) -> None:
        if not (words := characters.strip()):
            return
        if self._is_open and "\n" not in words:
            self.lines[-1] += words
        else:
            self.lines += [_INDENT * self._depth + line.strip() for line in words.splitlines()]
            self._is_open = False

    def _refuse(self, *_: object) -> None:
        raise ValueError("it declares entities, which are not expanded")
