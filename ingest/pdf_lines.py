"""Runs of a page -> rows on one baseline -> lines, with footnote marks taken out."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.blocks import Mark
from ingest.grid import Table
from ingest.pdf_geometry import Box, Run

SPACE_EM, TAB_EM = 0.15, 2.5
"""A gap this wide (in ems) is a space; a tab: kept as a tab character, because leaders and cells stand there."""
TIGHT_EM = 0.04
"""So much is one behind a number that opens the line."""
COUNTS = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]|\([a-z\d]{1,3}\)")
FEWEST_LETTERS, LETTERS, SPREAD_EM = 5, 0.8, 0.4
"""A line of so many runs is set wide if such a share of them are single letters or spaces, at most so far apart."""
RAISED = re.compile(r"\[?\d{1,9}\]?(\s*[,;]?\s*\[?\d{1,9}\]?)*[,;]?")
UNIT = re.compile(r"(^|[\s\d(])(m|cm|mm|km|ft|in|kg/m|CO|H)$")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
SPACES = dict.fromkeys([0xA0, 0x2002, 0x2003, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x3000, 0x2028], " ")
NOTHING = dict.fromkeys([*range(9), *range(11, 32), 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
CLEAN = {**LIGATURES, **SPACES, **NOTHING, 9: " ", 10: " ", 13: " ", 0x7F: "•"}
"""0x7F: codes that WinAnsiEncoding leaves free are bullets (ISO 32000-1, annex D.2, note 3)."""
RISE_EM = 1.5
"""A small part of a line is raised by at most so many of its own sizes."""
NOTE_EM, MARGIN_EM = 3.0, 6.0
"""The number of a footnote stands no farther before its words; that of a paragraph may, in the margin."""
LONGEST_NUMERAL = 3
FIRST_BOX = 100
LONGEST_MARKER = 7
"""A list marker set apart from its words has at most this many characters ('(xviii)')."""


@dataclass(frozen=True)
class Line:
    """
    One printed line; `x` and `end` are counted as if every column were the first one.

    `note` is a raised number that opens the line (the number of a footnote); `column` is 0 for a whole page.
    Boxes beside the text have columns of their own, from FIRST_BOX on; `around` is where such a box stands on its page.
    `table` is a table in place of words.
    `words_x` is where the words after the line's first piece start, if a gap sets that piece apart (a list marker).
    """

    page: int
    column: int
    x: float
    end: float
    y: float
    size: float
    bold: bool
    text: str
    marks: tuple[Mark, ...] = ()
    note: str = ""
    words_x: float | None = None
    table: Table | None = None
    around: Box | None = None

    @property
    def box(self) -> int:
        """Which box of the document beside the text the line stands in; 0 for none."""
        return self.column // FIRST_BOX


@dataclass
class Row:
    """Runs on one baseline; `read` holds the lines of a table or box that stands there."""

    y: float
    size: float
    runs: list[Run] = field(default_factory=list)
    read: tuple[Line, ...] = ()

    @property
    def x(self) -> float:
        """Where the row starts."""
        return min(run.x for run in self.runs)

    @property
    def text(self) -> str:
        """The words of the row, as they are shown, without spaces at the ends."""
        return "".join(run.text for run in sorted(self.runs, key=lambda run: run.x)).strip()

    def takes(self, run: Run) -> bool:
        """Whether the run stands on this baseline, or is a smaller raised or lowered part of it."""
        rise = run.y - self.y
        if abs(rise) <= 0.2 * run.size:
            return True
        small = run.size <= 0.9 * self.size or (rise > 0 and RAISED.fullmatch(run.text.strip()))
        if not small or not -0.35 * self.size <= rise <= 0.65 * self.size or not -run.size <= rise <= RISE_EM * run.size:
            return False
        left, right = min(other.x for other in self.runs), max(other.end for other in self.runs)
        text = run.text.strip()
        before = MARGIN_EM if text.isdecimal() else NOTE_EM if RAISED.fullmatch(text) else 1.0
        return left - before * self.size <= run.end and run.x <= right + self.size

    def touches(self, run: Run) -> bool:
        """Whether the run stands right behind or before a part of this row; columns may have other baselines."""
        near = 0.4 * self.size
        return any(abs(run.x - other.end) < near or abs(other.x - run.end) < near for other in self.runs)


def single_digits(pages: Iterable[Sequence[Run]]) -> bool:
    """Whether a document shows every number digit by digit, as Chromium does."""
    numbers = [text for runs in pages for run in runs if (text := run.text.strip()).isdecimal()]
    return 10 * sum(len(number) > 1 for number in numbers) < len(numbers)


def as_lines(rows: Iterable[Row], page: int, column: int) -> list[Line]:
    """The rows as lines of one column; what was read of a row before stays."""
    lines = (line for row in rows for line in (row.read or [_line(row, page, column)]))
    return [line for line in lines if line.text or line.note or line.table]


def once(runs: Sequence[Run]) -> list[Run]:
    """Drop what is printed twice at the same place, as some producers do to make it look bold."""
    kept: dict[tuple[str, int, int], Run] = {}
    for run in runs:
        for dx in (-1, 0, 1):
            same = kept.get((run.text, round(run.x) + dx, round(run.y)))
            if same and same.text.strip() and abs(same.x - run.x) < 0.15 * run.size:
                break
        else:
            kept[run.text, round(run.x), round(run.y)] = run
    return list(kept.values())


def with_whole_numbers(runs: list[Run]) -> list[Run]:
    """Put together the digits of one number that were shown one by one."""
    in_order = sorted(runs, key=lambda run: (-run.y, run.x))
    joined = in_order[:1]
    for run in in_order[1:]:
        last = joined[-1]
        digits = last.text.isdecimal() and run.text.isdecimal() and last.size == run.size and last.y == run.y
        if digits and abs(run.x - last.end) < 0.05 * run.size:
            joined[-1] = replace(last, text=last.text + run.text, end=run.end)
        else:
            joined.append(run)
    return joined


def in_rows(runs: Sequence[Run]) -> list[Row]:
    """Group runs by baseline, the largest first, so that small raised runs find the line they belong to."""
    rows: list[Row] = []
    near: dict[int, list[Row]] = {}
    for run in sorted((run for run in runs if run.text.strip()), key=lambda run: (-run.size, run.x)):
        spot = int(run.y // 4)
        reach = int(max(run.size, 24) // 4) + 1
        around = (row for place in range(spot - reach, spot + reach + 1) for row in near.get(place, ()))
        rows_there = [row for row in around if row.takes(run)]
        row = rows_there[0] if len(rows_there) == 1 else _nearest(run, rows_there)
        if row is None:
            row = Row(run.y, run.size)
            rows.append(row)
            near.setdefault(spot, []).append(row)
        row.runs.append(run)
    return rows


def _nearest(run: Run, rows: Sequence[Row]) -> Row | None:
    return min(rows, key=lambda row: (not row.touches(run), abs(row.y - run.y)), default=None)


def with_numerals(rows: Sequence[Row]) -> list[Row]:
    """Rows with each number that stands alone a little off the line it opens, as in a circle, put on that line."""
    words = {id(row): row.text for row in rows}
    lone = {id(row) for row in rows if len(words[id(row)]) <= LONGEST_NUMERAL and words[id(row)].isdecimal()}
    rising = sorted((row for row in rows if len(words[id(row)]) > LONGEST_MARKER), key=_height)
    kept: list[Row] = []
    for row in rows:
        line = _opened(row, rising) if id(row) in lone else None
        if line is None:
            kept.append(row)
            continue
        end = min(max(run.end for run in row.runs), line.x - (TAB_EM + SPACE_EM) * line.size)
        numeral = replace(row.runs[0], text=words[id(row)], x=row.x, end=max(row.x, end), y=line.y, size=line.size)
        line.runs.append(numeral)
    return kept


def _opened(numeral: Row, rising: Sequence[Row]) -> Row | None:
    """The line, of those from the lowest up, that begins right beside a number: the upper one of two."""
    end, reach = max(run.end for run in numeral.runs), 0.75 * numeral.size
    low, high = bisect_left(rising, numeral.y - reach, key=_height), bisect_right(rising, numeral.y + reach, key=_height)
    beside = [row for row in rising[low:high] if 0 < row.x - end < MARGIN_EM * row.size and numeral.size < 2 * row.size]
    return beside[-1] if beside else None


def _height(row: Row) -> float:
    return row.y


def _line(row: Row, page: int, column: int) -> Line:
    """Put a row's runs together, left to right; a raised number is a footnote mark, not text."""
    runs = sorted(row.runs, key=lambda run: run.x)
    size = _common_size([run for run in runs if run.size > 0.85 * row.size] or runs)
    text, note, marks, pen, words_x = "", "", list[Mark](), runs[0].x, None
    spread = _spread(runs, size)
    for run in runs:
        piece = run.text.translate(CLEAN)
        if words_x is None and piece.strip() and 0 < len(text.strip()) <= LONGEST_MARKER:
            words_x = run.x
        numbers = _raised_numbers(piece, run, row, size, text)
        if run is runs[0] and len(runs) > 1 and runs[1].x - run.end > NOTE_EM * size:
            numbers = []
        if numbers and not text.strip():
            note = numbers[0]
        elif numbers:
            marks += [Mark(len(text.rstrip()), number) for number in numbers]
        else:
            text, found = _with_piece(text, piece, run.x - pen - spread, size)
            marks += found
        pen = max(pen, run.end)
    text = text.rstrip()
    bold = all(run.bold for run in runs if re.search(r"\w", run.text) and run.size > 0.85 * size)
    marks = [Mark(min(mark.offset, len(text)), mark.number) for mark in marks]
    bold = bold and bool(re.search(r"\w", text))
    return Line(page, column, runs[0].x, pen, row.y, size, bold, text, tuple(marks), note, words_x)


