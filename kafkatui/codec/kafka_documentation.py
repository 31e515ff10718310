"""Kafka's sentences about its properties, which are written for a web page, as text."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?(?:a|b|code|div|em|h[1-6]|i|pre|span|strong|sub|sup|t[dhrt]|table|u)\b[^<>]*>", re.IGNORECASE)
"""A tag of HTML's; `<duration>` is none, and stands for something."""
_LINE_TAG = re.compile(r"</?(?:li|p|br|ul|ol)\b[^<>]*>", re.IGNORECASE)


def plain(documentation: str) -> str:
    """The documentation on one line, without its tags and with the characters that its entities stand for."""
    text = _TAG.sub("", _LINE_TAG.sub(" ", documentation)) if "<" in documentation else documentation
    return " ".join(html.unescape(text).split())
