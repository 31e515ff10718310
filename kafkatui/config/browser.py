"""Whether this process draws for a browser (`kafkatui --web`): there is no terminal then to hand to other programs."""

from __future__ import annotations

import os
from collections.abc import Mapping

IN_BROWSER = "KAFKATUI_IN_BROWSER"
"""Set for the processes that `kafkatui --web` starts, one a browser window."""


def is_in_browser(environ: Mapping[str, str] = os.environ) -> bool:
    """True in a process that `kafkatui --web` started."""
    return bool(environ.get(IN_BROWSER))
