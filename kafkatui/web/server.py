"""The server behind `kafkatui --web`: loopback only, with a login, an origin and an end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from aiohttp import WSMsgType, web
from textual_serve.server import Server, to_int

from kafkatui.web.gate import LOOPBACK, NO_TOKEN, Gate, Refusal
from kafkatui.web.page_messages import read_message
from kafkatui.web.responses import harden, refused
from kafkatui.web.window import WindowProcess

MOST_WINDOWS = 4
MAX_COLUMNS, MAX_ROWS = 500, 300
"""A window says how large it is; what is larger is no screen."""
MAX_MESSAGE_BYTES = 4 * 1024 * 1024
"""What a window may send at once: something pasted."""
MAX_FONT_SIZE = 48
FULL = Refusal(503, f"{MOST_WINDOWS} windows are open: close one of them, then load this page again.")

ASSETS = {"page.css": "text/css", "page.js": "text/javascript"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _own_file(name: str) -> str:
    return files("kafkatui.web").joinpath(name).read_text(encoding="utf-8")


class WebServer(Server):
    """textual-serve's server, with what a production cluster behind it needs.

    Args:
        argv: what is started for each window.
        referred: variables of the environment that it may have besides the usual.
        gate: who is let in.
        title: the page's.
    """

    def __init__(self, argv: Sequence[str], referred: Sequence[str], gate: Gate, title: str) -> None:
        super().__init__(argv[0], host=LOOPBACK, port=gate.port, title=title)
        self._argv = tuple(argv)
        self._referred = tuple(referred)
        self._gate = gate
        self._windows: set[WindowProcess] = set()
        self._opening = 0
        self._page = Template(_own_file("page.html"))

    async def make_application(self) -> web.Application:
        """The application, for a runner of the caller's."""
        application = web.Application(middlewares=[self._guard])
        application.add_routes([
            web.get("/", self._index),
            web.get("/ws", self._window),
            *[web.get(f"/{name}", self._asset) for name in ASSETS],
            web.static("/static", Path(self.statics_path)),
        ])  # fmt: skip
        application.on_shutdown.append(self.on_shutdown)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = self._gate.misaddressed(request.headers, needs_origin=request.path == "/ws")
        if refusal is None and request.path == "/" and "token" in request.query:
            return self._let_in(request)
        refusal = refusal or self._gate.without_ticket(request.cookies)
        if refusal is not None:
            return refused(refusal)
        response = await handler(request)
        if not response.prepared:
            harden(response, request.host)
        return response

    def _let_in(self, request: web.Request) -> web.StreamResponse:
        if not self._gate.has_token(request.query["token"]):
            return refused(NO_TOKEN)
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self._gate.cookie, self._gate.ticket, httponly=True, samesite="Strict", path="/")
        harden(response, request.host)
        return response

    async def _index(self, request: web.Request) -> web.StreamResponse:
        """The page with the terminal."""
        if self._is_full:
            return refused(FULL)
        size = min(max(to_int(request.query.get("fontsize", "16"), 16), 6), MAX_FONT_SIZE)
        page = self._page.substitute(title=escape(self.title), socket=f"ws://{request.host}/ws", font_size=size)
        return web.Response(text=page, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        name = request.path.removeprefix("/")
        return web.Response(text=_own_file(name), content_type=ASSETS[name])

    @property
    def _is_full(self) -> bool:
        return len(self._windows) + self._opening >= MOST_WINDOWS

    async def _window(self, request: web.Request) -> web.StreamResponse:
        """A window: its process lives as long as its connection."""
        if self._is_full:
            return refused(FULL)
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MAX_MESSAGE_BYTES)
        columns, rows = (to_int(request.query.get(name, ""), least) for name, least in (("width", 80), ("height", 24)))
        self._opening += 1
        window = WindowProcess(
            self._argv, self._referred, write_bytes=socket.send_bytes, write_str=socket.send_str, close=socket.close
        )
        try:
            await socket.prepare(request)
            await window.start(min(max(columns, 1), MAX_COLUMNS), min(max(rows, 1), MAX_ROWS))
            self._windows.add(window)
        finally:
            self._opening -= 1
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(window, socket, message.data)
        finally:
            await asyncio.shield(self._end(window))
        return socket

    async def _take(self, window: WindowProcess, socket: web.WebSocketResponse, text: str) -> None:
        match read_message(text):
            case ("stdin", data):
                await window.send_bytes(data.encode())
            case ("resize", (columns, rows)):
                await window.set_terminal_size(min(max(columns, 1), MAX_COLUMNS), min(max(rows, 1), MAX_ROWS))
            case ("ping", data):
                await socket.send_json(["pong", data])
            case ("blur", _):
                await window.blur()
            case ("focus", _):
                await window.focus()

    async def _end(self, window: WindowProcess) -> None:
        await window.stop()
        self._windows.discard(window)

    async def on_shutdown(self, app: web.Application) -> None:
        """End every window's process."""
        await asyncio.gather(*[self._end(window) for window in list(self._windows)])
