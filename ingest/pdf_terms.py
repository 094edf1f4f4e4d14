"""Glossaries without rules: terms in bold beside their meanings, however few stand together under a letter."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.pdf_lines import Row
from ingest.pdf_look import NEAR, NUMBER
from ingest.pdf_tables import FEWEST_ROWS, MOST_LEADING, WIDE, Block, Piece, as_row, in_pieces


def with_terms(rows: Sequence[Row], page: int) -> list[Row]:
    """The rows with the terms of a glossary and their meanings put together as tables; where others stand so, as they are."""
    pieces = [[] if row.read else in_pieces(row) for row in rows]
    places = Counter((round(own[0].x), round(own[1].x)) for own in pieces if _is_entry(own))
    (term, meaning), count = places.most_common(1)[0] if places else ((0, 0), 0)
    others = any(len(own) > 2 - (not own[0].bold) and abs(own[0].x - term) < NEAR for own in pieces if own)
    if count < FEWEST_ROWS or others:
        return list(rows)
    parts = [[] if row.read else _parted(row, term, meaning) for row in rows]
    found: list[Row] = []
    at = 0
    while at < len(rows):
        titled = len(parts[at]) == 2 and parts[at][1].bold and at + 1 < len(rows)
        end = _end(rows, parts, at + titled)
        entries = _is_entry(parts[at + titled])
        found += _entries(rows[at:end], parts[at:end], titled, page) if entries else rows[at:end]
        at = end
    return found


def _is_entry(parts: Sequence[Piece]) -> bool:
    """Whether a row sets words in bold beside others that are not, and are neither a page's nor a paragraph's number."""
    if len(parts) != 2 or not parts[0].bold or parts[1].bold:
        return False
    return not parts[1].text.isdecimal() and not NUMBER.match(f"{parts[1].text} ")


def _parted(row: Row, term: float, meaning: float) -> list[Piece]:
    """A row's words where terms stand and where meanings do; nothing if it has others."""
    runs = sorted((run for run in row.runs if run.text.strip()), key=lambda run: run.x)
    sides = [[run for run in runs if (run.x > meaning - NEAR) is right] for right in (False, True)]
    parts = [Piece(own) for own in sides if own]
    places = [term] * bool(sides[0]) + [meaning] * bool(sides[1])
    fit = all(abs(part.x - place) < NEAR for part, place in zip(parts, places, strict=True))
    return parts if fit and all(run.bold and run.end < meaning for run in sides[0]) else []


def _end(rows: Sequence[Row], parts: Sequence[Sequence[Piece]], start: int) -> int:
    """Behind the last row that goes on with the entry in a row, or starts another; a title stands apart from them."""
    end, least = start + 1, math.inf
    while _is_entry(parts[start]) and end < len(rows) and parts[end]:
        gap = rows[end - 1].y - rows[end].y
        least = min(least, gap)
        if gap > MOST_LEADING * rows[end].size or (gap > WIDE * least and not _is_entry(parts[end])):
            break
        end += 1
    return end


def _entries(rows: Sequence[Row], parts: Sequence[list[Piece]], titled: bool, page: int) -> list[Row]:
    """Entries as a table, each a row of it: wide gaps part them, or they are of a line each; if `titled`, below titles."""
    gaps = [above.y - below.y for above, below in pairwise(rows)]
    wide = [gap > WIDE * min(gaps) for gap in gaps]
    groups = [[0]]
    for n, parted in enumerate(wide, 1):
        starts = parted or (titled and n == 1) or not (any(wide) or any(part.text[:1].islower() for part in parts[n]))
        groups = [*groups, [n]] if len(parts[n]) == 2 and starts else [*groups[:-1], [*groups[-1], n]]
    sides = [[own[0] for own in parts if own[0].bold], [own[-1] for own in parts if not own[-1].bold]]
    columns = [(min(part.x for part in side), max(part.end for part in side)) for side in sides]
    table = Block(rows, parts, columns, page, math.inf).table_of(groups, counts=False)
    return [as_row(table)] if table else list(rows)
