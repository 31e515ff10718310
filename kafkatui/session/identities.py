"""What tells a topic from another one of the same name, asked for a few topics at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from kafkatui.model.cluster import is_other_identity

TOPICS_A_READ = 500
"""Topics asked about in one go: 10 ms of work, so 10,000 topics are gone through in 20 reads."""

Ask = Callable[[Sequence[str]], Mapping[str, str | None]]
"""Names → identities of those that exist; None where nobody can tell."""


class TopicIdentities:
    """The identities known so far. Thread-safe; `ask` is called without a lock and may take its time.

    Args:
        ask: who is asked.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}
        self._former: set[str] = set()
        """Identities that were replaced: no topic gets one again, but a broker that lags behind still tells it."""
        self._doubted: set[str] = set()
        self._next = ""
        """The name the next read begins with."""

    @property
    def known(self) -> Mapping[str, str]:
        """Identities by topic; a mapping of its own, which does not change."""
        with self._lock:
            return dict(self._known)

    def doubt(self, names: Iterable[str]) -> None:
        """Have these asked about first: something happened that a topic made anew would explain."""
        with self._lock:
            self._doubted.update(names)

    def doubted(self) -> frozenset[str]:
        """Those that something happened to, and that nobody was asked about since."""
        with self._lock:
            return frozenset(self._doubted)

    def forget(self, names: Collection[str]) -> None:
        """These are gone: whatever comes under their names is another topic."""
        with self._lock:
            for name in names:
                if (former := self._known.pop(name, None)) is not None:
                    self._former.add(former)

    def read_some(self, names: Sequence[str]) -> frozenset[str]:
        """Ask about the next `TOPICS_A_READ` of `names`, which are in order, after those that are doubted.

        Returns:
            those whose identity is now another one.

        Raises:
            KafkatuiError: nobody told.
        """
        with self._lock:
            wanted = [name for name in names if name in self._doubted][:TOPICS_A_READ]
            later = [name for name in names if name >= self._next]
            for name in (later + list(names))[: TOPICS_A_READ - len(wanted)]:
                if name not in wanted:
                    wanted.append(name)
        made_anew = self.read(wanted)
        with self._lock:
            following = [name for name in names if wanted and name > wanted[-1]]
            self._next = following[0] if following and len(names) > TOPICS_A_READ else ""
        return made_anew

    def read(self, names: Sequence[str]) -> frozenset[str]:
        """Ask about `names`.

        Returns:
            those whose identity is now another one.

        Raises:
            KafkatuiError: nobody told.
        """
        if not names:
            return frozenset()
        answer = self._ask(names)
        with self._lock:
            told = {name: now for name, now in answer.items() if now is not None and now not in self._former}
            made_anew = {name for name, now in told.items() if is_other_identity(self._known.get(name), now)}
            self._former.update(self._known[name] for name in made_anew)
            self._known.update(told)
            self._doubted.difference_update(names)
        return frozenset(made_anew)
