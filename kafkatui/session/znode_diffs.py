"""Reading two subtrees, of one ensemble or of two, to compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kafkatui.insight.znode_diff import differences
from kafkatui.model.errors import UsageError
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.model.znode_diff import ZnodeDifference, ZnodeImage
from kafkatui.model.znode_type import znode_type
from kafkatui.session.subtrees import batch_of
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.zookeeper.connection import ZooKeeperConnection

_SIDE = re.compile(r"(?:(?P<where>.+?):)?(?P<path>/.*)")
_ADDRESS = re.compile(r".+:\d+")


def parse_side(text: str) -> tuple[str, str]:
    """Where and which path of `/path`, `CLUSTER:/path` or `HOST:PORT,…:/path`; where is empty for the same ensemble.

    Raises:
        UsageError: it is none of those.
    """
    found = _SIDE.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is no side to compare.", "It reads /path, CLUSTER:/path or HOST:PORT,…:/path.")
    return found["where"] or "", "/" + found["path"].strip("/")


def compare(
    context: ActionContext, left: str, right: str, rate: float | None, control: TaskControl
) -> tuple[list[ZnodeDifference], int]:  # fmt: skip
    """The differences of two sides as `parse_side` takes them, and how many znodes there are on either.

    Raises:
        KafkatuiError: a side cannot be meant, or could not be read to its end.
    """
    control.limit_rate(rate)
    images, roots = [], []
    seen = 0
    for text in (left, right):
        where, root = parse_side(text)
        with _connected(context, where) as connection:
            images.append(_images(connection, root, rate, control, seen))
        seen += len(images[-1])
        roots.append(root)
    return differences(images[0], images[1], (roots[0], roots[1])), len(images[0].keys() | images[1].keys())


@contextmanager
def _connected(context: ActionContext, where: str) -> Iterator[ZooKeeperConnection]:
    if not where:
        yield context.readable_zookeeper()
    elif not _ADDRESS.fullmatch(where):
        yield context.other(where).readable_zookeeper()
    else:
        from kafkatui.zookeeper.connection import ZooKeeperConnection

        connection = ZooKeeperConnection(ZooKeeperSettings(where), lambda state: None)
        try:
            connection.start()
            yield connection
        finally:
            connection.close()


def _images(
    connection: ZooKeeperConnection, root: str, rate: float | None, control: TaskControl, before: int
) -> dict[str, ZnodeImage]:  # fmt: skip
    from kafkatui.zookeeper.walking import walk

    images: dict[str, ZnodeImage] = {}
    znodes = walk(
        connection, root, with_data=lambda path, stat: True, batch=batch_of(rate),
        before_batch=lambda done: control.progress(before + done, None, "znodes"),
    )  # fmt: skip
    for znode in znodes:
        path = znode.path if root == "/" else znode.path.removeprefix(root)
        path = "" if path == "/" else path
        if znode.stat is None:
            images[path] = ZnodeImage("", None, True)
        else:
            images[path] = ZnodeImage(znode_type(znode.stat).value, znode.data)
    return images
