"""What servers of an ensemble say, by four-letter words and by the AdminServer, becomes the same figures."""

from __future__ import annotations

from kafkatui.model.ensemble import NOT_SERVING, Ensemble, EnsembleServer
from kafkatui.zookeeper.admin_server import mntr_of, srvr_of
from kafkatui.zookeeper.ensemble import parse_voters, server_of
from kafkatui.zookeeper.ensemble_sessions import clients_of, parse_clients, parse_paths
from kafkatui.zookeeper.four_letter import parse_mntr, parse_srvr

SRVR = (
    "Zookeeper version: 3.8.4-9316c2a, built on 2024-02-12 22:16 UTC\nLatency min/avg/max: 0/1.5/12\nReceived: 9\n"
    "Sent: 9\nConnections: 2\nOutstanding: 0\nZxid: 0x100000002\nMode: leader\nNode count: 5\n"
)
MNTR = (
    "zk_version\t3.8.4\nzk_server_state\tleader\nzk_watch_count\t3\n"
    "zk_approximate_data_size\t182\nzk_synced_followers\t2.0\n"
)
ADMIN_SRVR = {
    "version": "3.8.4-9316c2a, built on 2024-02-12 22:16 UTC", "read_only": False, "node_count": 5,
    "server_stats": {"outstanding_requests": 0, "min_latency": 0, "avg_latency": 1.5, "max_latency": 12,
        "last_processed_zxid": 4294967298, "server_state": "leader", "num_alive_client_connections": 2},
    "command": "server_stats", "error": None,
}  # fmt: skip
CONS = (
    " /10.0.0.7:44046[1](queued=0,recved=9,sent=9,sid=0x1000d8b,lop=PING,est=1,to=18000,lcxid=0x1)\n"
    " /10.0.0.9:1[0](queued=0,recved=1,sent=0)\n"
)
DUMP = "0x1000d8b:\n\t/brokers/ids/1\n\t/controller\n0x2:\n\t/app\n"


def test_both_ways_give_the_same_figures() -> None:
    by_words = server_of("a:1", "x", parse_srvr(SRVR), parse_mntr(MNTR))
    by_admin = server_of("a:1", "x", srvr_of(ADMIN_SRVR), parse_mntr(MNTR))
    assert by_words == by_admin
    assert (by_words.mode, by_words.version, by_words.zxid) == ("leader", "3.8.4", 0x100000002)
    assert (by_words.latency_ms, by_words.watches, by_words.synced) == ((0.0, 1.5, 12.0), 3, 2)
    assert by_words.ephemerals is None, "what is not told is not known"
    assert mntr_of({"watch_count": 3, "command": "monitor", "more": {}}) == {"watch_count": "3", "command": "monitor"}


def test_who_votes_is_in_the_configuration_of_servers_that_have_one() -> None:
    members = (
        "server.1=a:2888:3888:participant;0.0.0.0:2181\nserver.2=b:2888:3888:OBSERVER;2181\nserver.10=c:2888:3888\n"
    )
    assert parse_voters(f"clientPort=2181\nserverId=1\nmembership: \n{members}version=0\n") == ("1", "10")
    assert parse_voters("clientPort=2181\nserverId=1\n") is None


def test_an_ensemble_says_whether_it_has_a_quorum() -> None:
    leader, silent = EnsembleServer("a:1", source="x", mode="leader"), EnsembleServer("b:1", "connection refused")
    alone = EnsembleServer("c:1", NOT_SERVING, "x")
    assert Ensemble((leader, silent)).sentence == "1 of 2 servers serve · leader a:1"
    assert Ensemble((alone, silent)).has_quorum is False
    assert Ensemble((silent,)).has_quorum is None


def test_sessions_with_their_clients_and_paths() -> None:
    assert parse_clients(CONS) == {0x1000D8B: ("10.0.0.7:44046", 18_000, "PING")}
    assert parse_paths(DUMP) == {0x1000D8B: ("/brokers/ids/1", "/controller"), 0x2: ("/app",)}
    connection = {
        "session_id": -1,
        "remote_socket_address": "/10.0.0.7:5",
        "session_timeout": 6000,
        "last_operation": "NA",
    }
    assert clients_of({"connections": [connection, {"session_id": 0}]}) == {(1 << 64) - 1: ("10.0.0.7:5", 6000, "NA")}
