"""YAML."""

from __future__ import annotations

from typing import Any

import msgspec

from kafkatui.codec.decoded import Decoded, Preview, Subject
from kafkatui.codec.formats.text import SAMPLE_BYTES, as_text, text_preview
from kafkatui.codec.structure import plain
from kafkatui.model.extras import how_to_install

NOT_INSTALLED = f"the extra for it is not installed: {how_to_install('yaml')}"
TOO_LARGE = f"it is larger than {SAMPLE_BYTES // 1024} KiB"


class YamlDecoder:
    """YAML as it was written, and as a tree; what is none is shown as text, with the reason.

    Nothing of it is executed, and a document that refers to its own parts is not unfolded: small ones can be made that
    fill any memory.
    """

    name = "yaml"
    help = "YAML, and its tree; what is none is shown as text, with the place where it is wrong."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """The text, with the tree where it is a mapping or a list."""
        tree, problem = _parsed(data)
        text = as_text(data)
        if problem:
            return as_text(data, f"not YAML: {problem}")
        return Decoded(text.text, self.name, len(data), "", tree, None, text.is_lossy)

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The beginning of the text."""
        _, problem = _parsed(data)
        preview = text_preview(data, max_characters, f"not YAML: {problem}" if problem else "")
        return preview if problem else Preview(preview.text, self.name, "", preview.is_cut)


def _parsed(data: bytes) -> tuple[bytes | None, str]:
    """The tree as JSON, None for a single value; and why it is no YAML, empty when it is."""
    if len(data) > SAMPLE_BYTES:
        return None, TOO_LARGE
    try:
        import yaml
    except ImportError:
        return None, NOT_INSTALLED
    try:
        text = data.decode("utf-8-sig")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            return None, "it refers to its own parts, which are not unfolded"
        value = yaml.safe_load(text)
        return (msgspec.json.encode(plain(value)) if isinstance(value, dict | list) else None), ""
    except yaml.MarkedYAMLError as error:
        return None, _words(error)
    except UnicodeDecodeError as error:
        return None, f"invalid UTF-8 at byte {error.start}"
    except RecursionError:
        return None, "it is nested too deeply"
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, OverflowError) as error:
        return None, " ".join(str(error).split()) or type(error).__name__


def _words(error: Any) -> str:
    """What is wrong, and where, in one line."""
    what = " ".join(str(error.problem or error.context or "malformed").split())
    mark = error.problem_mark or error.context_mark
    return what if mark is None else f"{what}, line {mark.line + 1}, column {mark.column + 1}"
