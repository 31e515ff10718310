"""A profile's ZooKeeper settings as kazoo's arguments."""

from __future__ import annotations

import importlib.util
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kazoo.hosts import collect_hosts

from kafkatui.model.errors import ConfigError
from kafkatui.model.extras import how_to_install
from kafkatui.model.profile import ZooKeeperSettings

DEFAULT_SESSION_TIMEOUT_SECONDS = 10.0
DEFAULT_MAX_BUFFER_BYTES = 0xFFFFF
"""jute.maxbuffer of a server that was not told otherwise (ZooKeeper's BinaryInputArchive)."""
_NO_PASSWORD = ""
"""Never None: OpenSSL would ask for a locked key's password on the terminal."""

_FALSE = ("false", "no", "0", "off")
_TRUE = ("true", "yes", "1", "on")


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """What the profile asks for, checked.

    Attributes:
        hosts: (host, port) of every server of the connect string.
        chroot: "" or "/path".
        max_buffer_bytes: the servers' jute.maxbuffer: the largest request they read.
        auth: (scheme, credential) pairs; secret.
        sasl: kazoo's sasl_options; secret; None for no SASL.
    """

    hosts: tuple[tuple[str, int], ...]
    chroot: str = ""
    session_timeout_seconds: float = DEFAULT_SESSION_TIMEOUT_SECONDS
    max_buffer_bytes: int = DEFAULT_MAX_BUFFER_BYTES
    use_tls: bool = False
    tls_verify: bool = True
    tls_ca: str | None = None
    tls_certificate: str | None = None
    tls_key: str | None = field(default=None, repr=False)
    tls_key_password: str | None = field(default=None, repr=False)
    auth: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    sasl: Mapping[str, str] | None = field(default=None, repr=False)

    def kazoo_arguments(self) -> dict[str, Any]:
        """Keyword arguments of KazooClient, without hosts."""
        return {
            "timeout": self.session_timeout_seconds,
            "auth_data": list(self.auth),
            "sasl_options": dict(self.sasl) if self.sasl is not None else None,
            "use_ssl": self.use_tls,
            "verify_certs": self.tls_verify,
            "check_hostname": self.use_tls and self.tls_verify,
            "ca": self.tls_ca,
            "certfile": self.tls_certificate,
            "keyfile": self.tls_key or self.tls_certificate,
            "keyfile_password": self.tls_key_password or _NO_PASSWORD,
        }

    def tls_context(self) -> ssl.SSLContext:
        """The TLS settings for a socket of our own, the same as kazoo's.

        Raises:
            OSError: a certificate file cannot be read (ssl.SSLError is one too).
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = self.tls_verify
        context.verify_mode = ssl.CERT_REQUIRED if self.tls_verify else ssl.CERT_NONE
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
        if self.tls_ca:
            context.load_verify_locations(self.tls_ca)
        if self.tls_certificate:
            context.load_cert_chain(self.tls_certificate, self.tls_key or None, self.tls_key_password or _NO_PASSWORD)
        return context

    def check_files(self) -> None:
        """Load what the TLS settings name.

        Raises:
            ConfigError: a file is not there, or is not what its setting says.
        """
        if not self.use_tls:
            return
        files = {"tls.ca": self.tls_ca, "tls.certificate": self.tls_certificate, "tls.key": self.tls_key}
        for name, path in files.items():
            try:
                if path:
                    open(path, "rb").close()
            except OSError as error:
                raise ConfigError(f"ZooKeeper setting {name}: {path}: {error.strerror}.") from None
        try:
            self.tls_context()
        except OSError:  # ssl.SSLError is one
            raise ConfigError(
                "The files of ZooKeeper's tls.* settings cannot be loaded.",
                "All of them are PEM; tls.key.password is the key's when it has one.",
            ) from None


def client_options(settings: ZooKeeperSettings) -> ClientOptions:
    """The checked options of a profile.

    Raises:
        ConfigError: the connect string or a property is malformed, or SASL support is not installed.
    """
    hosts, chroot = parse_connect(settings.connect)
    properties = settings.properties
    use_tls = _flag(properties, "tls", any(name.startswith("tls.") for name in properties))
    return ClientOptions(
        hosts=hosts,
        chroot=chroot,
        session_timeout_seconds=_seconds(properties, "session.timeout.seconds", DEFAULT_SESSION_TIMEOUT_SECONDS),
        max_buffer_bytes=_bytes(properties, "jute.maxbuffer", DEFAULT_MAX_BUFFER_BYTES),
        use_tls=use_tls,
        tls_verify=_flag(properties, "tls.verify", True),
        tls_ca=properties.get("tls.ca") or None,
        tls_certificate=properties.get("tls.certificate") or None,
        tls_key=properties.get("tls.key") or None,
        tls_key_password=properties.get("tls.key.password") or None,
        auth=_auth(properties),
        sasl=_sasl(properties),
    )


def parse_connect(connect: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """Hosts and chroot of `host:port,host:port/chroot`; the port defaults to 2181.

    Raises:
        ConfigError: a host is missing or a port is no number.
    """
    advice = "It reads host:port,host:port/chroot."
    try:
        hosts, chroot = collect_hosts(connect.strip())
    except ValueError as error:
        raise ConfigError(f"The ZooKeeper connect string {connect!r} is malformed: {error}.", advice) from error
    path = "/" + (chroot or "").strip("/")
    if "//" in path:
        raise ConfigError(f"The chroot of the ZooKeeper connect string {connect!r} has an empty part.", advice)
    return tuple(hosts), "" if path == "/" else path


def _flag(properties: Mapping[str, str], name: str, default: bool) -> bool:
    value = properties.get(name, "").strip().lower()
    if not value:
        return default
    if value not in _TRUE + _FALSE:
        raise ConfigError(f"ZooKeeper setting {name} is neither true nor false.")
    return value in _TRUE


def _seconds(properties: Mapping[str, str], name: str, default: float) -> float:
    text = properties.get(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        raise ConfigError(f"ZooKeeper setting {name} is not a number of seconds: {text!r}.") from None
    if not 0 < value <= 3600:
        raise ConfigError(f"ZooKeeper setting {name} must lie between 0 and 3600 seconds.")
    return value


def _bytes(properties: Mapping[str, str], name: str, default: int) -> int:
    """A number of bytes as Java reads a system property: decimal, or hexadecimal after 0x."""
    text = properties.get(name)
    if text is None:
        return default
    try:
        value = int(text, 0)
    except ValueError:
        raise ConfigError(f"ZooKeeper setting {name} is not a number of bytes: {text!r}.") from None
    if not 1024 <= value < 1 << 31:
        raise ConfigError(f"ZooKeeper setting {name} must lie between 1,024 bytes and 2 GiB.")
    return value


def _auth(properties: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    text = properties.get("auth")
    if not text:
        return ()
    scheme, separator, credential = text.partition(":")
    if not separator or not scheme or not credential:
        raise ConfigError("ZooKeeper setting auth must read scheme:credential.", "For example digest:user:password.")
    return ((scheme, credential),)


def _sasl(properties: Mapping[str, str]) -> dict[str, str] | None:
    given = {name.removeprefix("sasl."): value for name, value in properties.items() if name.startswith("sasl.")}
    if not given:
        return None
    if importlib.util.find_spec("puresasl") is None:
        raise ConfigError("ZooKeeper's SASL needs the package pure-sasl.", f"{how_to_install('kerberos')}.")
    mechanism = given.pop("mechanism", "DIGEST-MD5").upper()
    options = {"mechanism": mechanism, "service": "zookeeper", **given}
    if mechanism == "DIGEST-MD5":
        if not given.get("username") or "password" not in given:
            raise ConfigError("ZooKeeper's SASL DIGEST-MD5 needs sasl.username and sasl.password.")
        # The server's fixed principal for DIGEST-MD5 (ZooKeeper's SaslServerPrincipal and kazoo's own default).
        options.setdefault("principal", "zk-sasl-md5")
    return options