def _spread(runs: Sequence[Run], size: float) -> float:
    """How far apart the letters of a word stand that are set wide, each shown on its own; 0 for other lines."""
    letters = sum(not text or (len(text) == 1 and text.isalpha()) for run in runs for text in [run.text.strip()])
    if len(runs) < FEWEST_LETTERS or letters < LETTERS * len(runs):
        return 0.0
    usual = sorted(after.x - before.end for before, after in pairwise(runs))[(len(runs) - 1) // 2]
    return usual if 0 < usual <= SPREAD_EM * size else 0.0


def _common_size(runs: list[Run]) -> float:
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size, 1)] += len(run.text.strip())
    return max(sizes, key=lambda size: (sizes[size], size))


def _raised_numbers(piece: str, run: Run, row: Row, size: float, before: str) -> list[str]:
    smaller, raised = run.size < 0.85 * size, run.y - row.y > 0.1 * size
    level = abs(run.y - row.y) <= 0.1 * size and run.size < 0.75 * size
    high = run.y - row.y > 0.2 * size
    if not ((smaller and (raised or level)) or high) or not RAISED.fullmatch(piece.strip()) or UNIT.search(before):
        return []
    return [number for digits in re.findall(r"\d+", piece) for number in note_numbers(digits)]


def note_numbers(digits: str) -> list[str]:
    """Split marks set without a comma, '152153', into the numbers that follow on from each other, 152 and 153."""
    for length in (1, 2, 3):
        parts = [digits[at : at + length] for at in range(0, len(digits), length)]
        if len(digits) > 3 and all(int(b) == int(a) + 1 for a, b in pairwise(parts)):
            return parts
    return [digits]


def _with_piece(text: str, piece: str, gap: float, size: float) -> tuple[str, list[Mark]]:
    """Add a piece after a gap; marks set as superscript characters ('¹²') come out of it."""
    if text and gap > TAB_EM * size:
        text = text.rstrip() + "\t"
    elif text and gap > (TIGHT_EM if COUNTS.fullmatch(text.strip()) else SPACE_EM) * size and not text.endswith((" ", "\t")):
        text += " "
    marks: list[Mark] = []
    for part in re.split(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", piece):
        if re.fullmatch(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", part) and text.strip() and not UNIT.search(text):
            numbers = note_numbers(part.translate(SUPERSCRIPTS))
            marks += [Mark(len(text.rstrip()), number) for number in numbers]
            continue
        part = re.sub(" +", " ", part)
        text += part.lstrip(" ") if not text or text[-1] in " \t" else part
    return re.sub("\u00ad(?=.)", "-", text), marks
