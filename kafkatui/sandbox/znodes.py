"""The demo's znodes: an old consumer's, as Kafka 0.8 kept them, and some that are not Kafka's."""

from __future__ import annotations

import contextlib
import json
import logging

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox import topics

OLD_GROUP = "legacy-mailer"
OLD_CONSUMER = f"{OLD_GROUP}_mailhost-1571900000000-5f2c1a77"
DEMO_ROOT = "/demo"
SECRET_CREDENTIAL = "demo:demo"
"""user:password of the digest that may read /demo/protected/secret."""

MANY_CHILDREN = 250
_TIMEOUT_SECONDS = 60.0


class DemoZnodes:
    """Creates the znodes and holds the session that its ephemeral ones live by."""

    def __init__(self, connect: str) -> None:
        from kazoo.client import KazooClient

        logger = logging.getLogger("kafkatui.sandbox.kazoo")
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        self._client = KazooClient(hosts=connect, timeout=6.0, logger=logger)

    def create(self) -> None:
        """Connects and creates what is not there yet; SandboxError when ZooKeeper does not answer or refuses."""
        from kazoo.exceptions import KazooException
        from kazoo.handlers.threading import KazooTimeoutError

        try:
            self._client.start(timeout=_TIMEOUT_SECONDS)
            self._create_old_consumer()
            self._create_plain()
            self._create_protected()
            self._create_election()
        except (KazooException, KazooTimeoutError) as error:
            raise SandboxError(f"Could not create the demo's znodes: {type(error).__name__} {error}.") from error

    def close(self) -> None:
        """Ends the session; its ephemeral znodes go with it, or when it expires if the server does not answer."""
        from kazoo.exceptions import KazooException

        with contextlib.suppress(KazooException):
            self._client.stop()
            self._client.close()

    def _create_old_consumer(self) -> None:
        """The layout of "Consumer registry", kafka.apache.org/08/documentation (distribution)."""
        root = f"/consumers/{OLD_GROUP}"
        registration = {
            "version": 1,
            "subscription": {topics.ORDERS: 1},
            "pattern": "static",
            "timestamp": "1571900000000",
        }
        self._put(f"{root}/ids/{OLD_CONSUMER}", json.dumps(registration).encode(), ephemeral=True)
        for partition, offset in enumerate((120, 95, 130)):
            self._put(f"{root}/offsets/{topics.ORDERS}/{partition}", str(offset).encode())
            self._put(f"{root}/owners/{topics.ORDERS}/{partition}", f"{OLD_CONSUMER}-0".encode(), ephemeral=True)

    def _create_plain(self) -> None:
        features = {"new-checkout": True, "rollout": 0.25, "regions": ["eu", "us"]}
        self._put(f"{DEMO_ROOT}/config/features", json.dumps(features, indent=2).encode())
        self._put(f"{DEMO_ROOT}/config/motd", "Grüße aus dem Zoo 🦓\n".encode())
        self._put(f"{DEMO_ROOT}/config/binary", bytes(range(64)))
        self._put(f"{DEMO_ROOT}/config/empty", b"")
        self._create_many()
        self._put(f"{DEMO_ROOT}/services/web/host-1", b'{"host": "10.0.0.1", "port": 8080}', ephemeral=True)

    def _create_many(self) -> None:
        """Children in one burst: one at a time would take a round trip each."""
        many = f"{DEMO_ROOT}/many"
        self._client.ensure_path(many)
        if not self._client.get_children(many):
            pending = [
                self._client.create_async(f"{many}/item-{number:04}", str(number).encode())
                for number in range(MANY_CHILDREN)
            ]
            for result in pending:
                result.get(timeout=_TIMEOUT_SECONDS)

    def _create_protected(self) -> None:
        from kazoo.security import OPEN_ACL_UNSAFE, READ_ACL_UNSAFE, make_digest_acl

        user, _, password = SECRET_CREDENTIAL.partition(":")
        owner = make_digest_acl(user, password, all=True)
        self._put(f"{DEMO_ROOT}/protected/read-only", b"the world may read this", acl=[*READ_ACL_UNSAFE, owner])
        self._put(f"{DEMO_ROOT}/protected/secret", b"only demo:demo may read this", acl=[owner])
        self._put(f"{DEMO_ROOT}/protected/open", b"anybody may do anything", acl=list(OPEN_ACL_UNSAFE))

    def _create_election(self) -> None:
        election = f"{DEMO_ROOT}/election"
        self._client.ensure_path(election)
        for candidate in ("host-1", "host-2", "host-3"):
            self._client.create(f"{election}/candidate-", candidate.encode(), ephemeral=True, sequence=True)
        queue = f"{DEMO_ROOT}/queue"
        self._client.ensure_path(queue)
        if not self._client.get_children(queue):
            for number in range(5):
                self._client.create(f"{queue}/task-", f"task {number}".encode(), sequence=True)

    def _put(self, path: str, data: bytes, *, ephemeral: bool = False, acl: object = None) -> None:
        from kazoo.exceptions import NodeExistsError

        self._client.ensure_path(path.rpartition("/")[0])  # makepath would give the parents this znode's ACL
        try:
            self._client.create(path, data, acl=acl, ephemeral=ephemeral)
        except NodeExistsError:
            return  # kept from an earlier run
