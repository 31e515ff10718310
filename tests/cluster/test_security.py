"""Secured clusters: every way to log in shows the whole cluster, every wrong one says what is wrong, soon."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from kafkatui.config import pkcs12
from kafkatui.config.tls import uses_tls
from kafkatui.insight.tail_range import parse_start
from kafkatui.kafka.stream.tail import Tail
from kafkatui.model.errors import KafkatuiError, NotAuthorized, NotWithThisProfile
from kafkatui.model.event import Severity
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.sandbox.readiness import wait_until
from kafkatui.session.feeds import (
    CertificatesFeed,
    Feed,
    GroupFeed,
    GroupsFeed,
    LogDirsFeed,
    MetadataFeed,
    TopicConfigsFeed,
    ZnodeChildrenFeed,
    ZnodeFeed,
    ZooKeeperFeed,
)
from kafkatui.session.session import ClusterSession
from tests.cluster.breakages import broker_setting
from tests.cluster.conftest import require_java_and_maven
from tests.cluster.examined import examined_at
from tests.cluster.screen import screen_at
from tests.cluster.secured import (
    GROUP,
    PASSWORD,
    PROTECTED,
    STORE_PASSWORD,
    TOPIC,
    USER,
    WRONG_PASSWORD,
    SecuredCluster,
    fill,
    secured_cluster,
)
from tests.cluster.secured_ways import (
    AUTH,
    BAD_DAYS,
    LOCKED,
    LOGIN,
    OIDC,
    PEM_FILES,
    PEM_TEXTS,
    PLAIN,
    TLS,
    TOKEN_LOGIN,
    WAYS,
    WAYS_WITHOUT_GROUPS,
    ZK_CERTIFICATE,
    ZK_TLS,
    Properties,
    Way,
    profile_of,
    zookeeper_profile_of,
)
from tests.cluster.token_service import CLIENT_SECRET
from tests.cluster.verbs import run_kafkatui

pytestmark = pytest.mark.cluster

BAD_DAY_SECONDS = 20.0
SECRETS = (PASSWORD, WRONG_PASSWORD, STORE_PASSWORD)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredCluster]:
    """The secured cluster with a topic, a group's commits and a user for SCRAM."""
    require_java_and_maven()
    if missing := [tool for tool in ("keytool", "openssl") if shutil.which(tool) is None]:
        reason = f"needs {' and '.join(missing)}: no certificates, so this was NOT tested"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with secured_cluster(tmp_path_factory.mktemp("certificates")) as cluster:
        fill(cluster)
        yield cluster


@pytest.mark.parametrize("name", WAYS)
def test_every_way_in_shows_the_whole_cluster(secured: SecuredCluster, name: str) -> None:
    with closing(ClusterSession(profile_of(secured, WAYS[name]))) as session:
        check_topics_and_records(session, name)
        assert session.fetch(GroupFeed(GROUP)).committed.committed == {(TOPIC, 0): 1}
        assert GROUP in [group.id for group in session.fetch(GroupsFeed()).groups]
        assert session.fetch(LogDirsFeed())
        shown = session.fetch(CertificatesFeed())
        assert bool(shown) == uses_tls(session.profile.kafka)
        assert all(each.valid_until_seconds for each in shown), shown


def test_a_certificate_that_ends_is_told_until_it_is_renewed(secured: SecuredCluster) -> None:
    ends = f"certificate-ends certificate of {secured.address('EXPIRED')}"
    renewed = secured.certificates.renew("expired")
    with examined_at(profile_of(secured, WAYS["TLS, certificate unchecked"])) as doctor:
        found = doctor.until(ends)[ends]
        assert found.severity is Severity.BAD
        assert found.title.endswith("ended 5 d ago.")
        with broker_setting(secured.sandbox, 1, "listener.name.expired.ssl.keystore.location", str(renewed)):
            doctor.until_gone(ends)
        doctor.until(ends)


@pytest.mark.parametrize("name", WAYS_WITHOUT_GROUPS)
def test_what_kafka_python_cannot_do_is_said_and_the_rest_works(
    secured: SecuredCluster, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pkcs12, "is_readable", lambda: False)
    way, reason = WAYS_WITHOUT_GROUPS[name]
    with closing(ClusterSession(profile_of(secured, way))) as session:
        check_topics_and_records(session, name)
        feeds: tuple[Feed[Any], ...] = (GroupsFeed(), GroupFeed(GROUP), LogDirsFeed())
        for feed in feeds:
            with pytest.raises(NotWithThisProfile, match=f"cannot be read with this profile, because .*{reason}"):
                session.fetch(feed)


