"""Demos find each other by their state files and keep off each other's ports."""

from __future__ import annotations

import socket

import pytest

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.locations import demo_directory
from kafkatui.sandbox.ports import HOST, check_free, choose_ports, is_free, ports_from
from kafkatui.sandbox.state import DemoState, StateFile, find_demo, running_demos


def state(name: str, base_port: int) -> DemoState:
    ports = ports_from(base_port, 1)
    return DemoState(name, 1, "3.9.2", base_port, ports.all, f"{HOST}:{ports.brokers[0]}", None, "/nowhere")


def test_a_demo_is_listed_while_its_file_is_held() -> None:
    assert running_demos() == []
    held = StateFile(state("first", 21_000))
    assert running_demos() == [state("first", 21_000)]
    held.remove()
    assert running_demos() == []


def test_the_file_of_a_dead_demo_is_removed() -> None:
    held = StateFile(state("dead", 21_000))
    held._file.close()  # as the system does when the process dies
    assert running_demos() == []
    assert not list(demo_directory().glob("*.json"))


def test_the_one_that_is_meant_is_found_or_asked_for() -> None:
    with pytest.raises(SandboxError, match="No demo is running"):
        find_demo()
    held = [StateFile(state("first", 21_000)), StateFile(state("second", 22_000))]
    with pytest.raises(SandboxError, match=r"Several.*--name"):
        find_demo()
    assert find_demo("second").base_port == 22_000
    assert find_demo(base_port=21_001).name == "first"
    with pytest.raises(SandboxError, match="No running demo fits"):
        find_demo("third")
    for file in held:
        file.remove()


def test_ports_in_use_or_promised_to_another_demo_are_not_chosen() -> None:
    ports = choose_ports(3)
    assert all(is_free(port) for port in ports.all)
    assert len(set(ports.all)) == len(ports.all) == 7
    with socket.socket() as taken:
        taken.bind((HOST, ports.brokers[1]))
        taken.listen()
        with pytest.raises(SandboxError, match=f"Port {ports.brokers[1]} is in use"):
            check_free(ports)
    with pytest.raises(SandboxError, match="in use"):
        check_free(ports, taken={ports.zookeeper})
