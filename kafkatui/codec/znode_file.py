"""A subtree of znodes as a file: JSON or YAML, text where the data are text, base64 where not, null told from empty."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from kafkatui.codec.filed_bytes import filed_bytes
from kafkatui.codec.znode_acl import acl_text, parse_acl
from kafkatui.model.errors import NotSupported, UsageError
from kafkatui.model.extras import how_to_install
from kafkatui.model.znode import ZnodeAcl

FORMAT = "kafkatui znodes 1"


@dataclass(frozen=True, slots=True)
class FiledZnode:
    """A znode of a file.

    Attributes:
        path: below the root of the file, "" for the root itself.
        acl: None where the file has none.
    """

    path: str
    data: bytes | None = field(repr=False)
    acl: tuple[ZnodeAcl, ...] | None = field(default=None, repr=False)


class ZnodeFile(Struct, frozen=True):
    """What a file holds, parents before their children."""

    root: str
    znodes: tuple[FiledZnode, ...]
    left_out: tuple[str, ...] = ()


def znode_file_text(file: ZnodeFile, *, is_yaml: bool) -> str:
    """The file's text.

    Raises:
        NotSupported: it is to be YAML, and the extra for that is not installed.
    """
    document = {
        "format": FORMAT,
        "root": file.root,
        "left_out": list(file.left_out),
        "znodes": [_entry(each) for each in file.znodes],
    }
    if not is_yaml:
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return str(_yaml().safe_dump(document, sort_keys=False, allow_unicode=True))


def _entry(znode: FiledZnode) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": znode.path}
    if znode.data is None:
        entry["data"] = None
    else:
        try:
            entry["data"] = znode.data.decode()
        except UnicodeDecodeError:
            entry["base64"] = base64.b64encode(znode.data).decode("ascii")
    if znode.acl is not None:
        entry["acl"] = [acl_text([each], shows_secrets=True) for each in znode.acl]
    return entry


def read_znode_file(data: bytes, source: str) -> ZnodeFile:
    """What such a file holds.

    Raises:
        UsageError: it is none, or something in it cannot be meant; says where.
    """
    document = _parsed(data, source)
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise UsageError(f"{source} holds no znodes.", "zk export writes such a file.")
    entries = document.get("znodes")
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise UsageError(f"{source}: znodes is no list.")
    znodes = tuple(_read_entry(each, f"{source}, znode {number}") for number, each in enumerate(entries, 1))
    paths = [each.path for each in znodes]
    if len(set(paths)) != len(paths):
        raise UsageError(f"{source} has a znode twice.")
    ordered = tuple(sorted(znodes, key=lambda each: (each.path.count("/"), each.path)))
    return ZnodeFile(str(document.get("root") or "/"), ordered)


def _parsed(data: bytes, source: str) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{source} is no UTF-8.") from None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    yaml = _yaml()
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError):
        raise UsageError(f"{source} is neither JSON nor YAML.") from None


def _read_entry(entry: Any, where: str) -> FiledZnode:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("path"), str):
        raise UsageError(f"{where} has no path.")
    path = entry["path"]
    if path and not path.startswith("/"):
        raise UsageError(f"{where}: {path!r} does not begin with a slash.")
    if ("data" in entry) == ("base64" in entry):
        raise UsageError(f"{where}: it has either data or base64.")
    acl = entry.get("acl")
    if acl is not None and (not isinstance(acl, Sequence) or isinstance(acl, str) or not acl):
        raise UsageError(f"{where}: its acl is no list of entries.")
    return FiledZnode(
        path,
        filed_bytes(entry, where, "Text stands in quotes."),
        None if acl is None else parse_acl([str(each) for each in acl]),
    )


def _yaml() -> Any:
    try:
        import yaml
    except ImportError:
        raise NotSupported("The extra for YAML is not installed.", f"{how_to_install('yaml')}, or JSON.") from None
    return yaml