def check_topics_and_records(session: ClusterSession, name: str) -> None:
    """Metadata, configuration, a record produced and a tail that reads it."""
    assert len(session.fetch(MetadataFeed()).topics[TOPIC].partitions) == 2
    configuration = {entry.name: entry.value for entry in session.fetch(TopicConfigsFeed((TOPIC,)))[TOPIC]}
    assert configuration["retention.ms"] == "123456"
    value = f"{name} {uuid.uuid4().hex}".encode()
    delivered, deliveries = threading.Event(), []

    def note(delivery: Delivery) -> None:
        deliveries.append(delivery)
        delivered.set()

    session.produce(OutgoingRecord(TOPIC, None, value), note)
    assert delivered.wait(20)
    assert deliveries[0].offset is not None, deliveries[0].error
    topic = session.fetch(MetadataFeed()).topics[TOPIC]
    tail = session.open_tail((TOPIC,), parse_start("beginning", (topic,), datetime.now().astimezone()))
    wait_until(lambda: value in values_of(tail), 20, f"{value!r}; {tail.state}")
    session.close_tail(tail)


def values_of(tail: Tail) -> list[bytes | None]:
    """Everything it holds."""
    buffer = tail.buffer
    records = (buffer.record_at(serial) for serial in range(buffer.first_serial, buffer.next_serial))
    return [record.value for record in records if record is not None]


# By token


SERVICE_REFUSES = "/token gives no token: invalid_client: No such client, or another secret. Check sasl.oauthbearer.c"


@pytest.mark.parametrize(
    ("properties", "given", "words"),
    [
        ({"sasl.oauthbearer.client.secret": WRONG_PASSWORD}, {}, SERVICE_REFUSES),
        ({"sasl.oauthbearer.token.endpoint.url": "http://127.0.0.1:1/token"}, {}, "http://127.0.0.1:1/token gives no"),
        ({}, {"life_seconds": -5.0}, "gives a token that has expired"),
        (
            {},
            {"issuer": "http://other.example"},
            "refused the token (invalid_token), which has issuer http://other.exa",
        ),
        ({}, {"gives_strange": True}, "audience kafka, key key-9, subject alice. Its issuer, audience and key must be"),
    ],
)
def test_what_is_wrong_with_a_services_token_is_said(
    secured: SecuredCluster, properties: Properties, given: dict[str, Any], words: str
) -> None:
    began = time.monotonic()
    profile = profile_of(secured, ("SASL_SSL", {**OIDC, **properties}))
    with secured.tokens.giving(**given), closing(ClusterSession(profile)) as session:
        with pytest.raises(KafkatuiError) as caught:
            session.fetch(MetadataFeed())
        assert words in str(caught.value)
        assert time.monotonic() - began < BAD_DAY_SECONDS
        assert not any(secret in str(caught.value) for secret in (*SECRETS, CLIENT_SECRET))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("false", "sasl.oauthbearer.token: the command false ended with 1. Try it in a shell"),
        ("echo two words", "what it refers to is no token: it is empty or holds blanks"),
        ("echo opaque", "refused the token (invalid_token), which is no JWT"),
    ],
)
def test_what_is_wrong_with_a_commands_token_is_said(secured: SecuredCluster, command: str, words: str) -> None:
    failed = run(secured, ("SASL_SSL", {**TOKEN_LOGIN, "sasl.oauthbearer.token": f"${{command:{command}}}"}), "topics")
    assert words in failed.stderr
    assert failed.stderr.count("\n") == 1


def test_both_clients_get_another_token_before_theirs_expires(secured: SecuredCluster) -> None:
    life_seconds = 8.0
    secured.tokens.told.clear()
    profile = profile_of(secured, WAYS["token of a service"])
    with secured.tokens.giving(life_seconds=life_seconds), closing(ClusterSession(profile)) as session:

        def are_renewed() -> bool:
            assert session.fetch(MetadataFeed()).topics
            assert session.fetch(GroupsFeed()).groups
            return all(len(secured.tokens.times(is_ours=is_ours)) >= 2 for is_ours in (True, False))

        wait_until(are_renewed, 30, "another token for each client")
    for is_ours in (True, False):
        asked = secured.tokens.times(is_ours=is_ours)
        assert all(later - earlier < life_seconds for earlier, later in pairwise(asked)), asked


# ZooKeeper


