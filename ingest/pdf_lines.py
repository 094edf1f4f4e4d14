"""Runs of a page -> lines in reading order, with footnote marks taken out and columns read one after the other."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from ingest.blocks import Mark
from ingest.pdf_geometry import Run

SPACE_EM, TAB_EM = 0.15, 2.5
"""A gap this wide (in ems) is a space; a tab: kept as a tab character, because leaders and cells stand there."""
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
MIN_COLUMN_LINES, MIN_FILL, MIN_GUTTER = 6, 0.7, 8.0
SAME_COLUMNS = 60.0
"""Columns whose distance differs by no more points from the usual one are the usual ones, with an indented list."""
LONGEST_MARKER = 7
"""A list marker set apart from its words has at most this many characters ('(xviii)')."""


@dataclass(frozen=True)
class Line:
    """
    One printed line; `x` and `end` are counted as if every column were the first one.

    `note` is a raised number that opens the line (the number of a footnote); `column` is 0 for a whole page.
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


@dataclass
class Row:
    """Runs on one baseline."""

    y: float
    size: float
    runs: list[Run] = field(default_factory=list)

    def takes(self, run: Run) -> bool:
        """Whether the run stands on this baseline, or is a smaller raised or lowered part of it."""
        rise = run.y - self.y
        if abs(rise) <= 0.2 * run.size:
            return True
        small = run.size <= 0.9 * self.size or (rise > 0 and RAISED.fullmatch(run.text.strip()))
        if not small or not -0.35 * self.size <= rise <= 0.65 * self.size or not -run.size <= rise <= RISE_EM * run.size:
            return False
        left, right = min(other.x for other in self.runs), max(other.end for other in self.runs)
        before = MARGIN_EM if run.text.strip().isdecimal() else NOTE_EM
        return left - before * self.size <= run.end and run.x <= right + self.size

    def touches(self, run: Run) -> bool:
        """Whether the run stands right behind or before a part of this row; columns may have other baselines."""
        near = 0.4 * self.size
        return any(abs(run.x - other.end) < near or abs(other.x - run.end) < near for other in self.runs)


def single_digits(pages: Iterable[Sequence[Run]]) -> bool:
    """Whether a document shows every number digit by digit, as Chromium does."""
    numbers = [text for runs in pages for run in runs if (text := run.text.strip()).isdecimal()]
    return 10 * sum(len(number) > 1 for number in numbers) < len(numbers)


def page_lines(runs: Sequence[Run], page: int, digits_apart: bool = False) -> list[Line]:
    """Order a page's text: from the top down, column by column."""
    whole = _once(runs)
    rows = sorted(_rows(_with_whole_numbers(whole) if digits_apart else whole), key=lambda row: -row.y)
    gutter = _gutter(rows)
    if gutter is None:
        return _lines(rows, page, 0)
    lines: list[Line] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        if any(x < gutter - 3 and end > gutter + 3 for x, end in _stretches(row)):
            lines += [*_columns(left, right, page), *_lines([row], page, 0)]
            left, right = [], []
            continue
        for side, runs_there in ((left, _side(row, gutter, False)), (right, _side(row, gutter, True))):
            if runs_there:
                side.append(Row(row.y, row.size, runs_there))
    return lines + _columns(left, right, page)


def _stretches(row: Row) -> list[tuple[float, float]]:
    """The parts of a row without a gap in them as wide as a gutter."""
    found: list[tuple[float, float]] = []
    for run in sorted((run for run in row.runs if run.text.strip()), key=lambda run: run.x):
        if found and run.x - found[-1][1] < 0.6 * row.size:
            found[-1] = (found[-1][0], max(found[-1][1], run.end))
        else:
            found.append((run.x, run.end))
    return found


def _side(row: Row, gutter: float, right: bool) -> list[Run]:
    return [run for run in row.runs if (run.x >= gutter - 3) == right]


def _columns(left: list[Row], right: list[Row], page: int) -> list[Line]:
    return [*_lines(left, page, 1), *_lines(right, page, 2)]


def _lines(rows: list[Row], page: int, column: int) -> list[Line]:
    lines = (_line(row, page, column) for row in rows)
    return [line for line in lines if line.text or line.note]


