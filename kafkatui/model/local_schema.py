"""A schema in a file, named where a decoder is named: `avro:orders.avsc`, `protobuf:orders.proto#shop.Order`."""

from __future__ import annotations

import os

from msgspec import Struct

KINDS = ("avro", "protobuf")
FORMS = "avro:FILE.avsc, protobuf:FILE.proto#MESSAGE, protobuf:FILE.desc#MESSAGE"


class LocalSchema(Struct, frozen=True):
    """What such a name says.

    Attributes:
        kind: one of `KINDS`.
        path: of the file.
        type_name: which of the file's types it is, `package.Message`; empty for the only one.
    """

    kind: str
    path: str
    type_name: str = ""

    @property
    def name(self) -> str:
        """As it is typed."""
        return f"{self.kind}:{self.path}" + (f"#{self.type_name}" if self.type_name else "")

    def below(self, folder: str) -> LocalSchema:
        """The same with an absolute path: one that is relative begins in `folder`, `~` at home."""
        path = os.path.normpath(os.path.join(os.path.abspath(folder), os.path.expanduser(self.path)))
        return LocalSchema(self.kind, path, self.type_name)


def local_schema(name: str) -> LocalSchema | None:
    """The schema that a decoder's name means; None when it is another decoder's. The path may be empty."""
    kind, colon, rest = name.strip().partition(":")
    if not colon or kind not in KINDS:
        return None
    path, _, type_name = rest.partition("#")
    return LocalSchema(kind, path.strip(), type_name.strip())


def short_name(name: str) -> str:
    """A decoder's name as there is room for it: of a schema's file without its folders."""
    schema = local_schema(name)
    return name if schema is None else LocalSchema(schema.kind, os.path.basename(schema.path), schema.type_name).name
