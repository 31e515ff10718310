"""Where Kafka keeps quotas in ZooKeeper, and what is made of what is there."""

from __future__ import annotations

import pytest

from kafkatui.model.errors import RequestFailed
from kafkatui.model.quota import DEFAULT, QuotaEntity
from kafkatui.zookeeper.entity_configs import config_of
from kafkatui.zookeeper.quotas import entity_path


@pytest.mark.parametrize(
    ("entity", "path"),
    [
        (QuotaEntity("alice"), "users/alice"),
        (QuotaEntity(client_id="app"), "clients/app"),
        (QuotaEntity("alice", "app"), "users/alice/clients/app"),
        (QuotaEntity(DEFAULT, DEFAULT), "users/<default>/clients/<default>"),
        (QuotaEntity("CN=a, O=b/c*~ü"), "users/CN%3Da%2C%20O%3Db%2Fc%2A%7E%C3%BC"),
        (QuotaEntity("a.b-c_d"), "users/a.b-c_d"),
    ],
)
def test_names_are_kept_as_kafkas_sanitizer_has_them(entity: QuotaEntity, path: str) -> None:
    assert entity_path(entity) == path


def test_only_what_kafka_writes_is_taken() -> None:
    assert config_of("/x", None) == config_of("/x", b"") == {}
    assert config_of("/x", b'{"version":1,"config":{"producer_byte_rate":"10"}}') == {"producer_byte_rate": "10"}
    for data in (b"{", b"[]", b'{"version":1}', b'{"config":3}', b"\xff"):
        with pytest.raises(RequestFailed, match="/x does not hold"):
            config_of("/x", data)
