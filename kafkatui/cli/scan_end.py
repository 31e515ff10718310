"""What a verb that has looked at records says at its end."""

from __future__ import annotations

from kafkatui.model.scan import ScanState


def tell(state: ScanState) -> None:
    """What was looked at, and what was not, on standard error."""
    from kafkatui.cli.terminal import remark
    from kafkatui.view.scan_lines import scan_lines

    for line in scan_lines(state):
        remark(line)
