"""`kafkatui --web`: the explorer in a browser on this machine."""

from __future__ import annotations

import asyncio
import os
import signal
import socket

import click

from kafkatui.config.file import load_config_file
from kafkatui.config.log_file import LogFile, log_path
from kafkatui.config.options import Options
from kafkatui.config.references import variables_referred_to
from kafkatui.config.resolve import resolve
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.extras import how_to_install


class NotServed(KafkatuiError):
    """The explorer cannot be shown in a browser."""

    title = "Not served"


def serve(options: Options, port: int, *, may_write: bool) -> int:
    """Serve until Ctrl+C or SIGTERM; every window's process has ended then.

    Args:
        port: on loopback; 0 for one that is free.
        may_write: whether windows may change anything; read-only otherwise.

    Returns:
        the exit code.

    Raises:
        KafkatuiError: what was typed is wrong, textual-serve is not there, or the port is taken.
    """
    file = load_config_file(os.environ, options.config)
    profile, _ = resolve(options, os.environ, file)
    settings_text = file.path.read_text(encoding="utf-8-sig") if file.path is not None else ""
    referred = variables_referred_to(settings_text, *options.properties)
    with LogFile(log_path()) as log:
        log.learn(profile)
        return asyncio.run(_serve(options, _listen(port), referred, f"kafkatui · {profile.name}", may_write))


def _listen(port: int) -> socket.socket:
    from kafkatui.web.gate import LOOPBACK

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise NotServed(f"Port {port} cannot be had: {reason}.", "Leave --web-port out for one that is free.") from None
    return listener


async def _serve(
    options: Options, listener: socket.socket, referred: tuple[str, ...], title: str, may_write: bool
) -> int:
    try:
        from aiohttp import web

        from kafkatui.web.server import WebServer
    except ImportError as error:
        listener.close()
        raise NotServed(f"{error.name} is not installed.", f"{how_to_install('web')}.") from None
    from kafkatui.web.child import child_command
    from kafkatui.web.gate import LOOPBACK, Gate

    gate = Gate(listener.getsockname()[1])
    server = WebServer(child_command(options, may_write=may_write), referred, gate, title)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    runner = web.AppRunner(await server.make_application(), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        click.echo(f"kafkatui is at http://{LOOPBACK}:{gate.port}/?token={gate.token}")
        manner = "What is done there is done" if may_write and not options.read_only else "Read-only"
        advice = "" if may_write else "; --web-write lets it change things"
        click.echo(f"{manner}{advice}. Whoever has this address may look. Ctrl+C ends it.")
        await ended.wait()
    finally:
        await runner.cleanup()
    return 0
