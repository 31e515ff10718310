"""The demo: owns the servers, fills them, runs the app on them, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kafkatui.config.logs import LOGS_VARIABLE, logs_text
from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.app_process import run_app
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.connect_contents import load_connect_contents
from kafkatui.sandbox.connect_worker import ConnectWorker, fetch_worker
from kafkatui.sandbox.contents import DemoContents
from kafkatui.sandbox.control import BrokerCommand, ControlServer
from kafkatui.sandbox.jars import Progress, check_java_and_maven, fetch_release
from kafkatui.sandbox.ports import (
    CONNECT_PORT,
    REGISTRY_PORT,
    Ports,
    check_free,
    check_free_port,
    choose_port,
    choose_ports,
    ports_from,
)
from kafkatui.sandbox.progress import ProgressLine
from kafkatui.sandbox.registry_contents import load_registry_contents
from kafkatui.sandbox.registry_server import RegistryServer, fetch_registry
from kafkatui.sandbox.rehearsal import prepare_archives
from kafkatui.sandbox.signals import EndingSignals, Signalled
from kafkatui.sandbox.state import DemoState, StateFile, running_demos, starting_alone
from kafkatui.sandbox.traffic import Traffic
from kafkatui.sandbox.versions import DEFAULT_RELEASE, find_release

REGISTRY_URL = "schema.registry.url"
CONNECT_URL = "connect.url"
CONTENTS_BEFORE_APP_SECONDS = 3.5
"""How long the app waits for the contents; what is not there by then arrives under the user's eyes."""


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the user asked for.

    Attributes:
        base_port: ZooKeeper's port, the brokers' follow it; 2181 and 9092… or else free ones when None.
        keep: directory whose data survive; a temporary one when None.
        show_app: false prints the addresses and waits.
        app_arguments: passed on to the app.
        app_command: what to run as the app; kafkatui itself when empty.
        name: of the demo, for those who steer it; made from its first broker's port when empty.
        live: false for no traffic.
        registry: a schema registry beside the cluster, which the app is connected to.
        connect: a Kafka Connect worker, likewise.
    """

    kafka: str = DEFAULT_RELEASE
    brokers: int = 3
    base_port: int | None = None
    keep: Path | None = None
    show_app: bool = True
    app_arguments: Sequence[str] = ()
    app_command: Sequence[str] = ()
    name: str = ""
    live: bool = True
    registry: bool = False
    connect: bool = False


def run_demo(options: DemoOptions) -> int:
    """Runs a demo until the app ends or a signal ends it; the exit code.

    Raises:
        SandboxError: it could not start; nothing is left running.
    """
    with EndingSignals() as signals:
        try:
            return _Demo(options, signals).run()
        except Signalled as signalled:
            return 128 + signalled.number
        except Exception as error:
            if not signals.number:
                raise
            # It was told to end amid something, which failed of that.
            print(f"kafkatui: {error}", file=sys.stderr)
            return 128 + signals.number


class _Demo:
    def __init__(self, options: DemoOptions, signals: EndingSignals) -> None:
        self._options = options
        self._signals = signals
        self._loaded = threading.Event()
        self._failure: SandboxError | None = None
        self._registry: RegistryServer | None = None
        self._connect: ConnectWorker | None = None

    def run(self) -> int:
        with ExitStack() as stack:
            with ProgressLine() as progress:
                sandbox = self._start(stack, progress)
                progress("filling it with topics, records and groups")
                self._fill(stack, sandbox)
                self._loaded.wait(CONTENTS_BEFORE_APP_SECONDS if self._options.show_app else None)
            if self._options.show_app:
                logs = {LOGS_VARIABLE: logs_text(sandbox.log_paths)}
                code = run_app(self._app_command(sandbox), sandbox.guard, self._signals, logs)
                self._check_contents()
                return code
            self._check_contents()
            return self._wait(sandbox)
        raise AssertionError("an ExitStack does not swallow exceptions")

    def _start(self, stack: ExitStack, progress: Progress) -> Sandbox:
        release = find_release(self._options.kafka)
        check_java_and_maven()
        fetch_release(release, progress)
        prepare_archives(release, progress)
        if self._options.registry:
            fetch_registry(progress)
        if self._options.connect:
            fetch_worker(progress)
        control_directory = Path(tempfile.mkdtemp(prefix="kafkatui-"))
        stack.callback(shutil.rmtree, control_directory, ignore_errors=True)
        with starting_alone():
            sandbox = Sandbox(self._settings(), progress)
            if self._options.registry:
                self._registry = RegistryServer(self._port_beside(sandbox.ports, REGISTRY_PORT, 1))
            if self._options.connect:
                port = self._port_beside(sandbox.ports, CONNECT_PORT, 2)
                self._connect = ConnectWorker(sandbox.bootstrap_servers, port, "demo-connect")
            state_file = StateFile(self._state(sandbox, control_directory))
        stack.callback(state_file.remove)
        stack.callback(self._stop, sandbox)
        if self._registry is not None:  # while the brokers start
            self._registry.start()
        sandbox.start()
        if self._connect is not None:
            self._connect.start()
        sandbox.guard.remove_at_end(control_directory)
        sandbox.guard.remove_at_end(state_file.path)
        control = ControlServer(control_directory / "control", lambda command: _carry_out(sandbox, command))
        stack.callback(control.close)
        return sandbox

    def _stop(self, sandbox: Sandbox) -> None:
        self._signals.ignore()
        if self._registry is not None:
            self._registry.stop()
        if self._connect is not None:
            self._connect.stop()
        sandbox.stop()

    def _port_beside(self, ports: Ports, usual: int, offset: int) -> int:
        """The usual one if it is free; with a base port the `offset`-th after the cluster's."""
        taken = {*ports.all, *(port for demo in running_demos() for port in demo.ports)}
        if self._options.base_port is None:
            return choose_port(usual, taken)
        port = max(ports.all) + offset
        check_free_port(port, taken)
        return port

    def _settings(self) -> SandboxSettings:
        options = self._options
        taken = {port for demo in running_demos() for port in demo.ports}
        if options.base_port is None:
            ports = choose_ports(options.brokers, taken, prefer_default=True)
        else:
            ports = ports_from(options.base_port, options.brokers)
            check_free(ports, taken)
        return SandboxSettings(options.kafka, options.brokers, ports, options.keep)

    def _state(self, sandbox: Sandbox, control_directory: Path) -> DemoState:
        name = self._options.name or f"demo-{sandbox.ports.brokers[0]}"
        if any(demo.name == name for demo in running_demos()):
            raise SandboxError(f"A demo called {name} is running.", "Choose another --name.")
        return DemoState(
            name=name,
            pid=os.getpid(),
            kafka=sandbox.release.version,
            base_port=sandbox.ports.zookeeper,
            ports=(*sandbox.ports.all, *(each.port for each in (self._registry, self._connect) if each is not None)),
            bootstrap_servers=sandbox.bootstrap_servers,
            zookeeper_connect=sandbox.zookeeper_connect,
            control=str(control_directory / "control"),
        )

    def _fill(self, stack: ExitStack, sandbox: Sandbox) -> None:
        contents = DemoContents(sandbox.bootstrap_servers, sandbox.zookeeper_connect, self._options.brokers)
        traffic = Traffic(sandbox.bootstrap_servers)

        def fill() -> None:
            try:
                contents.load()
                if self._options.live:
                    traffic.start()
                if self._registry is not None:
                    self._registry.wait()
                    load_registry_contents(sandbox.bootstrap_servers, self._registry.url, self._options.brokers)
                if self._connect is not None and self._connect.directory is not None:
                    self._connect.wait()
                    load_connect_contents(self._connect.url, self._connect.directory)
            except SandboxError as error:
                self._failure = error
            finally:
                self._loaded.set()

        threading.Thread(target=fill, name="demo-fill", daemon=True).start()
        if self._options.keep:  # what is thrown away needs no orderly end
            stack.callback(contents.close)
            stack.callback(traffic.stop)

    def _app_command(self, sandbox: Sandbox) -> list[str]:
        app = list(self._options.app_command) or [sys.executable, "-m", "kafkatui"]
        zookeeper = sandbox.zookeeper_connect or "none"
        addresses = ["--bootstrap-server", sandbox.bootstrap_servers, "--zookeeper", zookeeper]
        registry = ["-X", f"{REGISTRY_URL}={self._registry.url}"] if self._registry is not None else []
        connect = ["-X", f"{CONNECT_URL}={self._connect.url}"] if self._connect is not None else []
        return [*app, *addresses, *registry, *connect, *self._options.app_arguments]

    def _check_contents(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _wait(self, sandbox: Sandbox) -> int:
        print(f"bootstrap.servers={sandbox.bootstrap_servers}")
        if sandbox.zookeeper_connect:
            print(f"zookeeper.connect={sandbox.zookeeper_connect}")
        if self._registry is not None:
            print(f"{REGISTRY_URL}={self._registry.url}")
        if self._connect is not None:
            print(f"{CONNECT_URL}={self._connect.url}")
        print(f"{LOGS_VARIABLE}={logs_text(sandbox.log_paths)}")
        sys.stdout.flush()
        while True:
            signal.pause()


def _carry_out(sandbox: Sandbox, command: BrokerCommand) -> None:
    if command.verb == "start":
        sandbox.start_broker(command.broker_id)
    else:
        sandbox.stop_broker(command.broker_id, kill=command.verb == "kill")
