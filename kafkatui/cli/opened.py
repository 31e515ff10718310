"""A session for one verb, opened from what was typed and closed within a bound."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kafkatui.cli.terminal import remark
from kafkatui.config.options import Options
from kafkatui.model.silence import silence

if TYPE_CHECKING:
    from kafkatui.model.profile import Profile
    from kafkatui.session.action_context import ActionContext
    from kafkatui.session.session import ClusterSession


CLOSE_TIMEOUT_SECONDS = 2.0


@contextmanager
def opened_session(
    options: Options, *, close_timeout_seconds: float = CLOSE_TIMEOUT_SECONDS, tells_silence: bool = False
) -> Iterator[ClusterSession]:
    """A session that reads when it is asked and polls nothing. Other clusters that an action names are opened then.

    Args:
        tells_silence: for a list: brokers that did not answer are named at its end, on standard error.

    Raises:
        ConfigError: what was typed, or the settings file, is wrong.
    """
    from kafkatui.config.exposure import exposed_secret
    from kafkatui.config.file import load_config_file
    from kafkatui.config.log_file import LogFile, log_path
    from kafkatui.config.resolve import resolve
    from kafkatui.session.kafka_addresses import with_kafka_addresses
    from kafkatui.session.session import ClusterSession

    file = load_config_file(os.environ, options.config)
    profile, _ = resolve(options, os.environ, file)
    if warning := exposed_secret(file):
        click.echo(f"kafkatui: {warning}", err=True)
    with LogFile(log_path()) as log:
        sessions: dict[str, ClusterSession] = {}

        def opened(profile: Profile) -> ClusterSession:
            log.learn(profile)
            profile = with_kafka_addresses(profile)
            session = sessions[profile.name] = ClusterSession(profile)
            session.actions.context.know_others(other)
            return session

        def other(name: str) -> ActionContext:
            if name not in sessions:
                typed = Options(cluster=name, read_only=options.read_only, config=options.config)
                opened(resolve(typed, os.environ, file)[0])
            return sessions[name].actions.context

        try:
            yield (session := opened(profile))
            if tells_silence:
                _tell_silence(session)
        finally:
            for session in sessions.values():
                session.close(close_timeout_seconds)


def _tell_silence(session: ClusterSession) -> None:
    if silent := session.unreachable:
        remark(f"{silence(silent)}; what only {'it knows' if len(silent) == 1 else 'they know'} is missing or marked ?")
