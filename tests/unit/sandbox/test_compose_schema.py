"""The compose files say what they promise, in the form the Compose Specification asks for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
FILES = ("docker-compose.yml", "docker-compose.walkthrough.yml")
SERVICE_KEYS = {
    "container_name", "depends_on", "environment", "healthcheck", "hostname", "image", "ports", "restart", "volumes",
}  # fmt: skip
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period"}


def load(name: str) -> dict[str, Any]:
    """A compose file with its anchors and merges resolved."""
    content: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return content


@pytest.mark.parametrize("name", FILES)
def test_only_keys_of_the_specification_are_used(name: str) -> None:
    content = load(name)
    assert {key for key in content if not key.startswith("x-")} == {"name", "services", "volumes"}
    for service in content["services"].values():
        assert set(service) <= SERVICE_KEYS
        assert set(service["healthcheck"]) <= HEALTH_KEYS
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
        assert all(re.fullmatch(r"\d+s", service["healthcheck"][key]) for key in ("interval", "timeout"))
        assert all(isinstance(value, str | int) for value in service["environment"].values())


@pytest.mark.parametrize("name", FILES)
def test_what_services_refer_to_exists(name: str) -> None:
    content = load(name)
    for service in content["services"].values():
        assert set(service.get("depends_on", {})) <= set(content["services"])
        assert {volume.split(":")[0] for volume in service["volumes"]} <= set(content["volumes"])


@pytest.mark.parametrize("name", FILES)
def test_every_image_is_pinned_to_a_version(name: str) -> None:
    for service in load(name)["services"].values():
        assert re.search(r":\d+\.\d+\.\d+$", service["image"])


@pytest.mark.parametrize("name", FILES)
def test_a_plain_kafkatui_finds_zookeeper_and_the_brokers(name: str) -> None:
    published = [port.rsplit(":", 2)[-2:] for service in load(name)["services"].values() for port in service["ports"]]
    assert all(outside == inside for outside, inside in published)
    ports = {int(outside) for outside, _ in published}
    assert ports == ({2181, 9092, 9093, 9094} if name == FILES[0] else {2181, 9092})


def test_the_walk_through_keeps_its_names_and_versions() -> None:
    services = load(FILES[1])["services"]
    found = {name: (service["container_name"], service["image"]) for name, service in services.items()}
    assert found == {
        "zoo1": ("zookeeper-one", "zookeeper:3.4.9"),
        "kafka1": ("kafka-one", "confluentinc/cp-kafka:5.3.1"),
    }
    advertised = services["kafka1"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    internal = "LISTENER_DOCKER_INTERNAL://kafka1:19092"
    assert advertised == internal + ",LISTENER_DOCKER_EXTERNAL://${DOCKER_HOST_IP:-127.0.0.1}:9092"