@pytest.mark.parametrize(
    ("properties", "is_tls"),
    [
        (AUTH, False),
        (AUTH | ZK_TLS, True),
        (AUTH | {"tls.verify": "false"}, True),
        (AUTH | ZK_TLS | ZK_CERTIFICATE, True),
    ],
)
def test_a_protected_znode_is_read_with_its_password(
    secured: SecuredCluster, properties: Properties, is_tls: bool
) -> None:
    with closing(ClusterSession(zookeeper_profile_of(secured, properties, is_tls=is_tls))) as session:
        assert session.fetch(ZnodeFeed(PROTECTED)).data == b"behind an ACL"
        status = session.fetch(ZooKeeperFeed())
        assert status.version.startswith("3.8")  # asked with a four-letter word, over TLS where that is used
        assert status.cluster_id == session.fetch(MetadataFeed()).cluster_id
        shown = session.fetch(CertificatesFeed())
        assert [(each.side, bool(each.valid_until_seconds)) for each in shown] == [("zookeeper", True)] * is_tls


@pytest.mark.parametrize("properties", [{}, {"auth": f"digest:{USER}:{WRONG_PASSWORD}"}])
def test_without_the_password_the_rest_of_the_tree_is_still_there(
    secured: SecuredCluster, properties: Properties
) -> None:
    with closing(ClusterSession(zookeeper_profile_of(secured, properties, is_tls=False))) as session:
        with pytest.raises(NotAuthorized, match=r"its ACL does not allow this session to\. Check the profile's `auth`"):
            session.fetch(ZnodeFeed(PROTECTED))
        assert [child.name for child in session.fetch(ZnodeChildrenFeed("/brokers/ids")).children] == ["1"]


@pytest.mark.parametrize(
    ("properties", "is_tls", "words"),
    [
        ({"tls.ca": "{other.pem}"}, True, "no authority in tls.ca signed it. Check the connect string's port"),
        ({}, True, "the server hung up: it speaks TLS. Check the connect string's port and the profile's `tls.*`"),
        (ZK_TLS, False, "(is this the TLS port?). Check the connect string's port and the profile's `tls.*` settings."),
        ({"tls.ca": "/nowhere/ca.pem"}, True, "tls.ca: /nowhere/ca.pem: No such file or directory."),
        (ZK_TLS | ZK_CERTIFICATE | {"tls.key.password": WRONG_PASSWORD}, True, "tls.key.password is the key's"),
        (ZK_TLS | ZK_CERTIFICATE | {"tls.key.password": ""}, True, "tls.key.password is the key's"),
        ({"auth": f"nosuch:{USER}:{WRONG_PASSWORD}"}, False, "ZooKeeper refused the credentials"),
    ],
)
async def test_zookeepers_bad_day_is_told_and_kafka_goes_on(
    secured: SecuredCluster, properties: Properties, is_tls: bool, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    profile = zookeeper_profile_of(secured, properties, is_tls=is_tls)
    began = time.monotonic()
    with closing(ClusterSession(profile)) as session, pytest.raises(KafkatuiError) as caught:
        session.fetch(ZnodeFeed("/"))
    assert words in str(caught.value)
    assert time.monotonic() - began < BAD_DAY_SECONDS
    async with screen_at(profile, PlaceKind.ZOOKEEPER) as screen:
        await screen.until_shown("zk ✗", "1 broker ✓")
        assert not any(secret in screen.text() for secret in SECRETS)
    assert capfd.readouterr().err == ""


# On the command line


def run(cluster: SecuredCluster, way: Way, *verb: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """`kafkatui VERB -b … -X …`, as a program of its own without a terminal."""
    profile = profile_of(cluster, way)
    given = [f"-X{name}={value}" for name, value in profile.kafka.items() if name != "bootstrap.servers"]
    done = run_kafkatui(*verb, "-b", profile.bootstrap_servers, *given, stdin=stdin)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("name", ["client certificate as text", "PLAIN", "SCRAM over TLS"])
def test_verbs_take_the_same_properties(secured: SecuredCluster, name: str) -> None:
    way, value = WAYS[name], uuid.uuid4().hex
    assert TOPIC in run(secured, way, "topics").stdout
    assert f"{GROUP} " in run(secured, way, "groups").stdout
    assert f"{TOPIC}" in run(secured, way, "describe", "group", GROUP).stdout
    assert run(secured, way, "produce", TOPIC, value).stdout.startswith("Delivered message to orders[")
    assert value in run(secured, way, "tail", TOPIC, "-f", "beginning", "-e").stdout.splitlines()


@pytest.mark.parametrize("name", BAD_DAYS)
def test_a_bad_day_is_one_clear_sentence_soon_and_without_secrets(secured: SecuredCluster, name: str) -> None:
    way, title, words = BAD_DAYS[name]
    for verb in ("topics", "groups"):
        began = time.monotonic()
        failed = run(secured, way, verb)
        assert time.monotonic() - began < BAD_DAY_SECONDS
        assert (failed.returncode, failed.stdout) == (1, "")
        assert failed.stderr.startswith(f"{title}: Could not "), failed.stderr
        assert f": {secured.address(way[0])} {words}" in failed.stderr
        assert failed.stderr.count("\n") == 1, failed.stderr
        assert not any(secret in failed.stderr for secret in SECRETS)


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ({**TLS, "ssl.ca.location": "/nowhere/ca.pem"}, "ssl.ca.location: /nowhere/ca.pem: No such file"),
        ({**TLS, **PEM_FILES, **LOCKED, "ssl.key.password": WRONG_PASSWORD}, "check ssl.key.password"),
        ({**TLS, **PEM_FILES, "ssl.key.location": "{client-locked.key}"}, "check ssl.key.password"),
        (
            {**TLS, "ssl.keystore.location": "{client.p12}", "ssl.keystore.password": WRONG_PASSWORD},
            "ssl.keystore.location does not open",
        ),
        ({"security.protocol": "SASL_PLAINTEXT", **LOGIN}, "sasl.mechanism is missing"),
    ],
)
def test_a_property_that_cannot_be_used_is_named(secured: SecuredCluster, properties: Properties, words: str) -> None:
    failed = run(secured, ("MUTUAL", properties), "topics")
    assert failed.returncode == 2
    assert failed.stderr.startswith("Configuration: ")
    assert words in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert not any(secret in failed.stderr for secret in SECRETS)


