"""
A PDF page's content stream -> runs of text, each with its exact place, size and weight.

pypdf's own text visitor joins runs over wide gaps and knows no widths, so the few text operators
(ISO 32000-1, 9.4) are followed here; decoding and widths come from pypdf's fonts.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from ingest.pdf_fonts import PageFont, font_or_none
from ingest.pdf_geometry import IDENTITY, Box, Matrix, Run, matrix, times, turned, turned_box
from ingest.pdf_grounds import Grounds, is_white
from ingest.pdf_shapes import Shapes, bullets
from ingest.pdf_turned import labels

MAX_FORM_DEPTH = 6
MAX_FORMS_PER_PAGE = 500
FILLED, STROKED, UNSEEN = (0, 4), 2, 3
"""Text rendering modes (ISO 32000-1, 9.3.6)."""
SMALLEST = 2.0
"""Points; smaller type is not there to be read."""
KERN = 140
"""From this many thousandths on, a move inside a shown array is a gap between runs, not kerning."""


@dataclass(frozen=True)
class Ink:
    """A run before the page is turned upright: origin, end and up vector in the page's own coordinates."""

    text: str
    origin: tuple[float, float]
    end: tuple[float, float]
    size: float
    bold: bool
    white: bool = False
    """As the paper under it, or too small to see."""
    unseen: bool = False
    """Shown without ink, as the text that OCR lays over a scan."""

    @property
    def quarter(self) -> int | None:
        """In which quarter turn the text runs (0 = to the right, 1 = upwards); None if it is slanted."""
        dx, dy = self.end[0] - self.origin[0], self.end[1] - self.origin[1]
        turn = math.atan2(dy, dx) / (math.pi / 2)
        return round(turn) % 4 if abs(turn - round(turn)) < 0.05 else None


@dataclass(frozen=True)
class TextState:
    """What q saves and Q brings back, as far as text needs it."""

    ctm: Matrix = IDENTITY
    font: "PageFont | None" = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    white: bool = False
    pen: float = 1.0


class PageReader:
    """Follows a page's content stream and keeps the text it shows."""

    def __init__(self, fonts: dict[int, PageFont | None]) -> None:
        self.known_fonts = fonts
        self.inks: list[Ink] = []
        self.shapes = Shapes()
        self.grounds = Grounds()
        self.images = 0
        self.forms = 0
        self.state = TextState()
        self.stack: list[TextState] = []
        self.line: Matrix = IDENTITY
        self.text: Matrix = IDENTITY
        self.resources = DictionaryObject()
        self.pdf: Any = None
        self.depth = 0
        self.handlers: dict[bytes, Callable[[list[Any]], None]] = {
            b"q": lambda _: self.stack.append(self.state), b"Q": self._restore, b"cm": self._transform,
            b"BT": self._begin, b"Tf": self._font, b"Td": self._move, b"TD": self._move_leading,
            b"Tm": self._place, b"T*": self._next_line, b"Tj": self._show, b"TJ": self._show_spaced,
            b"'": self._next_and_show, b'"': self._space_and_show, b"Do": self._paint,
            b"Tc": lambda o: self._set(char_space=float(o[0])), b"Tw": lambda o: self._set(word_space=float(o[0])),
            b"Tz": lambda o: self._set(stretch=float(o[0]) / 100), b"TL": lambda o: self._set(leading=float(o[0])),
            b"Ts": lambda o: self._set(rise=float(o[0])), b"Tr": lambda o: self._set(mode=int(o[0])),
            b"w": lambda o: self._set(pen=float(o[0])), b"cs": lambda _: self._set(white=False),
            **{name: partial(self._colour, name) for name in (b"g", b"rg", b"k", b"sc", b"scn")},
            b"INLINE IMAGE": self._image,
        }  # fmt: skip

    def read(self, stream: ContentStream, resources: DictionaryObject, pdf: Any) -> None:
        """Follow every operator; one with wrong operands is passed over, as viewers do."""
        self.resources, self.pdf = resources, pdf
        for operands, operator in stream.operations:
            handler, path = self.handlers.get(operator), self.shapes.handlers.get(operator)
            try:
                if handler is not None:
                    handler(operands)
                if path is not None:
                    path(operands, self.state.ctm)
                self.grounds.follow(operator, operands, self.state.ctm, self.state.white, self.state.pen)
            except (IndexError, TypeError, ValueError, KeyError, AttributeError):
                continue

    def _colour(self, operator: bytes, operands: list[Any]) -> None:
        self._set(white=is_white(operator, operands))

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def _restore(self, _: list[Any]) -> None:
        self.state = self.stack.pop()

    def _transform(self, operands: list[Any]) -> None:
        self._set(ctm=times(matrix(operands), self.state.ctm))

    def _begin(self, _: list[Any]) -> None:
        self.line = self.text = IDENTITY

    def _font(self, operands: list[Any]) -> None:
        resource = self.resources["/Font"].get_object()[operands[0]].get_object()  # type: ignore[index]
        if id(resource) not in self.known_fonts:
            self.known_fonts[id(resource)] = font_or_none(resource)
        self._set(font=self.known_fonts[id(resource)], size=float(operands[1]))

    def _move(self, operands: list[Any]) -> None:
        self.line = self.text = times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)

    def _move_leading(self, operands: list[Any]) -> None:
        self._set(leading=-float(operands[1]))
        self._move(operands)

    def _place(self, operands: list[Any]) -> None:
        self.line = self.text = matrix(operands)

    def _next_line(self, _: list[Any]) -> None:
        self._move([0, -self.state.leading])

    def _next_and_show(self, operands: list[Any]) -> None:
        self._next_line([])
        self._show(operands)

    def _space_and_show(self, operands: list[Any]) -> None:
        self._set(word_space=float(operands[0]), char_space=float(operands[1]))
        self._next_and_show(operands[2:])

    def _show_spaced(self, operands: list[Any]) -> None:
        shown: list[Any] = []
        kerning = 0.0
        for part in operands[0]:
            if not isinstance(part, (int, float)):
                shown.append(part)
            elif abs(part) < KERN:
                kerning -= part
            else:
                self._show_all(shown, kerning)
                self._advance(-float(part) / 1000 * self.state.size * self.state.stretch)
                shown, kerning = [], 0.0
        self._show_all(shown, kerning)

    def _advance(self, width: float) -> None:
        self.text = times((1, 0, 0, 1, width, 0), self.text)

    def _show(self, operands: list[Any]) -> None:
        self._show_all(operands[:1], 0.0)

    def _show_all(self, strings: list[Any], kerning: float) -> None:
        """Keep strings shown side by side as one run; `kerning` is what moves the pen between them, in thousandths."""
        state = self.state
        if state.font is None or not state.size or not strings:
            return
        raw = b"".join(string if isinstance(string, bytes) else string.original_bytes for string in strings)
        text, thousandths, codes = state.font.decode(raw)
        thousandths += kerning
        spacing = codes * state.char_space + raw.count(b" ") * state.word_space * (codes == len(raw))
        placed = times(times((1, 0, 0, 1, 0, state.rise), self.text), state.ctm)
        self._advance((thousandths / 1000 * state.size + spacing) * state.stretch)
        moved = times(times((1, 0, 0, 1, 0, state.rise), self.text), state.ctm)
        size = abs(state.size) * math.hypot(placed[2], placed[3])
        if text.strip("\x00") and math.isfinite(sum(placed) + sum(moved)) and 0 < size < 2000:
            bold = state.font.bold or state.mode == STROKED
            up = state.size / 4
            middle = (placed[4] + moved[4]) / 2 + placed[2] * up, (placed[5] + moved[5]) / 2 + placed[3] * up
            white = size < SMALLEST or (state.white and state.mode in FILLED and not self.grounds.under(*middle))
            origin, end = (placed[4], placed[5]), (moved[4], moved[5])
            self.inks.append(Ink(text, origin, end, size, bold, white, state.mode == UNSEEN))

    def _image(self, _: list[Any]) -> None:
        self.images += not self.shapes.image(self.state.ctm)
        self.grounds.image(self.state.ctm)

    def _paint(self, operands: list[Any]) -> None:
        form = self.resources["/XObject"].get_object()[operands[0]].get_object()  # type: ignore[index]
        if form.get("/Subtype") == "/Image":
            self._image([])
        elif self.depth < MAX_FORM_DEPTH and self.forms < MAX_FORMS_PER_PAGE:
            self.forms += 1
            self._read_form(form)

    def _read_form(self, form: Any) -> None:
        kept = self.state, self.stack, self.line, self.text, self.resources
        self._set(ctm=times(matrix(form.get("/Matrix", IDENTITY)), self.state.ctm))
        self.stack, self.depth = [], self.depth + 1
        resources = form.get("/Resources", self.resources).get_object()
        self.read(ContentStream(form, self.pdf, "bytes"), resources, self.pdf)
        self.state, self.stack, self.line, self.text, self.resources = kept
        self.depth -= 1


