"""The doctor's findings as a table, and one of them in full."""

from __future__ import annotations

from kafkatui.model.event import Severity
from kafkatui.model.finding import Examination, Finding
from kafkatui.model.replacing import replace
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.events_table import SEVERITY_MARKS, SEVERITY_TONES
from kafkatui.view.findings_text import evidence_line, held_words
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

Line = tuple[Span, ...]

_WEIGHTS = {Severity.BAD: 0, Severity.WARNING: 1, Severity.INFO: 2, Severity.GOOD: 3}
LABEL_WIDTH = 8


def _tone(finding: Finding) -> Tone:
    return Tone.DIM if finding.mute_reason else SEVERITY_TONES[finding.severity]


def _mark(finding: Finding) -> Cell:
    return cell("–" if finding.mute_reason else SEVERITY_MARKS[finding.severity], _tone(finding))


def _weight(finding: Finding) -> int:
    return 9 if finding.mute_reason else _WEIGHTS[finding.severity]


def _title(finding: Finding) -> str:
    return finding.title if not finding.mute_reason else f"{finding.title} (muted: {finding.mute_reason})"


_COLUMNS: list[Column[Finding]] = [
    Column(
        "severity",
        "!",
        "How much it matters: ✗ act now, ! look at it soon, · to know, – muted.",
        cell=_mark,
        sort_key=_weight,
        json_name="severity",
        json_value=lambda row: row.severity.value,
        max_width=3,
    ),
    text_column(
        "subject",
        "What",
        "What it is the matter with; Enter goes there.",
        lambda row: row.subject.text,
        min_width=10,
        max_width=40,
    ),
    replace(
        text_column(
            "title",
            "Finding",
            "What is wrong.",
            _title,
            cell=lambda row: text_cell(_title(row), Tone.DIM if row.mute_reason else Tone.PLAIN),
            min_width=20,
            max_width=100,
            grow=1,
        ),
        room=60,
    ),
    Column(
        "since",
        "Since",
        "Since when, as far as anybody knows: a znode, a broker, or kafkatui, which saw it first then.",
        cell=lambda row: cell(numbers.date_time(row.since_seconds), Tone.DIM),
        sort_key=lambda row: row.since_seconds,
        json_name="since",
        json_value=lambda row: numbers.iso_timestamp(int(row.since_seconds * 1000)),
        min_width=19,
        max_width=19,
        gives_way=8,
    ),
    replace(
        text_column("rule", "Rule", "Which rule found it; kafkatui doctor --rules lists them.", lambda row: row.rule),
        gives_way=9,
    ),
]

FINDINGS_TABLE: TableDefinition[Finding] = TableDefinition(
    id="findings",
    noun="finding",
    noun_plural="findings",
    columns=_COLUMNS,
    key=lambda row: row.key,
    filter_text=lambda row: f"{row.subject.text} {_title(row)} {row.rule}",
    is_wrong=lambda row: row.is_wrong,
    naming=("subject", "title"),
)


def finding_lines(finding: Finding) -> list[Line]:
    """One of them in full: what each side says and when, since when, what it means, what to do."""
    lines: list[Line] = [((text_cell(finding.title).text, _tone(finding)),)]
    lines += [((text_cell(evidence_line(each)).text, Tone.PLAIN),) for each in finding.evidence]
    since = f"{numbers.date_time(finding.since_seconds)}{held_words(finding)}"
    lines += [_line("Since", since, Tone.PLAIN), _line("Means", finding.meaning, Tone.PLAIN)]
    lines.append(_line("Next", finding.next_step, Tone.BRIGHT))
    if finding.mute_reason:
        lines.append(_line("Muted", finding.mute_reason, Tone.DIM))
    return lines


def _line(label: str, text: str, tone: Tone) -> Line:
    return ((label.ljust(LABEL_WIDTH), Tone.DIM), (text_cell(text).text, tone))


def none_wrong(examination: Examination | None, has_zookeeper: bool) -> str:
    """What stands where there is no finding."""
    words = "Nothing is wrong, as far as it was looked at."
    if examination is not None and examination.unread:
        words = "Nothing was found in what could be read."
    return words if has_zookeeper else f"{words} There is no ZooKeeper to compare Kafka with."


def findings_words(examination: Examination) -> list[Span]:
    """ "✗ 1 ! 2 findings · :doctor", for a border; "✓ doctor" where nothing is wrong."""
    counts = {each: sum(row.severity is each for row in examination.wrong) for each in (Severity.BAD, Severity.WARNING)}
    if not examination.wrong:
        return [("? doctor", Tone.DIM)] if examination.unread else [("✓ doctor", Tone.GOOD)]
    marks: list[Span] = [
        (f"{SEVERITY_MARKS[each]} {count:,} ", SEVERITY_TONES[each]) for each, count in counts.items() if count
    ]
    return [*marks, (f"finding{'s' if len(examination.wrong) != 1 else ''} · :doctor", Tone.DIM)]