# On the screen


@pytest.mark.parametrize(
    "name", ["wrong password, PLAIN", "expired", "plaintext on a TLS port", "no login on a SASL port"]
)
async def test_the_screen_says_what_is_wrong_and_what_to_do(
    secured: SecuredCluster, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    way, _, words = BAD_DAYS[name]
    began = time.monotonic()
    async with screen_at(profile_of(secured, way), PlaceKind.CLUSTER, tab="overview") as screen:
        await screen.until(lambda: has_words(screen.text(), words))
        assert time.monotonic() - began < BAD_DAY_SECONDS
        await screen.press("4")
        told = f"the cluster's metadata: {secured.address(way[0])} {words}"
        await screen.until(lambda: "› Groups" in screen.text() and has_words(screen.text(), told))
        assert "Traceback" not in screen.text()
        assert not any(secret in screen.text() for secret in SECRETS)
    assert capfd.readouterr().err == ""


async def test_secrets_are_masked_on_the_connection_page_and_in_what_is_copied(secured: SecuredCluster) -> None:
    way = ("MUTUAL", {**TLS, **PEM_TEXTS, **LOCKED, **PLAIN, "security.protocol": "SSL"})
    properties = {name: value for name, value in way[1].items() if name != "ssl.key.location"}
    profile = profile_of(secured, ("MUTUAL", properties))
    key_line = profile.kafka["ssl.key.pem"].splitlines()[-3]
    async with screen_at(profile, PlaceKind.CLUSTER, tab="connection", size=(400, 60)) as screen:
        await screen.until_shown("broker generation", "3.9 with ZooKeeper")
        for name in ("sasl.password", "ssl.key.password", "ssl.key.pem"):
            assert "••••••" in screen.line_with(f" {name} ")
        assert not any(secret in screen.text() for secret in (*SECRETS, key_line))
    async with screen_at(profile, PlaceKind.TOPIC, TOPIC, "partitions") as screen:
        await screen.until_shown("1 broker ✓")
        await screen.press("Y")
        await screen.until(lambda: TOPIC in screen.app.clipboard)
        assert not any(secret in screen.app.clipboard for secret in (*SECRETS, key_line))


async def test_the_groups_page_says_why_this_profile_has_no_groups(
    secured: SecuredCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pkcs12, "is_readable", lambda: False)
    [(way, reason)] = WAYS_WITHOUT_GROUPS.values()
    async with screen_at(profile_of(secured, way), PlaceKind.GROUPS) as screen:
        await screen.until(lambda: has_words(screen.text(), "cannot be read with this profile, because kafka-python"))
        assert reason in screen.text()
        await screen.press("3")
        await screen.until_shown(TOPIC, "1 broker ✓")


def has_words(screen: str, words: str) -> bool:
    """Whether the page holds the words, on however many lines of a box; the Explorer stands beside it."""
    lines = [line.partition("││")[2] or line for line in screen.splitlines()]
    return words in " ".join(" ".join(lines).replace("│", " ").split())


def test_a_session_that_cannot_log_in_closes_at_once(secured: SecuredCluster) -> None:
    session = ClusterSession(profile_of(secured, BAD_DAYS["wrong password, PLAIN"][0]))
    with pytest.raises(KafkatuiError):
        session.fetch(MetadataFeed())
    began = time.monotonic()
    session.close()
    assert time.monotonic() - began < 10
