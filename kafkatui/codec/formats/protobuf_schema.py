"""Protobuf's descriptors: compiled from .proto files, or read as protoc writes them, and what reads their messages."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kafkatui.codec.registered_schema import SchemaUnavailable
from kafkatui.model.extras import how_to_install

COMPILE_SECONDS = 20.0
NOT_INSTALLED = f"it needs: {how_to_install('schemas')}"
_OWN_TYPES = "google/protobuf/"
_MOST_NAMED = 12


def is_compiler_there() -> bool:
    """Whether grpcio-tools is installed, which has the compiler."""
    return importlib.util.find_spec("grpc_tools") is not None


def compiled(folders: Sequence[Path], file: str) -> bytes:
    """A .proto file with all that it imports as descriptors, by the compiler in a process of its own: it writes on the
    terminal what is wrong.

    Args:
        folders: where it and its imports are looked for, in this order.
        file: its name below one of them.

    Raises:
        SchemaUnavailable: it is none, or grpcio-tools, which has the compiler, is not there.
    """
    if not is_compiler_there():
        raise SchemaUnavailable(NOT_INSTALLED)
    with tempfile.TemporaryDirectory(prefix="kafkatui-desc-") as scratch:
        out = Path(scratch) / "out"
        command = [
            sys.executable, "-m", "grpc_tools.protoc", *(f"-I{folder}" for folder in folders),
            f"--descriptor_set_out={out}", "--include_imports", file,
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=COMPILE_SECONDS, check=False, text=True)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SchemaUnavailable(f"the Protobuf compiler: {error}") from None
        if done.returncode or not out.exists():
            raise SchemaUnavailable(f"it is no Protobuf schema: {' '.join(done.stderr.split())[:300]}")
        return out.read_bytes()


class Descriptors:
    """The messages of a FileDescriptorSet, as protoc writes it with `--descriptor_set_out` and `--include_imports`.

    Raises:
        SchemaUnavailable: it is none, or lacks what it imports; protobuf is not installed.
    """

    def __init__(self, data: bytes) -> None:
        try:
            from google.protobuf import descriptor_pb2, descriptor_pool, message
        except ImportError:
            raise SchemaUnavailable(NOT_INSTALLED) from None
        try:
            self.files = descriptor_pb2.FileDescriptorSet.FromString(data).file
        except message.DecodeError:
            raise SchemaUnavailable("it is no FileDescriptorSet, as protoc --descriptor_set_out writes it") from None
        if not self.files or not all(file.name for file in self.files):
            raise SchemaUnavailable("it is no FileDescriptorSet, as protoc --descriptor_set_out writes it")
        self.pool = descriptor_pool.DescriptorPool()
        self._waiting = {file.name: file for file in self.files}
        try:
            for file in self.files:
                self._add(file.name)
        except TypeError as error:  # what the pool says of files that do not fit together
            raise SchemaUnavailable(f"its files do not fit together: {error}") from None

    def named(self, name: str) -> Any:
        """The message of that name, with its package or, where that is enough, without; "" for the only one.

        Raises:
            SchemaUnavailable: there is none, or several may be meant; names those there are.
        """
        names = list(self._names())
        fitting = [each for each in names if each == name] or [
            each for each in names if not name or each.endswith(f".{name}")
        ]
        if len(fitting) == 1:
            return self.pool.FindMessageTypeByName(fitting[0])
        listed = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        if not name:
            raise SchemaUnavailable(f"it has several messages, name one after #: {listed}" if names else "it is empty")
        raise SchemaUnavailable(f"it has no message {name}: it has {listed or 'none'}")

    def _names(self) -> Iterator[str]:
        """Of all messages but those of Protobuf's own files; those of the last file, which imports the others, first.

        Of nested ones with the names of those around them.
        """
        for file in reversed(self.files):
            if not file.name.startswith(_OWN_TYPES):
                yield from _names_of(file.message_type, f"{file.package}." if file.package else "")

    def _add(self, name: str) -> None:
        """A file after those that it imports, in whatever order they came."""
        file = self._waiting.pop(name, None)
        if file is None:
            return
        for imported in file.dependency:
            if not self._is_there(imported) and imported not in self._waiting:
                self._add_own(imported)
            self._add(imported)
        self.pool.Add(file)

    def _is_there(self, name: str) -> bool:
        try:
            self.pool.FindFileByName(name)
        except KeyError:
            return False
        return True

    def _add_own(self, name: str) -> None:
        """One of the files that come with Protobuf, which a set may lack."""
        from google.protobuf import descriptor_pb2

        module = name.removesuffix(".proto").replace("/", ".") + "_pb2"
        try:
            if not name.startswith(_OWN_TYPES):
                raise ImportError
            found = descriptor_pb2.FileDescriptorProto()
            importlib.import_module(module).DESCRIPTOR.CopyToProto(found)
        except ImportError:
            raise SchemaUnavailable(f"it lacks {name}: make it with protoc --include_imports") from None
        self._waiting[name] = found


def message_reader(kind: Any, pool: Any) -> Callable[[bytes], Any]:
    """What reads messages of a kind, as dictionaries; it raises ValueError for what is none.

    Args:
        kind: a message's descriptor.
        pool: where what is packed in an Any is looked up.
    """
    from google.protobuf import json_format, message, message_factory

    made = message_factory.GetMessageClass(kind)

    def read(data: bytes) -> Any:
        try:
            parsed = made.FromString(data)
            return json_format.MessageToDict(parsed, preserving_proto_field_name=True, descriptor_pool=pool)
        except (message.DecodeError, json_format.Error, TypeError, OverflowError) as error:
            raise ValueError(str(error) or "it is no such message") from error

    return read


def _names_of(messages: Any, prefix: str) -> Iterator[str]:
    for each in messages:
        if not each.options.map_entry:
            yield prefix + each.name
            yield from _names_of(each.nested_type, f"{prefix}{each.name}.")
