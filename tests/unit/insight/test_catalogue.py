"""What Kafka's jars define, as the package has it."""

from __future__ import annotations

import pytest

from kafkatui.insight.catalogue import Scope, definition, names


def test_a_property_is_of_the_newest_release_up_to_the_brokers() -> None:
    found = {generation: definition("broker", "log.message.format.version", generation) for generation in
             ("2.3", "2.8", "3.9", "3.10", "4.3", "")}  # fmt: skip
    releases = {generation: each.release if each is not None else "" for generation, each in found.items()}
    assert releases == {"2.3": "2.3", "2.8": "2.3", "3.9": "3.9", "3.10": "3.9", "4.3": "3.9", "": "3.9"}


def test_one_that_came_later_than_the_brokers_is_of_the_oldest_that_has_it() -> None:
    found = definition("broker", "process.roles", "2.3")
    assert found is not None
    assert found.release == "3.9"


def test_nobody_knows_what_no_kafka_defines() -> None:
    assert definition("broker", "no.such.property") is None


@pytest.mark.parametrize("generation", ["2.3", "3.9", "4.3"])
def test_types_defaults_valid_values_and_scopes_are_kafkas(generation: str) -> None:
    threads = definition("broker", "num.io.threads", generation)
    assert threads is not None
    assert (threads.data_type, threads.default, threads.valid) == ("int", "8", "[1,...]")
    assert threads.scope is Scope.CLUSTER
    assert threads.documentation.startswith("The number of threads that the server uses for processing requests")
    keystore = definition("broker", "ssl.keystore.location", generation)
    assert keystore is not None
    assert keystore.scope is Scope.BROKER
    folders = definition("broker", "log.dirs", generation)
    assert folders is not None
    assert folders.scope is Scope.RESTART
    cleanup = definition("topic", "cleanup.policy", generation)
    assert cleanup is not None
    assert (cleanup.data_type, cleanup.default) == ("list", "delete")
    assert "compact" in cleanup.valid
    password = definition("broker", "ssl.key.password", generation)
    assert password is not None
    assert (password.data_type, password.default) == ("password", None)


def test_sentences_are_plain_text() -> None:
    for kind in ("broker", "topic", "group"):
        for name in names(kind):
            found = definition(kind, name)
            assert found is not None
            assert "<code>" not in found.documentation
            assert "</" not in found.documentation, name
            assert found.documentation == " ".join(found.documentation.split())
