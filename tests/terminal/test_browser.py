"""kafkatui in a real browser, on a real cluster: keys, mouse, copy, another size, and what it must not do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kafkatui.sandbox.cluster import Sandbox
from tests.drive.signals import hear_signals
from tests.terminal.browser import chromium, require_chromium

pytestmark = [pytest.mark.cluster, pytest.mark.terminal]


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`kafkatui --web`, and the address it printed."""
    server = subprocess.Popen(
        [sys.executable, "-m", "kafkatui", "--web", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=hear_signals,
        env={**os.environ, "SECRET_OF_SOMEBODY": "x", "EDITOR": "vi"},
    )
    try:
        assert server.stdout is not None
        match = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", server.stdout.readline())
        assert match
        yield match[0], server
    finally:
        server.kill()
        server.wait()


def windows_of(server: subprocess.Popen[str]) -> list[int]:
    """The processes it started for windows."""
    return [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


def test_it_is_the_same_program_read_only_in_a_browser(cluster: Sandbox) -> None:
    require_chromium()
    arguments = ("-b", cluster.bootstrap_servers, "-z", cluster.zookeeper_connect or "none")
    with serving(*arguments) as (address, server), chromium(1440, 900) as browser:
        browser.open(address)
        browser.wait_for("orders")
        assert "token" not in browser.driver.current_url
        columns, rows = browser.size
        assert columns > 140
        assert rows > 40

        browser.press(":")
        browser.wait_for("Go to")
        browser.press("topic orders\n")
        browser.wait_for("Replicas")
        browser.click("Config")
        browser.wait_for("retention.ms")
        browser.press("y")
        browser.wait_for("y copies the first")
        browser.press("y")
        browser.wait_for(lambda: browser.clipboard() == "min.insync.replicas=2")

        browser.press("e")
        browser.wait_for("is open read-only")
        browser.press("\ue00c")

        browser.resize(900, 600)
        browser.wait_for(lambda: browser.size < (110, rows) and "orders" in browser.screen_text())
        assert browser.complaints() == []

        [window] = windows_of(server)
        environment = Path(f"/proc/{window}/environ").read_text()
        assert "KAFKATUI_IN_BROWSER" in environment
        assert "SECRET_OF_SOMEBODY" not in environment
        assert "EDITOR" not in environment
        browser.driver.get("about:blank")
        browser.wait_for(lambda: not windows_of(server), 10)

        browser.open(address)
        browser.wait_for(lambda: len(windows_of(server)) == 1)
        [window] = windows_of(server)
        server.kill()
        browser.wait_for(lambda: not Path(f"/proc/{window}").exists(), 15)
