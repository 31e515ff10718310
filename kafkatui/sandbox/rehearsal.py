"""Runs the servers once, small and empty, to make the class archives that later starts use."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kafkatui.sandbox import broker, zookeeper_server
from kafkatui.sandbox.class_archive import adopt_archives, archive_path, are_tried
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.contents import DemoContents
from kafkatui.sandbox.jars import Progress
from kafkatui.sandbox.versions import Release


def prepare_archives(release: Release, progress: Progress) -> None:
    """Makes the archives of a fetched release; returns at once when that was tried before.

    Raises:
        SandboxError: the servers do not run at all.
    """
    servers = [(release.broker_jars, broker.MAIN_CLASS)]
    if release.zookeeper_jars is not None:
        servers.append((release.zookeeper_jars, zookeeper_server.MAIN_CLASS))
    if are_tried(servers):
        return
    progress("preparing a faster start, this time only")
    directory = archive_path(*servers[0]).parent
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=directory) as scratch:
        settings = SandboxSettings(release.line, brokers=1, archive_classes_in=Path(scratch))
        with Sandbox(settings) as sandbox:
            contents = DemoContents(sandbox.bootstrap_servers, sandbox.zookeeper_connect, brokers=1)
            contents.load()
            contents.close()
        adopt_archives(servers, Path(scratch))
