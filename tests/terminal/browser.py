"""Debian's headless Chromium with kafkatui's page in it: keys, mouse, clipboard, and what the page was told to draw.

xterm.js draws on a canvas. What came through its WebSocket is drawn on a pyte screen beside it, so that a test reads
what a terminal shows of the very bytes that the browser got.
"""

from __future__ import annotations

import base64
import codecs
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pyte
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from tests.programs import require_programs
from tests.terminal.screen_filter import ScreenFilter


def require_chromium() -> None:
    """Skips the test that calls it, or fails it where CI is set, when there is no browser."""
    require_programs("chromium", "chromedriver")


@contextmanager
def chromium(width: int, height: int) -> Iterator[Browser]:
    """A browser of its own, closed at the end.

    Args:
        width, height: of the page, in pixels.
    """
    require_chromium()
    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        browser = Browser(driver)
        browser.resize(width, height)
        yield browser
    finally:
        driver.quit()


class Browser:
    """A page with a terminal in it."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver
        self._log: Callable[[str], list[dict[str, Any]]] = driver.get_log
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._filter = ScreenFilter(lambda answer: None, self._screen.reset)  # it is xterm.js that answers

    def resize(self, width: int, height: int) -> None:
        """Give the page another size, in pixels."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def open(self, address: str) -> None:
        """Load an address."""
        origin = address.partition("/?")[0]
        permissions = {"origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
        self.driver.execute_cdp_cmd("Browser.grantPermissions", permissions)
        self.driver.get(address)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows, as the page told them."""
        self._take_frames()
        return self._screen.columns, self._screen.lines

    def screen_text(self) -> str:
        """What is on the screen by now."""
        self._take_frames()
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, wanted: str | Callable[[], object], seconds: float = 30.0) -> None:
        """Wait until a text is on the screen or a condition holds.

        Raises:
            AssertionError: it did not happen; with the screen.
        """
        deadline = time.monotonic() + seconds
        while not (wanted in self.screen_text() if isinstance(wanted, str) else wanted()):
            assert time.monotonic() < deadline, f"{wanted!r} was not seen\n{self.screen_text()}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Type, as a keyboard does."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def click(self, text: str) -> None:
        """Click on the first place where a text is."""
        lines = self.screen_text().splitlines()
        row = next(number for number, line in enumerate(lines) if text in line)
        column = lines[row].index(text) + 1
        area = self.driver.find_element(By.CSS_SELECTOR, ".xterm-screen").rect
        columns, rows = self.size
        x = area["x"] + (column + 0.5) * area["width"] / columns
        y = area["y"] + (row + 0.5) * area["height"] / rows
        chain = ActionChains(self.driver)
        pointer: Any = chain.w3c_actions.pointer_action
        pointer.move_to_location(int(x), int(y))
        pointer.click()
        chain.perform()

    def clipboard(self) -> str:
        """What was copied last."""
        return str(self.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0], String)"))

    def complaints(self) -> list[str]:
        """What the browser's console has as an error, a breach of the page's policy among them."""
        return [entry["message"] for entry in self._log("browser") if entry["level"] == "SEVERE"]

    def _take_frames(self) -> None:
        for entry in self._log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"].startswith("Network.webSocketFrame"):
                self._take(event["method"], event["params"]["response"])

    def _take(self, method: str, frame: dict[str, Any]) -> None:
        if method == "Network.webSocketFrameReceived" and frame["opcode"] == 2:
            for text in self._filter.split(self._decoder.decode(base64.b64decode(frame["payloadData"]))):
                self._stream.feed(text)
        elif method == "Network.webSocketFrameSent" and frame["opcode"] == 1:
            told = json.loads(frame["payloadData"])
            if told[0] == "resize":
                self._screen.resize(told[1]["height"], told[1]["width"])
