"""What every answer carries: a browser is told to run nothing else, frame nothing and keep nothing."""

from __future__ import annotations

from aiohttp import web

from kafkatui.web.gate import Refusal


def harden(response: web.StreamResponse, host: str) -> None:
    """Add the headers that keep other pages out of this one.

    `'self'` is no WebSocket in every browser, so that address is named; xterm.js sets styles on its elements.

    Args:
        host: ours, as the browser calls it.
    """
    response.headers.update({
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
            f"img-src 'self' data:; connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'; "
            "form-action 'none'"
        ),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    })  # fmt: skip


def refused(refusal: Refusal) -> web.Response:
    """The answer to who is not let in."""
    response = web.Response(status=refusal.status, text=f"{refusal.reason}\n")
    harden(response, "127.0.0.1")
    return response
