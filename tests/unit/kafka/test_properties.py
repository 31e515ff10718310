from __future__ import annotations

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.properties import check_properties
from kafkatui.model.errors import ConfigError
from kafkatui.model.profile import Profile

SERVERS = {"bootstrap.servers": "localhost:1"}


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        ({"no.such.property": "1"}, "no.such.property"),
        ({"socket.timeout.ms": "soon"}, "socket.timeout.ms"),
        ({"socket.timeout.ms": "1"}, "socket.timeout.ms"),
        ({"security.protocol": "carrier-pigeon"}, "security.protocol"),
        ({"security.protocol": "ssl", "ssl.ca.location": "/nowhere/ca.pem"}, "ssl.ca.location"),
        ({"security.protocol": "sasl_ssl", "sasl.mechanism": "GSSAPI"}, "sasl.mechanism"),
        ({"security.protocol": "sasl_ssl", "sasl.mechanism": "PLAIN"}, "sasl.username"),
        ({"error_cb": "print"}, "error_cb"),
        ({"logger": "x"}, "logger"),
        ({"bootstrap.servers": " "}, "bootstrap.servers"),
    ],
)
def test_a_wrong_property_is_named(properties: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_properties({**SERVERS, **properties})
    assert named in caught.value.what


def test_an_empty_group_id_is_refused_before_librdkafka_aborts_on_it() -> None:
    with pytest.raises(ConfigError, match=r"group\.id is empty"):
        KafkaConnection(Profile("local", {**SERVERS, "group.id": ""}))


def test_a_secret_is_not_in_the_message() -> None:
    with pytest.raises(ConfigError) as caught:
        check_properties({**SERVERS, "ssl.key.pem": "hunter2-not-a-key", "security.protocol": "ssl"})
    assert "hunter2" not in str(caught.value)


def test_right_properties_pass() -> None:
    check_properties({**SERVERS, "socket.timeout.ms": "5000", "client.id": "me", "auto.offset.reset": "earliest"})


def test_clients_are_silent_whatever_the_profile_says() -> None:
    connection = KafkaConnection(Profile("local", {**SERVERS, "log_level": "7"}))
    assert connection.client_config()["log_level"] == 0
    assert connection.client_config(**{"linger.ms": 0})["linger.ms"] == 0
    connection.close()
