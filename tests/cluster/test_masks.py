"""What the settings file hides of records, by the verbs on a real cluster: not in a pipe, a file, a match or a copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.consumed import consumed
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_kafkatui
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

SECRET = "ann@secret"


def test_masks_hold_in_every_verb(cluster: Sandbox, fresh_topic: FreshTopic, tmp_path: Path) -> None:
    topic, covered, bare = (fresh_topic(cluster, 1) for _ in range(3))
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    for number in range(3):
        value = json.dumps({"email": SECRET, "n": number})
        producer.produce(topic, value, key=f"key-{number}-{SECRET}", headers=[("who", SECRET), ("n", b"1")])
    assert producer.flush(20) == 0
    settings = tmp_path / "config.toml"
    rules = [(topic, field) for field in ("value.email", "key", "header.who")]
    rules += [(covered, field) for _, field in rules]
    masks = "".join(f'[[clusters.p.mask]]\ntopic = "{name}"\nfield = "{field}"\n' for name, field in rules)
    settings.write_text(f'[clusters.p]\nbootstrap_servers = "{cluster.bootstrap_servers}"\n{masks}')

    def run(*arguments: str) -> tuple[int, str]:
        done = run_kafkatui("--config", str(settings), *arguments)
        text = (done.stdout + done.stderr).decode()
        assert SECRET not in text
        assert SECRET.encode().hex() not in text
        return done.returncode, text

    code, text = run("tail", topic, "-f", "beginning", "-e")
    assert (code, text) == (0, "".join(f'{{"email": "****", "n": {number}}}\n' for number in range(3)))
    for how in ("text", "hex", "base64", "pack:s"):
        run("tail", topic, "-f", "beginning", "-e", "-o", "json", "--decode", f"key={how},value={how},headers={how}")
    for kind in ("json", "csv", "line"):
        assert run("tail", topic, "-f", "beginning", "-e", "-o", kind)[1].count("****") >= 3
    assert run("search", topic, "ann", "-o", "json")[0] == 1, "what is hidden is not found"
    code, text = run("search", topic, "value.n = 1", "-o", "json")
    assert (code, json.loads(text.splitlines()[0])["value"]) == (0, '{"email": "****", "n": 1}')
    code, text = run("copy", topic, bare, "--yes")
    assert code != 0
    assert f"value.email, key, header.who of {topic} is masked by the settings, and {bare} would show it." in text
    code, text = run("copy", topic, covered, "--dry-run")
    assert code == 0
    assert f"The settings mask {topic} on the screen only: its records are passed on as they are." in text
    assert run("copy", topic, covered, "--yes")[0] == 0
    code, text = run("produce", topic, "--resend", "0@0", "--to", bare)
    assert (code, f"{bare} would show it." in text) == (2, True)
    assert not consumed(cluster, bare, "read_committed")
    assert len(consumed(cluster, covered, "read_committed")) == 3
    check_revealing(settings, topic)


def check_revealing(settings: Path, topic: str) -> None:
    """One value is shown where that is asked for, and the journal says so; not where nothing may leave."""
    record = f"{topic}-0@1"

    def reveal(what: str) -> tuple[int, str]:
        done = run_kafkatui("--config", str(settings), "reveal", "record", record, what)
        return done.returncode, (done.stdout + done.stderr).decode()

    for what, value in (("value.email", SECRET), ("key", f"key-1-{SECRET}"), ("header.who", SECRET)):
        assert reveal(what) == (0, f"✓ {what}: {value}\n")
    listed = run_kafkatui("--config", str(settings), "undo", "--list").stdout.decode()
    assert f"Shows header.who of {record}." in listed
    assert SECRET not in listed
    settings.write_text(settings.read_text().replace("[clusters.p]\n", "[clusters.p]\nno_export = true\n"))
    code, text = reveal("key")
    assert code != 0
    assert "What a verb writes leaves the cluster" in text
    assert SECRET not in text
