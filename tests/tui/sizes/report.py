"""What was checked of which page in which size, as a page of the documentation; `tools/site_pages.py` makes it."""

from __future__ import annotations

from kafkatui.model.kinds import KINDS
from tests.tui.sizes import snapshots
from tests.tui.sizes.checks import CHECKS
from tests.tui.sizes.pages import BESIDE, PAGES, SIZES, Page

INTRODUCTION = """# Every page at every size

The tests draw every page of the program on screens of 160×50, 100×30 and 80×24 characters, with more rows than the
screen has lines and with names wider than any column, and look at what is drawn. A page that nobody entered here fails
them; what was drawn is kept as text in `tests/tui/__snapshots__/pages`.

What is checked of each:
"""

LEGEND = """
✓ is a page without a complaint; beside it is how many of its table's columns are in view (→ has the others), and how
many lines.
"""


def sizes_page() -> str:
    """The page as Markdown.

    Raises:
        LookupError: nothing is kept of a page in a size that it is looked at in.
    """
    checks = [f"- **{name}**: {(check.__doc__ or '').strip()}" for name, check in CHECKS.items()]
    return "\n".join([INTRODUCTION, *checks, LEGEND, *_table(_rows()), ""])


def _rows() -> list[tuple[str, Page]]:
    tabs = iter(PAGES)
    rows = [(f"{kind.value}: {tab.title}", next(tabs)) for kind, row in KINDS.items() for tab in row.tabs]
    return [*rows, *((page.name.replace("-", " "), page) for page in BESIDE)]


def _table(rows: list[tuple[str, Page]]) -> list[str]:
    names = [snapshots.size_name(size) for size in SIZES]
    lines = [f"| Page | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for title, page in rows:
        kept = {heading.partition(" · ")[0]: heading.partition(" · ")[2] for heading in snapshots.read(page.name)}
        cells = []
        for size, name in zip(SIZES, names, strict=True):
            if size in page.sizes and name not in kept:
                raise LookupError(f"nothing is kept of {page.name} at {name}")
            cells.append(f"✓ {kept[name]}".strip() if size in page.sizes else "–")
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return lines
