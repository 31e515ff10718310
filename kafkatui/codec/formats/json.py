"""JSON."""

from __future__ import annotations

from kafkatui.codec.decoded import JSON, Decoded, Preview, Subject, cut_preview
from kafkatui.codec.formats.text import SAMPLE_BYTES, as_text, beginning, invalid_utf8_at, text_preview, utf8
from kafkatui.codec.json_text import check_json, flatten_json


class JsonDecoder:
    """JSON of any kind; what is none is shown as text and says where it is wrong."""

    name = JSON
    help = "JSON, indented; what is none is shown as text, with the place where it is wrong."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """The JSON as it was written, and as a tree."""
        problem = json_problem(data)
        return as_text(data, f"not JSON: {problem}") if problem else as_json(data)

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The beginning of the JSON on one line."""
        problem = json_problem(data)
        if problem:
            return text_preview(data, max_characters, f"not JSON: {problem}")
        return json_preview(data, max_characters)


def as_json(data: bytes) -> Decoded:
    """Data that `json_problem` finds nothing wrong with. If it is large, what is wrong further on is said."""
    problem = _problem(data) if len(data) > SAMPLE_BYTES else ""
    text, is_lossy = utf8(data)
    if problem:
        return Decoded(text, JSON, len(data), f"not JSON: {problem}", None, None, is_lossy, is_indented=True)
    return Decoded(text, JSON, len(data), "", data, None, is_lossy, is_indented=True)


def json_preview(data: bytes, max_characters: int) -> Preview:
    """The same on one line."""
    text, goes_on = beginning(data, max_characters)
    return cut_preview(flatten_json(text), JSON, max_characters, goes_on=goes_on)


def json_problem(data: bytes) -> str:
    """Why it is not JSON, empty when it is; of data larger than the sample only whether that is UTF-8."""
    invalid_at = invalid_utf8_at(data)
    if invalid_at is not None:
        return f"invalid UTF-8 at byte {invalid_at}"
    return check_problem(data)


def check_problem(data: bytes) -> str:
    """The same of what is known to be UTF-8."""
    return _problem(data) if len(data) <= SAMPLE_BYTES else ""


def _problem(data: bytes) -> str:
    try:
        check_json(data)
    except ValueError as error:
        return str(error)
    return ""
