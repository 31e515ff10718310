"""Avro object container files, as a value."""

from __future__ import annotations

import io
from typing import Any

from kafkatui.codec.decoded import Subject
from kafkatui.codec.formats.binary_json import StructureDecoder
from kafkatui.model.extras import how_to_install

MAGIC = b"Obj\x01"
_MOST_RECORDS = 10_000


class AvroFileDecoder(StructureDecoder):
    """A container file brings its schema along: all of its records."""

    name = "avro-file"
    help = "An Avro container file, whose schema it brings along."

    def read(self, subject: Subject, data: bytes) -> Any:
        if not data.startswith(MAGIC):
            raise ValueError("it does not begin like an Avro container file")
        try:
            import fastavro
        except ImportError as error:
            raise ValueError(f"fastavro is not installed: {how_to_install('schemas')}") from error
        try:
            records = []
            for record in fastavro.reader(io.BytesIO(data)):
                records.append(record)
                if len(records) > _MOST_RECORDS:
                    raise ValueError(f"it holds more than {_MOST_RECORDS:,} records")
        except ValueError:
            raise
        except Exception as error:  # the library raises whatever its parser met
            raise ValueError(f"{type(error).__name__}: {error}") from error
        return records
