"""Every cluster that can be opened from here: those of the settings file, and the one that was typed."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.config.file import ClusterEntry, ConfigFile, load_config_file
from kafkatui.config.options import Options
from kafkatui.config.resolve import NO_ZOOKEEPER, NOTE_VARIABLE, resolve
from kafkatui.model.errors import ConfigError
from kafkatui.model.known_cluster import KnownCluster
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace


class Profiles:
    """The profiles by name. What is wrong with one is said when it is opened, and touches no other.

    Args:
        options: as typed. Addresses and properties among them are of the first cluster alone; `--read-only` of all.
        environ: environment variables.
        file: the settings file.
        first: the cluster that was meant by all of these, as `resolve` gives it; None where none is opened.
        is_read_only: whether all of them are, by the settings.
    """

    def __init__(
        self,
        options: Options,
        environ: Mapping[str, str],
        file: ConfigFile,
        first: Profile | None = None,
        *,
        is_read_only: bool,
    ) -> None:
        self._first_options = options
        self._options = Options(read_only=options.read_only, config=options.config)
        self._is_read_only = is_read_only
        self._environ = {name: value for name, value in environ.items() if name != NOTE_VARIABLE}
        self._file = file
        self._first = first
        self._first_wanted: Options | None = None

    def reload(self) -> None:
        """Read the settings file again: what is known from now on is as it is there.

        Raises:
            ConfigError: something outside its clusters is wrong by now; all stays as it was known.
        """
        self._file = load_config_file(self._environ, self._options.config)
        if self._first is not None and self._first.name in self._file.clusters:
            first, typed = self._first, replace(self._first_options, cluster=self._first.name)
            try:
                self._first = replace(resolve(typed, self._environ, self._file)[0], note=first.note)
            except ConfigError:  # what is wrong is said when it is opened
                self._first, self._first_wanted = None, typed

    def known(self) -> tuple[KnownCluster, ...]:
        """All of them in the file's order; one that was typed and is not in it comes first. Reads no secret."""
        clusters = [self._known(name, entry) for name, entry in self._file.clusters.items()]
        if self._first is not None and self._first.name not in self._file.clusters:
            clusters.insert(0, known_by(self._first))
        return tuple(clusters)

    def _known(self, name: str, entry: ClusterEntry) -> KnownCluster:
        if self._first is not None and self._first.name == name:
            return known_by(self._first)
        servers = entry.bootstrap_servers or entry.kafka.get("bootstrap.servers", "")
        zookeeper = "" if entry.zookeeper == NO_ZOOKEEPER else entry.zookeeper or ""
        is_found = bool(servers or zookeeper)
        problem = str(entry.problem) if entry.problem else "" if is_found else "bootstrap_servers is missing."
        return KnownCluster(
            name, _without_credentials(servers), zookeeper,
            is_read_only=self._is_read_only or bool(entry.read_only), is_protected=bool(entry.protected),
            forbids_export=bool(entry.no_export), colour=entry.colour, problem=problem,
        )  # fmt: skip

    def profile(self, name: str) -> Profile:
        """How to open a cluster, its secrets read: as `kafkatui --cluster NAME` would.

        Raises:
            ConfigError: there is none of that name, or something in it is wrong.
        """
        if self._first is not None and self._first.name == name:
            return self._first
        is_first = self._first_wanted is not None and self._first_wanted.cluster == name
        typed = self._first_wanted if is_first else replace(self._options, cluster=name)
        assert typed is not None
        profile, _ = resolve(typed, self._environ, self._file)
        return profile


def known_by(profile: Profile) -> KnownCluster:
    """What can be told of a profile."""
    return KnownCluster(
        profile.name,
        profile.bootstrap_servers,
        profile.zookeeper.connect if profile.zookeeper is not None else "",
        is_read_only=profile.read_only,
        is_protected=profile.protected,
        forbids_export=profile.no_export,
        colour=profile.colour,
    )


def _without_credentials(servers: str) -> str:
    """Addresses that were not checked yet, unless somebody wrote a password into them."""
    return "" if "@" in servers else servers
