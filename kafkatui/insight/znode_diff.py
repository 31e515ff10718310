"""Comparing two subtrees, path by path below their roots."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.model.znode_diff import NO_ACCESS, ZnodeDifference, ZnodeImage

WORDS = 60
"""Characters shown of data."""


def differences(
    left: Mapping[str, ZnodeImage], right: Mapping[str, ZnodeImage], roots: tuple[str, str]
) -> list[ZnodeDifference]:  # fmt: skip
    """In the order of paths; what may not be read on a side is one, too: it is not known to be the same.

    Args:
        left, right: by path below the root, "" for the root.
        roots: of both, for telling which data are secret.
    """
    found = []
    for path in sorted(left.keys() | right.keys()):
        one, other = left.get(path), right.get(path)
        shown = path.lstrip("/") or "."
        words = (_words(f"{roots[0].rstrip('/')}{path}", one), _words(f"{roots[1].rstrip('/')}{path}", other))
        if (one is not None and one.is_hidden) or (other is not None and other.is_hidden):
            found.append(ZnodeDifference(shown, NO_ACCESS, *words))
        elif one is None:
            found.append(ZnodeDifference(shown, "only right", *words))
        elif other is None:
            found.append(ZnodeDifference(shown, "only left", *words))
        elif one.kind != other.kind:
            found.append(ZnodeDifference(shown, "kind", one.kind, other.kind))
        elif one.data != other.data:
            found.append(ZnodeDifference(shown, "data", *words))
    return found


def _words(path: str, image: ZnodeImage | None) -> str:
    if image is None:
        return "–"
    if image.is_hidden:
        return NO_ACCESS
    if image.data is None:
        return "null"
    if not image.data:
        return "empty"
    text = sanitise(mask_znode_data(path, image.data).decode("utf-8", "replace"))
    more = f" … {len(image.data):,} B" if len(text) > WORDS else ""
    return f"{text[:WORDS]}{more}"


def sentence(found: list[ZnodeDifference], compared: int) -> str:
    """What the comparison came to."""
    hidden = sum(each.what == NO_ACCESS for each in found)
    differ = len(found) - hidden
    said = "the same" if not differ else f"{differ:,} differ"
    unknown = f", {hidden:,} not readable, with what is below them: not complete" if hidden else ""
    return f"{compared:,} znodes compared: {said}{unknown}."
