"""How fast a tail reads."""

from __future__ import annotations

from collections import deque

WINDOW_SECONDS = 1.5


class ReadRate:
    """Records a second over the last `WINDOW_SECONDS`, from counts taken now and then. For one thread."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def measure(self, now: float, read_count: int) -> float:
        """Take the count at `now` (monotonic); the rate since the window began, 0 at its first sample."""
        samples = self._samples
        samples.append((now, read_count))
        while len(samples) > 2 and now - samples[1][0] >= WINDOW_SECONDS:
            samples.popleft()
        since, count = samples[0]
        seconds = now - since
        return (read_count - count) / seconds if seconds > 0 else 0.0

    def restart(self, now: float, read_count: int) -> None:
        """Forget how fast it was: only what is read from `now` on counts."""
        self._samples.clear()
        self._samples.append((now, read_count))
