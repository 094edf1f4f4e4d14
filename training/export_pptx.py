"""Slides as PowerPoint: each on a layout of the master, with footer, number, notes, alternative texts and links."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from training.export_master import LANGUAGE, LAYOUTS, LEFT, LEVELS, WIDE, blank
from training.export_zip import settled
from training.pack_slides import Layout, Slide, Text

AUTHOR = "Chapter & Verse"
ROW_HEIGHT = 0.43
COLUMNS = (1.1, 1.4)
"""Inches of a table's columns but the last, which takes the rest."""


def presentation(slides: Sequence[Slide], title: str, about: str, reader: str, made: datetime) -> bytes:
    """The .pptx file; `reader` is the address links start with, `made` what its properties say (the library's own date)."""
    own = blank()
    layouts = {name: next(one for one in own.slide_layouts if one.name == held) for name, held in LAYOUTS.items()}
    for slide in slides:
        _slide(own, layouts[slide.layout], slide, title, reader)
    properties = own.core_properties
    properties.title, properties.author, properties.subject = title, AUTHOR, about
    properties.language, properties.last_modified_by, properties.keywords = LANGUAGE, AUTHOR, ""
    properties.created = properties.modified = made
    properties.revision = 1
    file = BytesIO()
    own.save(file)
    return settled(file.getvalue())


def _slide(presentation: Any, layout: Any, slide: Slide, title: str, reader: str) -> None:
    own = presentation.slides.add_slide(layout)
    _say(own.shapes.title.text_frame.paragraphs[0], slide.title)
    if slide.layout is Layout.TABLE:
        _table(own, slide)
    else:
        _texts(own.placeholders[1].text_frame, slide, reader)
    _foot(own, layout, title)
    if slide.notes:
        _notes(own.notes_slide.notes_text_frame, slide.notes)


def _texts(frame: Any, slide: Slide, reader: str) -> None:
    for number, text in enumerate(slide.texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if slide.layout is Layout.CONTENT:
            paragraph.level = LEVELS.index(text.style)
        _write(paragraph, text, reader)


def _write(paragraph: Any, text: Text, reader: str) -> None:
    if text.label:
        _say(paragraph, text.label).hyperlink.address = f"{reader}{text.href}"
    _say(paragraph, f", {text.words}" if text.label else text.words)


def _say(paragraph: Any, words: str) -> Any:
    run = paragraph.add_run()
    run.text = words
    run._r.get_or_add_rPr().set("lang", LANGUAGE)
    return run


def _notes(frame: Any, notes: Sequence[str]) -> None:
    for number, note in enumerate(notes):
        _say(frame.paragraphs[0] if number == 0 else frame.add_paragraph(), note)


def _table(own: Any, slide: Slide) -> None:
    rows, columns = len(slide.rows), len(slide.rows[0])
    shape = own.shapes.add_table(rows, columns, LEFT, Inches(1.65), WIDE, Inches(ROW_HEIGHT * rows))
    shape._element.nvGraphicFramePr.cNvPr.set("descr", slide.about)
    shape.name = "Session plan"
    table = shape.table
    table.first_row, table.horz_banding = True, True
    for place, wide in enumerate(COLUMNS):
        table.columns[place].width = Inches(wide)
    table.columns[columns - 1].width = WIDE - sum(Inches(wide) for wide in COLUMNS)
    for number, row in enumerate(slide.rows):
        for place, words in enumerate(row):
            paragraph = table.cell(number, place).text_frame.paragraphs[0]
            _say(paragraph, words).font.size = Pt(18)


def _foot(own: Any, layout: Any, title: str) -> None:
    """Footer and number: a slide shows them only where it has their placeholders itself."""
    for placeholder in layout.placeholders:
        kind = placeholder.placeholder_format.type
        if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            continue
        element = deepcopy(placeholder._element)
        element.nvSpPr.cNvPr.set("id", str(max(int(i) for i in own.shapes._spTree.xpath(".//p:cNvPr/@id")) + 1))
        own.shapes._spTree.append(element)
        if kind is PP_PLACEHOLDER.FOOTER:
            body = element.txBody
            for paragraph in body.findall(qn("a:p"))[1:]:
                body.remove(paragraph)
            shown = next(s for s in own.placeholders if s.placeholder_format.type is kind)
            shown.text_frame.clear()
            _say(shown.text_frame.paragraphs[0], title)
