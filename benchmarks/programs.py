"""The programs that are measured, and the environment they start in."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

MEASURED_ENVIRONMENT = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "kafkatui-bench-bytecode"),
}
"""As an installed program: with its bytecode, which the first, unmeasured start writes."""


def explorer(bootstrap_servers: str, zookeeper: str = "none") -> list[str]:
    """kafkatui of this interpreter's environment."""
    return [os.path.join(os.path.dirname(sys.executable), "kafkatui"), "-b", bootstrap_servers, "-z", zookeeper]


def kaskade(bootstrap_servers: str) -> list[str] | None:
    """kaskade in the environment that KASKADE_VENV names; None when there is none."""
    path = Path(os.environ.get("KASKADE_VENV", "kaskade")) / "bin" / "kaskade"
    return [str(path), "admin", "-b", bootstrap_servers] if path.exists() else None
