from __future__ import annotations

import pytest
from confluent_kafka import KafkaError

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.profile import Profile
from kafkatui.model.secrets import MASK, is_secret, mask_properties, mask_text, secret_values


@pytest.mark.parametrize(
    "name",
    [
        "sasl.password",
        "ssl.key.password",
        "ssl.keystore.password",
        "ssl.key.pem",
        "sasl.oauthbearer.client.secret",
        "sasl.jaas.config",
        "sasl.oauthbearer.config",
        "AUTH",
        "delegation.token.secret.key",
        "password.encoder.old.secret",
        "basic.auth.credentials.source",
    ],
)
def test_secrets_are_recognised(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        "bootstrap.servers",
        "sasl.username",
        "ssl.key.location",
        "ssl.keystore.location",
        "sasl.oauthbearer.token.endpoint.url",
        "sasl.mechanism",
        "topic.metadata.refresh.interval.ms",
        "delegation.token.expiry.check.interval.ms",
        "password.encoder.iterations",
    ],
)
def test_addresses_paths_and_names_are_not_secret(name: str) -> None:
    assert not is_secret(name)


def test_masking_hides_the_length_but_not_that_nothing_is_set() -> None:
    assert mask_properties({"sasl.password": "x", "ssl.key.password": "", "client.id": "me"}) == {
        "sasl.password": MASK,
        "ssl.key.password": "",
        "client.id": "me",
    }


def test_a_secret_inside_another_leaves_nothing_behind() -> None:
    secrets = secret_values({"sasl.password": "hunter", "ssl.key.password": "hunter22"})
    assert mask_text("refused hunter22 and hunter", secrets) == f"refused {MASK} and {MASK}"


def test_complaints_of_the_client_are_masked_and_kept_once() -> None:
    connection = KafkaConnection(Profile("local", {"bootstrap.servers": "localhost:1", "sasl.password": "hunter2"}))
    for milliseconds in (1, 2):
        text = f"h:1/bootstrap: login as hunter2 failed (after {milliseconds}ms in state AUTH)"
        connection.note_error(KafkaError(KafkaError._AUTHENTICATION, text))
    connection.note_error(KafkaError(KafkaError._ALL_BROKERS_DOWN, "1/1 brokers are down"))
    assert connection.last_errors() == (f"h:1/bootstrap: login as {MASK} failed",)
    connection.close()
