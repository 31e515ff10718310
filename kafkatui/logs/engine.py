"""The Docker engine of this machine, or the one that DOCKER_HOST names: its containers and their ports."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kafkatui.model.errors import ConnectError, NotFound, RequestFailed
from kafkatui.model.server_log import LogServer

if TYPE_CHECKING:
    from docker import APIClient

TIMEOUT_SECONDS = 5.0
"""Of one request; a log that is followed may be silent for as long as it likes."""

SERVICE_LABEL = "com.docker.compose.service"
_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "0.0.0.0"})


@contextmanager
def engine() -> Iterator[APIClient]:
    """A client of the engine, closed in the end.

    Raises:
        ConnectError: none answers.
        NotFound: what was asked for is not there.
        RequestFailed: it refused.
    """
    with engine_errors():
        from docker import APIClient
        from docker.utils import kwargs_from_env

        client = APIClient(version="auto", timeout=TIMEOUT_SECONDS, **kwargs_from_env())
        try:
            yield client
        finally:
            client.close()


@contextmanager
def engine_errors() -> Iterator[None]:
    """The client's errors as ours."""
    from docker.errors import APIError, DockerException
    from docker.errors import NotFound as NotThere
    from requests.exceptions import RequestException

    try:
        yield
    except NotThere as error:
        raise NotFound(f"{error.explanation}.", "`docker ps --all` lists the containers.") from None
    except APIError as error:
        raise RequestFailed(f"The Docker engine refused: {error.explanation}.") from None
    except (DockerException, RequestException, OSError) as error:
        raise ConnectError(
            f"No Docker engine answers: {str(error).splitlines()[0] if str(error) else type(error).__name__}.",
            "DOCKER_HOST says where it is.",
        ) from None


def container_of(server: LogServer) -> str | None:
    """The container that a server runs in: it publishes the server's port here, or compose calls it by its host's name.

    Returns:
        its name; None when no engine answers, or none or several containers fit.

    Raises:
        RequestFailed: the engine refused.
    """
    try:
        with engine() as client:
            containers: Sequence[dict[str, Any]] = client.containers()
    except (ConnectError, ImportError):
        return None
    for fits in (_publishes, _is_called):
        names = {_name(each) for each in containers for address in server.addresses if fits(each, address)}
        if len(names) == 1:
            return names.pop()
    return None


def _name(container: dict[str, Any]) -> str:
    return str(container["Names"][0]).lstrip("/")


def _publishes(container: dict[str, Any], address: str) -> bool:
    host, _, port = address.rpartition(":")
    if host not in _LOCAL and host != socket.gethostname():
        return False
    return any(str(each.get("PublicPort")) == port for each in container.get("Ports") or ())


def _is_called(container: dict[str, Any], address: str) -> bool:
    host = address.rpartition(":")[0]
    return host not in _LOCAL and host in ((container.get("Labels") or {}).get(SERVICE_LABEL), _name(container))
