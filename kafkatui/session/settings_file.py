"""The settings file as actions read and change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kafkatui.config.file import config_path, load_config_file, parse_config
from kafkatui.config.options import Options
from kafkatui.config.profile_text import ProfileText
from kafkatui.config.profiles import Profiles
from kafkatui.config.resolve import resolve_settings
from kafkatui.model.errors import ConfigError, Conflict
from kafkatui.model.profile import Profile
from kafkatui.session.whole_file import whole_file


class SettingsFile:
    """Reads it anew each time. Safe from any thread.

    Args:
        options: as typed; `config` names the file.
        environ: environment variables.
        on_change: called after each change, in the thread that made it.
    """

    def __init__(
        self, options: Options, environ: Mapping[str, str], on_change: Callable[[], None] = lambda: None
    ) -> None:
        self.path = config_path(environ, options.config)
        self._options = Options(read_only=options.read_only, config=options.config)
        self._environ = environ
        self._on_change = on_change

    def read(self) -> tuple[bytes | None, ProfileText]:
        """What is in it, as bytes (None: there is no such file) and to be edited.

        Raises:
            ConfigError: it cannot be read, or is no TOML.
        """
        data = self._bytes()
        try:
            return data, ProfileText((data or b"").decode("utf-8"), self.path)
        except UnicodeDecodeError:
            raise ConfigError(f"{self.path} is not UTF-8 text.", "TOML files are UTF-8.") from None

    def write(self, seen: bytes | None, text: str) -> None:
        """Replace it as a whole; its rights stay, a new one is readable by nobody else, a link still leads to it.

        Args:
            seen: what was in it when the change was worked out.

        Raises:
            Conflict: something else is in it by now; nothing was written.
            ConfigError: it cannot be written.
        """
        if self._bytes() != seen:
            raise Conflict(f"{self.path} was changed meanwhile.", "Look at it again; nothing was written.")
        real = self.path.resolve()
        try:
            real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with whole_file(real, new_mode=0o600) as file:
                file.write(text)
        except OSError as error:
            raise ConfigError(f"{self.path} cannot be written: {error.strerror}.", "Check its rights.") from None
        self._on_change()

    def profile(self, name: str) -> Profile:
        """How a cluster would be opened now, its secrets read.

        Raises:
            ConfigError: there is none of that name, or something in it is wrong.
        """
        file = load_config_file(self._environ, self._options.config)
        is_read_only = resolve_settings(self._options, self._environ, file).read_only
        return Profiles(self._options, self._environ, file, is_read_only=is_read_only).profile(name)

    def typed_profile(self, text: str, name: str) -> Profile:
        """How a cluster would be opened if that were in the file; its secrets are read, nothing is written.

        Raises:
            ConfigError: something in it is wrong.
        """
        file = parse_config(text.removeprefix("\ufeff"), self.path)
        return Profiles(self._options, self._environ, file, is_read_only=True).profile(name)

    def _bytes(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConfigError(
                f"{self.path} cannot be read: {error.strerror}.", "Check the path and its rights."
            ) from None


def free_name(name: str, taken: tuple[str, ...]) -> str:
    """The name, or one like it that nobody has: `prod-2`."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
