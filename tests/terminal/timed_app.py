"""kafkatui with a clock in it: says how long each input waited, and what held up the loop that answers them.

Run as a script in a directory of its own: there it writes `waits`, one line an input, and `faults`. It opens no file
for writing outside of that directory and the one above it, whatever is typed into a dialog.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
import traceback
from collections import deque
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver

from kafkatui.tui.app import KafkatuiApp

MOST_SECONDS = float(os.environ.get("MONKEY_MOST_SECONDS", "1"))
"""How long an input may wait, and the loop be busy with one thing; a second, where the machine is the app's alone."""

PROBE_KEY = "f24"
"""Is answered with a title that counts the answers, in its turn among the other keys."""

_BEAT_SECONDS = 0.05
_SUSPICIOUS_SECONDS = 0.25
_KEPT_LOOKS = 400
_KEPT_STACKS = 100
_SHOWN_FRAMES = 14

_INPUTS = (events.Key, events.Paste, events.MouseEvent)
_Look = tuple[float, dict[str, tuple[float, float]]]


class Machine:
    """How long the threads of this process have had a core, and have had to wait for one."""

    def __init__(self) -> None:
        self._looks: deque[_Look] = deque(maxlen=_KEPT_LOOKS)

    def look(self) -> None:
        """Notes it."""
        self._looks.append((time.monotonic(), _times_of_threads()))

    def since(self, moment: float, thread: str) -> tuple[float, float]:
        """What came to pass since a moment.

        Returns:
            the seconds for which `thread` had a core, and the longest for which any one has waited for a core: a busy
            machine is to blame for those.
        """
        self.look()
        looks = list(self._looks)
        now = looks[-1][1]
        before = next((times for at, times in reversed(looks) if at <= moment), looks[0][1])
        passed = {name: [a - b for a, b in zip(now[name], before.get(name, now[name]), strict=True)] for name in now}
        return passed.get(thread, [0.0])[0], max((waited for _, waited in passed.values()), default=0.0)


def _times_of_threads() -> dict[str, tuple[float, float]]:
    """By thread, the seconds it has had a core and has waited for one; Linux alone tells it."""
    times = {}
    for thread in Path("/proc/self/task").glob("*"):
        try:
            ran, waited, _ = (thread / "schedstat").read_text().split()
        except (OSError, ValueError):
            continue  # it has ended
        times[thread.name] = int(ran) / 1e9, int(waited) / 1e9
    return times


class Watchman:
    """Notices when inputs wait or the loop has not come round, and what the loop's thread is doing then.

    Args:
        directory: where `waits` and `faults` are written.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._machine = Machine()
        self._faults = (directory / "faults").open("a", buffering=1)
        self._waits = (directory / "waits").open("a", buffering=1)
        self._beat_at = self._handled_at = 0.0
        self._keys: deque[tuple[float, object]] = deque()
        self._clicks: deque[tuple[float, object]] = deque()
        self._loops_thread, self._loops_task = threading.get_ident(), threading.get_native_id()
        self._stacks: deque[tuple[float, str]] = deque(maxlen=_KEPT_STACKS)

    def start(self) -> None:
        """Called in the loop."""
        self._loops_thread, self._loops_task = threading.get_ident(), threading.get_native_id()
        self._beat_at = time.monotonic()
        self._beat()
        threading.Thread(target=self._watch, name="watchman", daemon=True).start()

    def arrived(self, message: object) -> None:
        """Called, in the input's thread, when an input has been read."""
        self._waiting_like(message).append((time.monotonic(), message))

    def handled(self, event: events.Event) -> None:
        """Called when the app begins to handle an input: its turn came when it arrived and the one before was done."""
        waiting = self._waiting_like(event)
        arrived_at = next((at for at, each in waiting if each is event), None)
        if arrived_at is None:
            return  # made by Textual or by us, not typed
        while waiting.popleft()[1] is not event:
            pass  # a click that the app does not hear of, as on a widget that has gone
        now = time.monotonic()
        since = max(arrived_at, self._handled_at)
        self._handled_at = now
        self._waits.write(f"{now - since:.3f} {now - arrived_at:.3f} {event!r}\n")
        self._judge(f"{event!r} waited", since, now)

    def _waiting_like(self, message: object) -> deque[tuple[float, object]]:
        """Keys wait for one another, and the mouse does not wait for them."""
        return self._clicks if isinstance(message, events.MouseEvent) else self._keys

    def _beat(self) -> None:
        now = time.monotonic()
        self._judge("the loop was held up", self._beat_at, now)
        self._beat_at = now
        asyncio.get_running_loop().call_later(_BEAT_SECONDS, self._beat)

    def _watch(self) -> None:
        while True:
            time.sleep(_BEAT_SECONDS)
            self._machine.look()
            now = time.monotonic()
            longest = now - self._beat_at
            if self._keys:
                longest = max(longest, now - max(self._keys[0][0], self._handled_at))
            frame = sys._current_frames().get(self._loops_thread)
            if longest > _SUSPICIOUS_SECONDS and frame is not None:
                self._stacks.append((now, "".join(traceback.format_stack(frame)[-_SHOWN_FRAMES:])))

    def _judge(self, what: str, since: float, now: float) -> None:
        if now - since <= MOST_SECONDS:
            return
        ran, withheld = self._machine.since(since, str(self._loops_task))
        if now - since - withheld > MOST_SECONDS:
            self._faults.write(f"{what} for {now - since:.2f} s: {ran:.2f} s at work, {withheld:.2f} s for a core\n")
            for at, stack in list(self._stacks):
                if at > since:
                    self._faults.write(f"after {at - since:.2f} s the loop's thread was at\n{stack}")


def _put_a_clock_in(watchman: Watchman) -> None:
    process_message, on_event, on_mount = Driver.process_message, App.on_event, KafkatuiApp.on_mount
    probes = 0

    def timed_process_message(self: Driver, message: Any) -> None:
        if isinstance(message, _INPUTS):
            watchman.arrived(message)
        process_message(self, message)

    async def timed_on_event(self: App[Any], event: events.Event) -> None:
        nonlocal probes
        if isinstance(event, _INPUTS) and not event.is_forwarded:
            watchman.handled(event)
            if isinstance(event, events.Key) and event.key == PROBE_KEY:
                probes += 1
                _answer(self, probes)
                return
        await on_event(self, event)

    async def timed_on_mount(self: KafkatuiApp) -> None:
        await on_mount(self)
        watchman.start()
        _answer(self, 0)

    Driver.process_message = timed_process_message  # type: ignore[method-assign]
    App.on_event = timed_on_event  # type: ignore[method-assign]
    KafkatuiApp.on_mount = timed_on_mount  # type: ignore[method-assign]


def _answer(app: App[Any], number: int) -> None:
    if app._driver is not None:
        app._driver.write(f"\x1b]2;probe {number}\x07")


def _stay_in(directory: Path) -> None:
    """Refuses to write files elsewhere."""
    allowed = (f"{directory.parent.resolve()}/", "/dev/", "/proc/", "/tmp/kafkatui-")

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            flags = arguments[2] or 0
            path = os.path.abspath(os.fsdecode(arguments[0]))
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not path.startswith(allowed):
                raise PermissionError(13, "nothing is written here by a test", path)

    sys.addaudithook(look)


if __name__ == "__main__":
    here = Path.cwd()
    watchman = Watchman(here)
    _put_a_clock_in(watchman)
    _stay_in(here)
    from kafkatui.cli.main import main

    main()
