"""What is remembered of a cluster from one run to the next: how its topics are read and shown, and searches."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from kafkatui.model.plain_texts import plain_texts
from kafkatui.model.record_draft import RecordDraft
from kafkatui.model.refresh import checked_interval, plain_interval
from kafkatui.session.lane import Lane
from kafkatui.session.visited import Visited
from kafkatui.session.whole_file import whole_file

MOST_SEARCHES = 100
MOST_OPENED = 500
"""Prefixes of topics that are remembered to be open."""

_LONGEST_FILE_NAME = 200
MOST_SENT = 50
"""Records that were sent, of each topic."""

MOST_SENT_TOPICS = 50
MOST_SENT_CHARACTERS = 20_000
"""A longer record is not remembered: all of the file is written each time."""

log = logging.getLogger(__name__)


class Memory:
    """A small file a cluster, readable by nobody else. Safe from any thread; writing is done in a thread of its own.

    A file that cannot be read or written is as good as none: what it holds is a convenience.

    Args:
        folder: where the files are.
        name: the cluster's, as the profile has it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / "memory" / f"{file_name(name)}.json"
        self._lane = Lane("memory")
        self._contents = self._read()
        self._visited_path, self._name = folder / "visited" / self.path.name, name

    @cached_property
    def visited(self) -> Visited:
        """The places last visited, in a file of their own: they change often."""
        return Visited(self._visited_path, self._name)

    @property
    def decodings(self) -> Mapping[str, Mapping[str, str]]:
        """Names of decoders by topic and part."""
        return {
            topic: {str(part): str(name) for part, name in parts.items()}
            for topic, parts in self._table("decodings").items()
            if isinstance(parts, dict)
        }

    def remember_decoding(self, topic: str, part: str, name: str) -> None:
        """How a part of a topic's records is decoded."""
        decodings = {each: dict(parts) for each, parts in self.decodings.items()}
        decodings.setdefault(topic, {})[part] = name
        self._change("decodings", decodings)

    def columns(self, topic: str) -> Mapping[str, Any]:
        """What was chosen to be shown of a topic's records, as it was remembered; empty for nothing."""
        chosen = self._table("columns").get(topic)
        return chosen if isinstance(chosen, dict) else {}

    def remember_columns(self, topic: str, chosen: Mapping[str, Any]) -> None:
        """What is to be shown of a topic's records: values that JSON has."""
        self._change("columns", {**self._table("columns"), topic: dict(chosen)})

    def table_columns(self, table_id: str) -> Mapping[str, Any]:
        """What was chosen to be shown of a list, as it was remembered; empty for nothing."""
        chosen = self._table("table_columns").get(table_id)
        return chosen if isinstance(chosen, dict) else {}

    def remember_table_columns(self, table_id: str, chosen: Mapping[str, Any]) -> None:
        """What is to be shown of a list: values that JSON has; empty: what it shows by itself."""
        others = {each: known for each, known in self._table("table_columns").items() if each != table_id}
        self._change("table_columns", {**others, table_id: dict(chosen)} if chosen else others)

    @property
    def panels(self) -> Mapping[str, bool]:
        """Whether the panel below a list is open, by the list's name, where somebody chose."""
        return {name: is_open for name, is_open in self._table("panels").items() if isinstance(is_open, bool)}

    def remember_panel(self, name: str, *, is_open: bool) -> None:
        """Whether the panel below a list is open."""
        self._change("panels", {**self._table("panels"), name: is_open})

    @property
    def refresh(self) -> Mapping[str, float | None]:
        """Seconds between two reads of a page, by its name, where somebody chose; None: as by itself."""
        chosen: dict[str, float | None] = {}
        for page, plain in self._table("refresh").items():
            try:
                chosen[page] = None if plain is None else checked_interval(plain)
            except ValueError:  # another version's
                continue
        return chosen

    def remember_refresh(self, page: str, seconds: float | None) -> None:
        """How often a page is read; None: as by itself, whatever the settings say."""
        plain = None if seconds is None else plain_interval(seconds)
        self._change("refresh", {**self._table("refresh"), page: plain})

    def forget_refresh(self, page: str) -> None:
        """A page is read as the settings have it."""
        self._change("refresh", {each: plain for each, plain in self._table("refresh").items() if each != page})

    @property
    def topic_folds(self) -> tuple[str, tuple[str, ...]]:
        """The separator at which the list of topics is folded, empty when it is not, and the prefixes that are open."""
        folds = self._table("topic_folds")
        separator = folds.get("separator")
        return (separator if isinstance(separator, str) else "", plain_texts(folds.get("opened")))

    def remember_topic_folds(self, separator: str, opened: Iterable[str]) -> None:
        """How the list of topics is folded; the first so many prefixes."""
        kept = sorted(opened)[:MOST_OPENED]
        self._change("topic_folds", {"separator": separator, "opened": kept})

    @property
    def searches(self) -> tuple[str, ...]:
        """Expressions that were searched for, the newest first, each once."""
        return self._texts("searches")

    def remember_search(self, text: str) -> None:
        """An expression that was searched for."""
        if text.strip():
            self._change("searches", [text, *(each for each in self.searches if each != text)][:MOST_SEARCHES])

    @property
    def saved_searches(self) -> tuple[str, ...]:
        """Expressions that stay until they are taken away, in the order in which they were saved."""
        return self._texts("saved_searches")

    def save_search(self, text: str, *, is_saved: bool) -> None:
        """Keep an expression for good, or no longer."""
        others = [each for each in self.saved_searches if each != text]
        if text.strip():
            self._change("saved_searches", [*others, text] if is_saved else others)

    def sent(self, topic: str) -> tuple[RecordDraft, ...]:
        """What was typed and sent to a topic, the newest first, each once."""
        found = self._table("sent").get(topic)
        drafts = []
        for each in found if isinstance(found, list) else []:
            try:
                drafts.append(msgspec.convert(each, RecordDraft))
            except msgspec.ValidationError:  # another version's
                continue
        return tuple(drafts)

    def remember_sent(self, topic: str, draft: RecordDraft) -> None:
        """A record that was sent; the topics that were sent to last are kept."""
        if len(draft.key) + len(draft.headers) + len(draft.value) > MOST_SENT_CHARACTERS:
            return
        topics = dict(self._table("sent"))
        earlier = [each for each in self.sent(topic) if each != draft]
        topics.pop(topic, None)
        kept = dict(list(topics.items())[: MOST_SENT_TOPICS - 1])
        newest = [msgspec.to_builtins(each) for each in (draft, *earlier)][:MOST_SENT]
        self._change("sent", {topic: newest, **kept})

    def _table(self, name: str) -> Mapping[str, Any]:
        """What is kept by names; empty where the file has none, or something else there."""
        found = self._contents.get(name)
        return found if isinstance(found, dict) else {}

    def _texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, less what is none."""
        return plain_texts(self._contents.get(name))

    def close(self, timeout_seconds: float) -> None:
        """Wait until what was remembered is written, no longer than that; nothing is written after it."""
        self._lane.finish(timeout_seconds)
        if "visited" in vars(self):
            self.visited.close(timeout_seconds)

    def _change(self, name: str, value: Any) -> None:
        contents = self._contents = {**self._contents, name: value}
        self._lane.submit(lambda: self._write(contents))

    def _read(self) -> dict[str, Any]:
        try:
            contents = msgspec.json.decode(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            log.warning(f"{self.path} could not be read: {error}")
            return {}
        return contents if isinstance(contents, dict) else {}

    def _write(self, contents: Mapping[str, Any]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with whole_file(self.path) as file:
                file.write(msgspec.json.format(msgspec.json.encode(contents), indent=2).decode())
        except OSError as error:
            log.warning(f"{self.path} could not be written: {error}")


def file_name(name: str) -> str:
    """One for each cluster's name, and the name itself where it can be: other characters as `%2F`, a `%` as `%25`.

    A leading dot would hide the file, and a name longer than a file's may be is told by its digest.
    """
    quoted = quote(name, safe=" ", errors="surrogateescape")
    if quoted.startswith("."):
        quoted = f"%2E{quoted[1:]}"
    if len(quoted) <= _LONGEST_FILE_NAME:
        return quoted
    return f"{quoted[:80]}%{hashlib.sha256(quoted.encode()).hexdigest()}"
