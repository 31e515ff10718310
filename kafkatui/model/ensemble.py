"""The servers of a ZooKeeper ensemble and the sessions that they hold, as they tell of themselves."""

from __future__ import annotations

from msgspec import Struct

SERVING_MODES = ("leader", "follower", "observer", "standalone")

WORDS = {
    "conf": "its configuration",
    "cons": "its clients, with figures of each",
    "dirs": "how large snapshots and logs are",
    "dump": "sessions and their ephemeral znodes; the leader knows all",
    "envi": "version, Java, machine",
    "gtmk": "its trace mask",
    "hash": "digests of its tree's history",
    "isro": "whether it serves reads only",
    "lsnp": "the newest snapshot",
    "mntr": "figures, one a line",
    "ruok": "whether it runs; not whether it serves",
    "srvr": "version, mode, latency, zxid, znodes",
    "stat": "the same, with its clients",
    "wchc": "watches by session; costly with many",
    "wchp": "watches by path; costly with many",
    "wchs": "how many watches there are",
}
"""Four-letter words that only read, and what they tell. Those that reset or set something are not among them."""


class EnsembleServer(Struct, frozen=True):
    """One server of the connect string.

    Attributes:
        problem: why it says nothing, or does not serve; empty when it does.
        source: "four-letter words" or "AdminServer"; empty when it said nothing.
        mode: "leader", "follower", "observer", "standalone", "read-only"; empty when it serves nobody.
        zxid: the last transaction that it has.
        latency_ms: least, mean and most of requests since it started.
        followers, synced: of a leader: who follows, and how many of them are in step.
        voters: ids of the servers that vote, by its own configuration (3.5+); None where it does not tell.
    """

    address: str
    problem: str = ""
    source: str = ""
    mode: str = ""
    version: str = ""
    zxid: int | None = None
    latency_ms: tuple[float, float, float] | None = None
    connections: int | None = None
    outstanding: int | None = None
    watches: int | None = None
    znodes: int | None = None
    ephemerals: int | None = None
    data_bytes: int | None = None
    followers: int | None = None
    synced: int | None = None
    voters: tuple[str, ...] | None = None

    @property
    def serves(self) -> bool:
        """Whether it is part of a quorum, or needs none."""
        return self.mode in SERVING_MODES


class Ensemble(Struct, frozen=True):
    """All servers of the connect string, asked at one time."""

    servers: tuple[EnsembleServer, ...]

    @property
    def has_quorum(self) -> bool | None:
        """Whether there is a leader; None when no server told."""
        if any(server.mode in ("leader", "standalone", "follower") for server in self.servers):
            return True
        return None if all(not server.source and server.problem != NOT_SERVING for server in self.servers) else False

    @property
    def sentence(self) -> str:
        """How it is, in one line."""
        serving = sum(server.serves for server in self.servers)
        leader = next((server.address for server in self.servers if server.mode == "leader"), "")
        total = len(self.servers)
        if self.has_quorum is None:
            return f"none of {total} servers tells how it is"
        if not self.has_quorum:
            return f"no quorum: none of {total} servers takes changes"
        lead = f" · leader {leader}" if leader else ""
        return f"{serving} of {total} servers serve{lead}"


NOT_SERVING = "It runs and serves nobody: there is no quorum."
NOT_ALLOWED = "Neither four-letter words (4lw.commands.whitelist) nor its AdminServer answer."


class EnsembleSession(Struct, frozen=True):
    """A session of a client.

    Attributes:
        server: that its client is connected to; empty where none told.
        client: the client's address; empty where none told.
        ephemerals: paths of its ephemeral znodes, without the chroot taken off; None where no server tells.
        watches: paths that it watches; None where its server does not tell.
    """

    id: int
    server: str = ""
    client: str = ""
    timeout_ms: int | None = None
    ephemerals: tuple[str, ...] | None = None
    watches: tuple[str, ...] | None = None
    last_operation: str = ""


class EnsembleSessions(Struct, frozen=True):
    """What is known of the sessions of all servers.

    Attributes:
        silent: what could not be asked, one sentence each.
    """

    sessions: tuple[EnsembleSession, ...]
    silent: tuple[str, ...] = ()
