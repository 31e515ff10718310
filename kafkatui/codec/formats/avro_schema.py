"""Avro's schemas as fastavro has them, and what reads values by one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kafkatui.codec.formats.protobuf_schema import NOT_INSTALLED
from kafkatui.codec.registered_schema import SchemaUnavailable

_ROOT = "$root"


def parsed_avro(
    text: str, others: Mapping[str, str], folder: Path | None = None, named: dict[str, Any] | None = None
) -> Any:
    """A schema, with those that it names.

    Args:
        others: texts of schemas by their full names.
        folder: where `package.Name.avsc` is looked for, of what is in none of them.
        named: filled with every type of a name in it.

    Raises:
        SchemaUnavailable: it is none, or names what is not known; fastavro is not installed.
    """
    try:
        from fastavro.repository.base import AbstractSchemaRepository, SchemaRepositoryError
        from fastavro.schema import load_schema
    except ImportError:
        raise SchemaUnavailable(NOT_INSTALLED) from None
    texts = {**others, _ROOT: text}

    class Referred(AbstractSchemaRepository):
        """Gives the schemas that others name, as fastavro asks for them while it reads one."""

        def load(self, name: str) -> Any:
            if name in texts:
                return json.loads(texts[name])
            file = None if folder is None else folder / f"{name}.avsc"
            if file is None or not file.is_file():
                raise SchemaRepositoryError(f"it names {name}, which is not known")
            return json.loads(file.read_text())

    try:
        return load_schema(_ROOT, repo=Referred(), named_schemas={} if named is None else named)
    except Exception as error:  # the library raises whatever its parser met
        raise SchemaUnavailable(f"it is no Avro schema: {str(error) or type(error).__name__}") from error


def avro_reader(parsed: Any) -> Callable[[bytes], Any]:
    """What reads values by a schema, all of the data being one; it raises ValueError for what is none."""
    import fastavro

    def read(data: bytes) -> Any:
        stream = io.BytesIO(data)
        try:
            value = fastavro.schemaless_reader(stream, parsed, None)
        except Exception as error:
            raise ValueError(f"{type(error).__name__}: {error}".rstrip(": ")) from error
        if left := len(data) - stream.tell():
            raise ValueError(f"{left:,} bytes follow the value")
        return value

    return read


def fingerprint_of(parsed: Any) -> bytes:
    """What stands before a value in Avro's single-object encoding to name the schema (CRC-64-AVRO, little-endian)."""
    from fastavro.schema import fingerprint, to_parsing_canonical_form

    return bytes.fromhex(fingerprint(to_parsing_canonical_form(parsed), "CRC-64-AVRO"))


def plain_schema(parsed: Any) -> Any:
    """A schema without the marks that fastavro leaves in what it has parsed."""
    if isinstance(parsed, dict):
        return {name: plain_schema(each) for name, each in parsed.items() if not name.startswith("__")}
    return [plain_schema(each) for each in parsed] if isinstance(parsed, list) else parsed
