"""The coverage matrix as a picture: an SVG of its own, with a title and description, readable without colour."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from training.coverage import Cell, Coverage, Line, Place
from training.standards import Statement

LABEL, TOP, SIDE, GAP, FOOT = 430, 96, 12, 8, 84
WIDTH = 6
"""Of a statement's column; half of it as small as the text may be."""
LONGEST = 66
SHADES = {"direct": "#12436d", "partial": "#28a197", "background": "#b6d9d6"}
NOTHING = "#f3f2f1"
INK = "#0b0c0c"
RED, AMBER = "#d4351c", "#f47738"


def picture(found: Coverage) -> str:
    """One row a section, one column a line of the matrix; a cell's height says how many paragraphs, its colour how strongly."""
    across = _across(found.lines)
    right = LABEL + max(across.values(), default=0) + WIDTH + 60
    rows, down = _rows(found, across, right)
    height = down + FOOT
    title = f"Which guidance stands behind the LCPP statements: {len(found.places)} places by {len(found.lines)} lines"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title about" viewBox="0 0 {right} {height}" '
        f'width="{right}" height="{height}" font-family="Arial, sans-serif" font-size="10" fill="{INK}">'
        f'<title id="title">{escape(title)}</title><desc id="about">{escape(described(found))}</desc>'
        f'<rect width="{right}" height="{height}" fill="#ffffff"/>{_head(found, across)}{rows}{_key(down)}</svg>'
    )


def described(found: Coverage) -> str:
    """The picture in words."""
    empty = len(found.empty)
    return (
        f"{found.covered} of {found.paragraphs} paragraphs of {found.edition} stand behind a statement; {empty} of "
        f"{len(found.places)} places stand behind none. {len(found.unsupported)} statements have nothing in force behind "
        f"them, {len(found.thin)} no paragraph that says directly what they teach. The tables give every number."
    )


def _across(lines: Sequence[Line]) -> dict[str, int]:
    """Where each line's column begins, the standards and kinds a little apart."""
    place, found = 0, {}
    for _, group in groupby(lines, key=_group):
        for line in group:
            found[line.name] = place
            place += WIDTH
        place += GAP
    return found


def _group(line: Line) -> tuple[int, str]:
    first: Statement = line.statements[0]
    return first.standard, first.kind if len(line.statements) == 1 else ""


def _head(found: Coverage, across: dict[str, int]) -> str:
    made = [_text(LABEL - 8, 20, f"Guidance in force ({found.edition})", "end", bold=True)]
    for (standard, kind), group in groupby(found.lines, key=_group):
        own = list(group)
        x = LABEL + across[own[0].name]
        if not kind or kind == "outcome":
            made.append(_text(x, 20, f"Standard {standard}", "start", bold=True))
        if kind:
            made.append(f'<g transform="translate({x + 6} {TOP - 8}) rotate(-40)">{_text(0, 0, kind, "start")}</g>')
    return "".join(made)


def _rows(found: Coverage, across: dict[str, int], right: int) -> tuple[str, int]:
    made, down = [_support(found, across)], TOP + SIDE + GAP
    empty = set(found.empty)
    for chapter, group in groupby(enumerate(found.places), key=lambda pair: pair[1].chapter):
        made.append(_text(LABEL - 8, down + 9, chapter, "end", bold=True))
        down += SIDE + 2
        for number, place in group:
            made.append(_row(found, place, number, across, down, right, place in empty))
            down += SIDE
        down += GAP
    return "".join(made), down


def _support(found: Coverage, across: dict[str, int]) -> str:
    """Above all rows: the lines that nothing supports, or nothing directly."""
    said = {s.short: (RED, "nothing in force") for s, _ in found.unsupported} | {s.short: (AMBER, "thin") for s in found.thin}
    marks = [
        f'<rect x="{LABEL + x}" y="{TOP}" width="{WIDTH - 1}" height="{SIDE - 1 if colour == RED else 5}" fill="{colour}">'
        f"<title>{escape(f'{name}: {about}')}</title></rect>"
        for name, x in across.items()
        if name in said
        for colour, about in [said[name]]
    ]
    label = "Nothing in force behind it (tall, red); nothing direct (short, amber)"
    return "".join((_text(LABEL - 8, TOP + 9, label, "end"), *marks))


def _row(found: Coverage, place: Place, number: int, across: dict[str, int], down: int, right: int, empty: bool) -> str:
    end = max(across.values(), default=0) + WIDTH
    name = place.title if len(place.title) <= LONGEST else place.title[: LONGEST - 1].rstrip() + "…"
    cells = "".join(_cell(line, line.cells[number], place, LABEL + across[line.name], down) for line in found.lines)
    left = len(place.paragraphs) - len(found.uncovered.get(place, ()))
    said = "none" if empty else f"{left} of {len(place.paragraphs)}" if place.paragraphs else ""
    return (
        f'<rect x="{LABEL}" y="{down}" width="{end}" height="{SIDE - 1}" fill="{NOTHING}"/>'
        f"{_text(LABEL - 8, down + 9, name, 'end', RED if empty else INK)}{cells}"
        f"{_text(right - 54, down + 9, said, 'start', RED if empty else INK)}"
    )


def _cell(line: Line, cell: Cell, place: Place, x: int, down: int) -> str:
    if not cell.total:
        return ""
    shade = next(colour for name, colour in SHADES.items() if getattr(cell, name))
    tall = min(SIDE - 1, 4 + 2 * cell.total)
    counts = ", ".join(f"{getattr(cell, name)} {name}" for name in SHADES if getattr(cell, name))
    return (
        f'<rect x="{x}" y="{down + SIDE - 1 - tall}" width="{WIDTH - 1}" height="{tall}" fill="{shade}">'
        f"<title>{escape(f'{line.name}, {place.title}: {counts}')}</title></rect>"
    )


def _key(down: int) -> str:
    said = (
        ("direct", "a paragraph says what the statement teaches"),
        ("partial", "a paragraph says a part of it, or the general rule"),
        ("background", "a paragraph is needed to understand it"),
    )
    made = [
        f'<rect x="{LABEL}" y="{down + 4 + 16 * n}" width="11" height="11" fill="{SHADES[name]}"/>'
        f"{_text(LABEL + 18, down + 13 + 16 * n, f'{name}: {about}', 'start')}"
        for n, (name, about) in enumerate(said)
    ]
    note = "The taller a mark, the more paragraphs. On the right: how many paragraphs of the place stand behind a statement."
    return "".join((*made, _text(LABEL, down + 13 + 16 * len(said), note, "start")))


def _text(x: int, y: int, said: str, anchor: str, colour: str = INK, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}"{weight}>{escape(said)}</text>'