def aligned(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Move second columns over the first ones, by the distance that is usual in the document."""
    distances = [_distance(lines) for lines in pages]
    common = Counter(round(distance) for distance in distances if distance).most_common(1)
    usual, count = common[0] if common else (0, 0)
    shifts = [usual if count > 1 and abs(own - usual) < SAME_COLUMNS else own for own in distances]
    return [[_moved(line, by) for line in lines] for lines, by in zip(pages, shifts, strict=True)]


def _distance(lines: Sequence[Line]) -> float:
    """How far apart the left edges of a page's columns are; 0 for a page in one column."""
    edges = [min((line.x for line in lines if line.column == column), default=0.0) for column in (1, 2)]
    return edges[1] - edges[0] if all(edges) else 0.0


def _moved(line: Line, by: float) -> Line:
    if line.column != 2 or not by:
        return line
    words_x = None if line.words_x is None else line.words_x - by
    return replace(line, x=line.x - by, end=line.end - by, words_x=words_x)


def _once(runs: Sequence[Run]) -> list[Run]:
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


def _with_whole_numbers(runs: list[Run]) -> list[Run]:
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


def _rows(runs: Sequence[Run]) -> list[Row]:
    """Group runs by baseline, the largest first, so that small raised runs find the line they belong to."""
    rows: list[Row] = []
    near: dict[int, list[Row]] = {}
    for run in sorted((run for run in runs if run.text.strip()), key=lambda run: (-run.size, run.x)):
        spot = int(run.y // 4)
        reach = int(max(run.size, 24) // 4) + 1
        around = (row for place in range(spot - reach, spot + reach + 1) for row in near.get(place, ()))
        rows_there = [row for row in around if row.takes(run)]
        row = min(rows_there, key=lambda row: (not row.touches(run), abs(row.y - run.y)), default=None)
        if row is None:
            row = Row(run.y, run.size)
            rows.append(row)
            near.setdefault(spot, []).append(row)
        row.runs.append(run)
    return rows


def _gutter(rows: list[Row]) -> float | None:
    """Find the white strip between two columns of running text; None for one column or a table of short cells."""
    extents = [(run.x, run.end) for row in rows for run in row.runs]
    if len(rows) < 2 * MIN_COLUMN_LINES:
        return None
    left, right = min(x for x, _ in extents), max(end for _, end in extents)
    width = right - left
    places = [left + width * share / 100 for share in range(30, 71)]
    crossings = [sum(any(r.x < x < r.end for r in row.runs) for row in rows) for x in places]
    fewest = min(crossings)
    few = fewest + len(rows) // 25
    strips = [list(strip) for free, strip in groupby(range(len(places)), lambda n: crossings[n] <= few) if free]
    widest = max(strips, key=len)
    place = places[widest[len(widest) // 2]]
    return place if fewest <= 0.4 * len(rows) and _filled(rows, place) else None


def _filled(rows: list[Row], place: float) -> bool:
    """Whether both sides of the strip hold full lines, as running text does and table cells do not."""
    whole = [row for row in rows if not any(run.x < place < run.end for run in row.runs)]
    left = [runs for row in whole if (runs := _side(row, place, False))]
    right = [runs for row in whole if (runs := _side(row, place, True))]
    if min(len(left), len(right)) < MIN_COLUMN_LINES:
        return False
    ends = sorted(max(run.end for run in runs) for runs in left)
    starts = sorted(min(run.x for run in runs) for runs in right)
    if starts[len(starts) // 10] - ends[len(ends) * 9 // 10] < MIN_GUTTER:
        return False
    edges = (min(run.x for row in rows for run in row.runs), max(run.end for row in rows for run in row.runs))
    middle = starts[len(starts) // 10]
    return _fill(left, middle - MIN_GUTTER - edges[0]) >= MIN_FILL and _fill(right, edges[1] - middle) >= MIN_FILL


def _fill(side: list[list[Run]], width: float) -> float:
    """How much of a column its lines fill, in the middle of all its lines."""
    shares = sorted(sum(run.end - run.x for run in runs) / max(width, 1) for runs in side)
    return shares[len(shares) // 2]


def _line(row: Row, page: int, column: int) -> Line:
    """Put a row's runs together, left to right; a raised number is a footnote mark, not text."""
    runs = sorted(row.runs, key=lambda run: run.x)
    size = _common_size([run for run in runs if run.size > 0.85 * row.size] or runs)
    text, note, marks, pen, words_x = "", "", list[Mark](), runs[0].x, None
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
            text, found = _with_piece(text, piece, run.x - pen, size)
            marks += found
        pen = max(pen, run.end)
    text = text.rstrip()
    bold = all(run.bold for run in runs if re.search(r"\w", run.text) and run.size > 0.85 * size)
    marks = [Mark(min(mark.offset, len(text)), mark.number) for mark in marks]
    bold = bold and bool(re.search(r"\w", text))
    return Line(page, column, runs[0].x, pen, row.y, size, bold, text, tuple(marks), note, words_x)


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
    elif text and gap > SPACE_EM * size and not text.endswith((" ", "\t")):
        text += " "
    marks: list[Mark] = []
    for part in re.split(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", piece):
        if re.fullmatch(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", part) and text.strip() and not UNIT.search(text):
            numbers = note_numbers(part.translate(SUPERSCRIPTS))
            marks += [Mark(len(text.rstrip()), number) for number in numbers]
            continue
        part = re.sub(" +", " ", part)
        text += part.lstrip(" ") if not text or text[-1] in " \t" else part
    return re.sub("\u00ad(?=.)", "", text), marks
