"""A settings file with a secret in it that others on this machine may read."""

from __future__ import annotations

import stat

from kafkatui.config.file import ConfigFile
from kafkatui.config.references import has_reference
from kafkatui.model.secrets import is_secret

_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


def exposed_secret(file: ConfigFile) -> str | None:
    """What to warn of, in a sentence; None when the file holds no secret, or is its owner's alone.

    References to variables and files (`${env:…}`, `${file:…}`) are no secrets. Where the file cannot be looked at
    any more there is nothing to warn of.
    """
    if file.path is None:
        return None
    named = next(
        (
            f"{cluster.source}: {name}"
            for cluster in file.clusters.values()
            for name, value in {**cluster.zookeeper_properties, **cluster.kafka}.items()
            if value and is_secret(name) and not has_reference(value)
        ),
        None,
    )
    if named is None:
        return None
    try:
        mode = file.path.stat().st_mode
    except OSError:
        return None
    if not mode & _OTHERS_READ:
        return None
    return f"{named} is a secret, and others on this machine may read the file. chmod 600 {file.path}"