@dataclass(frozen=True)
class PageRuns:
    """
    A page's runs on the upright page; `drawn` are rules and boxes.

    `sideways` is text that runs in another direction than the rest, but for labels in cells.
    `hidden`: whether there is text nobody sees.
    """

    runs: tuple[Run, ...]
    sideways: tuple[str, ...]
    height: float
    images: int
    drawn: tuple[Box, ...] = ()
    hidden: bool = False


def page_runs(page: PageObject, fonts: dict[int, PageFont | None]) -> PageRuns:
    """Read a page's text inside its crop box, turned so that most of it runs to the right."""
    reader = PageReader(fonts)
    if isinstance(page.get("/Contents", DictionaryObject()).get_object(), (ArrayObject, StreamObject)):
        resources = page.get("/Resources", DictionaryObject()).get_object()
        stream = ContentStream(page["/Contents"].get_object(), page.pdf, "bytes")
        reader.read(stream, resources if isinstance(resources, DictionaryObject) else DictionaryObject(), page.pdf)
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    seen = [i for i in reader.inks if left - 3 <= i.origin[0] <= right + 3 and bottom - 3 <= i.origin[1] <= top + 3]
    shown = [ink for ink in seen if not (ink.white or (ink.unseen and not reader.images)) or not ink.text.strip()]
    hidden, seen = len(shown) < len(seen), shown
    letters = [sum(len(ink.text) for ink in seen if ink.quarter == turn) for turn in range(4)]
    turn = letters.index(max(letters))
    crop = (left, bottom, right, top)
    quarters = [[_upright(ink, quarter, crop) for ink in seen if ink.quarter == quarter] for quarter in range(4)]
    sidewise, left_out = labels(quarters, turn, reader.shapes.drawn, crop)
    upright = quarters[turn] + sidewise
    upright += bullets([turned_box(box, turn, crop) for box in reader.shapes.found], upright)
    slanted = [ink.text.strip() for ink in seen if ink.quarter is None and ink.text.strip()]
    height = top - bottom if turn % 2 == 0 else right - left
    drawn = tuple(turned_box(box, turn, crop) for box in reader.shapes.drawn)
    return PageRuns(tuple(upright), (*slanted, *left_out), height, reader.images, drawn, hidden)


def _upright(ink: Ink, turn: int, box: Box) -> Run:
    (x, y), (end, other) = (turned(point, turn, box) for point in (ink.origin, ink.end))
    return Run(ink.text, x, max(end, x), (y + other) / 2, ink.size, ink.bold)
