"""The server over HTTP, with a small program for each window: who gets what, how many, and what is left after."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError, web

from kafkatui.web.gate import Gate
from kafkatui.web.server import MOST_WINDOWS, WebServer

ECHO = """
import os, sys
out = sys.stdout.buffer
def tell(kind, data):
    out.write(kind + len(data).to_bytes(4, "big") + data); out.flush()
out.write(b"__GANGLION__\\n"); out.flush()
tell(b"D", b"pid %d size %s x %s\\n" % (os.getpid(), os.environb[b"COLUMNS"], os.environb[b"ROWS"]))
read = sys.stdin.buffer.read
while head := read(5):
    data = read(int.from_bytes(head[1:], "big"))
    if b'"quit"' in data: break
    tell(b"D", head[:1] + b" " + data)
"""
"""Draws its process and size, then all that it is sent."""
IGNORING = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
STUBBORN = IGNORING + ECHO.replace("break", "time.sleep(60)")
FAILING = "import sys; sys.exit('Not connected: \\x1b[31mthere is no such cluster.')"


@dataclass
class Served:
    """A running server and a browser's session with it."""

    gate: Gate
    client: ClientSession

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.gate.port}"

    async def let_in(self) -> None:
        async with self.client.get(f"{self.address}/?token={self.gate.token}") as answer:
            assert answer.status == 200

    async def open(self, query: str = "width=100&height=30", **headers: str) -> aiohttp.ClientWebSocketResponse:
        return await self.client.ws_connect(
            f"{self.address}/ws?{query}", headers={"Origin": self.address, **headers}, heartbeat=None
        )

    async def drawn(self, window: aiohttp.ClientWebSocketResponse) -> str:
        return (await window.receive_bytes(timeout=20)).decode()


@asynccontextmanager
async def serving(program: str) -> AsyncIterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0))
    gate = Gate(listener.getsockname()[1])
    server = WebServer([sys.executable, "-c", program], (), gate, "a <cluster>")
    runner = web.AppRunner(await server.make_application(), shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    jar = aiohttp.CookieJar(unsafe=True)  # which is what it calls cookies of an address in figures
    async with ClientSession(cookie_jar=jar) as client:
        try:
            yield Served(gate, client)
        finally:
            await runner.cleanup()


async def is_gone(pid: int) -> bool:
    for _ in range(400):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        await asyncio.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "path", ["/", "/?token=", "/?token=wrong", "/page.js", "/static/js/textual.js", "/ws", "/none"]
)
async def test_without_the_token_there_is_nothing(path: str) -> None:
    async with serving(ECHO) as served:
        for origin in ({}, {"Origin": served.address}):
            async with served.client.get(served.address + path, headers=origin) as answer:
                assert answer.status == 403
                assert served.gate.token not in await answer.text()


async def test_the_token_is_taken_out_of_the_address_and_the_page_loads_nothing_from_elsewhere() -> None:
    async with serving(ECHO) as served:
        async with served.client.get(f"{served.address}/?token={served.gate.token}", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/")
            cookie = answer.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
            assert served.gate.token not in cookie
        async with served.client.get(served.address) as answer:
            page = await answer.text()
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Cache-Control"] == "no-store"
        assert "https:" not in page
        assert "<title>a &lt;cluster&gt;</title>" in page
        assert f"ws://127.0.0.1:{served.gate.port}/ws" in page
        for path in ("/page.css", "/page.js", "/static/js/textual.js", "/static/css/xterm.css"):
            async with served.client.get(served.address + path) as answer:
                assert answer.status == 200, path
                assert "https://fonts" not in await answer.text()


async def test_a_window_needs_this_page_as_its_origin_and_our_name_as_its_host() -> None:
    async with serving(ECHO) as served:
        await served.let_in()
        for headers, status in (
            ({"Origin": "http://elsewhere.test"}, 403), ({"Origin": "null"}, 403),
            ({"Host": f"rebound.test:{served.gate.port}"}, 421),
        ):  # fmt: skip
            with pytest.raises(WSServerHandshakeError) as refused:
                await served.open(**headers)
            assert refused.value.status == status
        with pytest.raises(WSServerHandshakeError):
            await served.client.ws_connect(f"{served.address}/ws")


async def test_keys_and_sizes_go_to_the_windows_own_process_which_ends_with_it() -> None:
    async with serving(ECHO) as served:
        await served.let_in()
        window = await served.open()
        first = await served.drawn(window)
        assert first.endswith("size 100 x 30\n")
        await window.send_str('["stdin", "é"]')
        assert await served.drawn(window) == "D é"
        for nonsense in ("nonsense", '["stdin", 5]', "[]"):
            await window.send_str(nonsense)
        await window.send_str('["resize", {"width": 100000, "height": -4}]')
        assert await served.drawn(window) == 'M {"type": "resize", "width": 500, "height": 1}'
        await window.send_str('["ping", 7]')
        assert await window.receive_str(timeout=20) == '["pong", 7]'
        await window.close()
        assert await is_gone(int(first.split()[1]))


async def test_one_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kafkatui.web.window.LEAVE_SECONDS", 0.2)
    async with serving(STUBBORN) as served:
        await served.let_in()
        window = await served.open()
        pid = int((await served.drawn(window)).split()[1])
        await window.close()
        assert await is_gone(pid)


async def test_there_are_so_many_windows_and_no_more() -> None:
    async with serving(ECHO) as served:
        await served.let_in()
        windows = [await served.open("") for _ in range(MOST_WINDOWS)]
        pids = [int((await served.drawn(window)).split()[1]) for window in windows]
        async with served.client.get(served.address) as answer:
            assert answer.status == 503
            assert "close one of them" in await answer.text()
        with pytest.raises(WSServerHandshakeError):
            await served.open()
        await windows.pop().close()
        assert await is_gone(pids[-1])
        async with asyncio.timeout(20):
            while True:
                with suppress(WSServerHandshakeError):
                    await served.open()
                    break
                await asyncio.sleep(0.05)
    assert all([await is_gone(pid) for pid in pids]), "the server's end is theirs"


async def test_what_cannot_start_says_why_in_the_window() -> None:
    async with serving(FAILING) as served:
        await served.let_in()
        window = await served.open()
        said = await served.drawn(window)
        assert "Not connected: ␛[31mthere is no such cluster." in said.replace("\\x1b", "␛")
        assert (await window.receive(timeout=20)).type is WSMsgType.CLOSE
