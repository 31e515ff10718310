"""`kafkatui` without a verb: connect, then draw."""

from __future__ import annotations

import gc
import os
import sys

from kafkatui.config.browser import is_in_browser
from kafkatui.config.exposure import exposed_secret
from kafkatui.config.file import load_config_file
from kafkatui.config.options import Options
from kafkatui.config.own_files import OwnFiles
from kafkatui.config.profiles import Profiles
from kafkatui.config.resolve import resolve
from kafkatui.model.errors import UsageError
from kafkatui.model.profile import Profile

CLOSE_SECONDS = 0.5
"""So long a change of the settings file may still take when kafkatui is left."""


def explore(options: Options) -> int:
    """Open the explorer and return its exit code.

    Raises:
        KafkatuiError: something typed is wrong, or there is no terminal to draw on.
    """
    gc.disable()  # nothing made at the start is garbage; the app turns the collector on after its first frame
    file = load_config_file(os.environ, options.config)
    profile, settings = resolve(options, os.environ, file)
    if not is_in_browser() and (sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError(
            "The explorer needs a terminal for input and output.", "In a pipe use a verb: kafkatui topics."
        )
    from kafkatui.cli.start_place import start_place
    from kafkatui.session.application import Application
    from kafkatui.session.session import ClusterSession
    from kafkatui.session.sessions import Sessions
    from kafkatui.session.settings_file import SettingsFile

    def start(profile: Profile) -> ClusterSession:
        session = ClusterSession(profile, settings.metadata_interval_seconds)
        session.start()
        return session

    profiles = Profiles(options, os.environ, file, profile, is_read_only=settings.read_only)
    application = Application(SettingsFile(options, os.environ, profiles.reload))
    sessions = Sessions(profiles, start, application)
    session = sessions.open(profile.name)  # connects in threads while Textual is imported
    try:
        place, sought = start_place(settings.go_to, session)
        from kafkatui.tui.app import run_app
        from kafkatui.tui.start import Start

        own = OwnFiles(options, os.environ, file)
        return run_app(sessions, settings, exposed_secret(file), Start(place, sought), own)
    finally:
        application.close(CLOSE_SECONDS)
        sessions.close_all()
