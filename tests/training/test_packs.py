"""Packs: what they hold, that all of it is quoted, that the files are properly made."""

import json
import os
import re
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as Word
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from corpus.library import Library
from training.errors import TrainingError
from training.export_fit import height, split, wrapped
from training.export_md import markdown
from training.pack import FICTIONAL, LONGEST, SHORTEST, Pack, Wanted
from training.pack_case import stories
from training.pack_file import as_json, files, write
from training.pack_lines import pieces
from training.pack_making import make
from training.pack_papers import Block, Look, facilitator, handout
from training.pack_quiz import asked
from training.pack_session import planned
from training.pack_slides import BODY_HEIGHT, Layout, slides
from training.quiz import quiz
from training.quiz_items import ItemKind
from training.source import digest
from training.standards import UnknownStatement

READER = "https://verse.example"


def nothing(query: str) -> list[str]:
    return []


@pytest.fixture(scope="module")
def pack(library: Library) -> Pack:
    return make(library, Wanted("retraction", 90, "new LCPPs", 3), nothing)


@pytest.fixture(scope="module")
def made(pack: Pack, library: Library) -> dict[str, bytes]:
    return files(pack, library, READER)


def flat(text: str) -> str:
    return " ".join(word for word in text.split() if word not in ("-", "•"))


def test_the_objectives_are_the_topics_statements(pack: Pack) -> None:
    assert [o.short for o in pack.objectives] == ["S3.T15", "S3.H1", "S3.H7"]
    assert all("retract" in o.statement.words.lower() for o in pack.objectives)


def test_every_line_stands_word_for_word_in_its_paragraph(library: Library, pack: Pack) -> None:
    lines = [line for o in pack.objectives for line in (o.statement, *o.guidance)]
    lines += [line for p in pack.case.points for line in p.lines]
    assert len(lines) > 8
    for line in lines:
        paragraph = library.paragraphs[line.id]
        whole = flat(paragraph.text)
        assert all(flat(words) in whole for part in (line.lead, line.words) for words, _ in pieces(part)), line.id
        assert line.source.digest == digest(paragraph)


@pytest.mark.parametrize("topic", ["neglect", "court", "online"])
def test_lines_hold_true_on_every_topic(library: Library, topic: str) -> None:
    made = make(library, Wanted(topic, 120, "LCPPs"), nothing)
    for objective in made.objectives:
        for line in objective.guidance:
            whole = flat(library.paragraphs[line.id].text)
            assert all(flat(words) in whole for words, _ in (*pieces(line.lead), *pieces(line.words)))
            assert library.documents[line.source.id.partition("/")[0]].id == "wt-2026"
        assert objective.guidance or objective.remark


def test_guidance_is_only_what_is_in_force(pack: Pack) -> None:
    assert {line.standing for o in pack.objectives for line in o.guidance} == {"statutory guidance, in force"}


def test_a_statement_with_nothing_behind_it_says_so(pack: Pack) -> None:
    thin = next(o for o in pack.objectives if not o.guidance)
    assert "holds nothing that supports this statement" in thin.remark


def test_where_the_table_is_silent_the_search_finds_and_the_pack_says_so(library: Library) -> None:
    asked: list[str] = []

    def search(query: str) -> list[str]:
        asked.append(query)
        return ["wt-2015/1.1", "wt-2026/186", "wt-2026/192"]

    own = make(library, Wanted("retraction", 90, "LCPPs", 3), search, rows={})
    assert len(asked) == 3
    assert {line.id for o in own.objectives for line in o.guidance} <= {"wt-2026/186", "wt-2026/192"}
    assert all("found by search" in o.remark for o in own.objectives if o.guidance)


@pytest.mark.parametrize("count", [1, 3, 8])
@pytest.mark.parametrize("minutes", [SHORTEST, 21, 37, 60, 90, 115, 119, 240, LONGEST])
def test_the_steps_follow_one_another_and_add_up(pack: Pack, minutes: int, count: int) -> None:
    steps = planned((pack.objectives * 3)[:count], minutes, 5)
    assert sum(s.minutes for s in steps) == minutes
    assert all(s.minutes > 0 for s in steps)
    assert [s.start for s in steps] == [sum(p.minutes for p in steps[:n]) for n in range(len(steps))]


def test_a_long_session_has_breaks(pack: Pack) -> None:
    assert sum(s.title == "Break" for s in planned(pack.objectives, 240, 5)) == 2
    assert not [s for s in planned(pack.objectives, 90, 5) if s.title == "Break"]


def test_the_quiz_is_the_quiz_rooms_and_its_paragraphs_are_remembered(library: Library, pack: Pack) -> None:
    assert pack.quiz is not None
    assert pack.quiz.items[0] in quiz(library, "retraction", 3, "", 8, 1).items
    assert {p.source.id for i in pack.quiz.items for p in i.proofs} <= {k.id for k in pack.sources}


def test_every_paragraph_a_pack_stands_on_is_remembered_whole(library: Library, pack: Pack) -> None:
    used = {line.id for o in pack.objectives for line in (o.statement, *o.guidance)} | {r.source.id for r in pack.reading}
    assert used <= {k.id for k in pack.sources}
    assert all(k.text == library.paragraphs[k.id].text and k.used_in for k in pack.sources)


def test_cases_are_marked_fictional_and_name_nobody(pack: Pack) -> None:
    assert pack.case.notice == FICTIONAL
    for story in stories():
        text = " ".join([story.title, *story.stages, *story.questions])
        assert not re.search(r"\b(?:Mr|Mrs|Ms|Dr)\b|\d{4}|\b(?:January|February|London|Leeds)\b", text)
        assert not re.search(r"\b(?:must|should)\b", text), story.title
        assert len(story.stages) == 3


def test_the_case_fits_the_topic(pack: Pack, library: Library) -> None:
    assert pack.case.title == "A child takes back what was said"
    assert make(library, Wanted("coercive control", 60, "LCPPs"), nothing).case.title == "The separation that changed nothing"


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Wanted("", 90, "LCPPs"), "The topic is empty"),
        (Wanted("x" * 500, 90, "LCPPs"), "500 characters"),
        (Wanted("neglect\udcff", 90, "LCPPs"), "cannot be printed"),
        (Wanted("neglect", 90, " "), "The audience is empty"),
        (Wanted("neglect", 0, "LCPPs"), "0 minutes"),
        (Wanted("neglect", 10_000, "LCPPs"), "10,000 minutes"),
        (Wanted("neglect", 90, "LCPPs", 9), "no standard 9"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_sentence(library: Library, wanted: Wanted, says: str) -> None:
    with pytest.raises(TrainingError) as refused:
        make(library, wanted, nothing)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_topic_the_standards_do_not_hold_is_told_apart(library: Library) -> None:
    with pytest.raises(UnknownStatement):
        make(library, Wanted("gardening", 90, "LCPPs"), nothing)


def test_the_same_wishes_make_the_same_bytes(library: Library, pack: Pack, made: dict[str, bytes]) -> None:
    again = make(library, Wanted("retraction", 90, "new LCPPs", 3), nothing)
    assert as_json(again) == as_json(pack)
    assert files(again, library, READER) == made


def test_nothing_runs_over_the_edge_of_a_slide(library: Library) -> None:
    for topic in ("sexual abuse", "court"):
        for slide in slides(make(library, Wanted(topic, 240, "LCPPs"), nothing)):
            if slide.layout is Layout.CONTENT:
                assert sum(t.points for t in slide.texts) <= BODY_HEIGHT, slide.title
            assert len(wrapped(slide.title, 850, 28, bold=True)) <= 2


def test_words_split_over_slides_are_all_there() -> None:
    text = " ".join(f"Word {n} ends." for n in range(400))
    parts = list(split(text, 850, 22, 300))
    assert " ".join(parts) == text
    assert all(height(part, 850, 22) <= 300 for part in parts)


def test_slides_have_titles_numbers_notes_and_british_english(pack: Pack, made: dict[str, bytes]) -> None:
    shown = Presentation(BytesIO(made["slides.pptx"]))
    assert {layout.name for layout in shown.slide_layouts} == {
        "Title Slide",
        "Section Header",
        "Title and Content",
        "Title Only",
    }
    titles = [slide.shapes.title.text_frame.text for slide in shown.slides]
    assert len(titles) == len(slides(pack))
    assert all(titles)
    for slide in shown.slides:
        kinds = {shape.placeholder_format.type for shape in slide.placeholders}
        assert {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER} <= kinds
    xml = [
        ZipFile(BytesIO(made["slides.pptx"])).read(n).decode()
        for n in ZipFile(BytesIO(made["slides.pptx"])).namelist()
        if "slides/slide" in n and n.endswith(".xml")
    ]
    assert all('lang="en-GB"' in one and "en-US" not in one for one in xml)
    assert shown.core_properties.title == "Retraction"
    assert shown.core_properties.author == "Chapter & Verse"
    assert shown.core_properties.language == "en-GB"


def test_tables_on_slides_have_a_header_row_and_an_alternative_text(made: dict[str, bytes]) -> None:
    tables = [shape for slide in Presentation(BytesIO(made["slides.pptx"])).slides for shape in slide.shapes if shape.has_table]
    assert tables
    for shape in tables:
        assert shape.table.first_row
        assert "90 minutes" in shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_links_on_slides_lead_to_the_reader(made: dict[str, bytes]) -> None:
    links = [
        run.hyperlink.address
        for slide in Presentation(BytesIO(made["slides.pptx"])).slides
        for shape in slide.placeholders
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    assert f"{READER}/read/lcpp-2026#S3.T15" in links
    assert all(link.startswith(f"{READER}/read/") for link in links)


@pytest.mark.parametrize("name", ["facilitator.docx", "handout.docx"])
def test_papers_have_real_styles_language_and_properties(made: dict[str, bytes], name: str) -> None:
    paper = Word(BytesIO(made[name]))
    used = {paragraph.style.name for paragraph in paper.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Guidance", "Citation", "List Number"} <= used
    assert paper.core_properties.language == "en-GB"
    assert paper.core_properties.title.startswith("Retraction: ")
    members = ZipFile(BytesIO(made[name]))
    assert 'w:val="en-GB"' in members.read("word/styles.xml").decode()
    assert re.search(r'w:instr="PAGE"', members.read("word/footer1.xml").decode())
    assert f"{READER}/read/" in members.read("word/_rels/document.xml.rels").decode()


@pytest.mark.parametrize("name", ["facilitator.docx", "handout.docx"])
def test_no_question_is_parted_from_its_choices_by_a_page(made: dict[str, bytes], name: str) -> None:
    paragraphs = Word(BytesIO(made[name])).paragraphs
    choices = [n for n, paragraph in enumerate(paragraphs) if paragraph.style.name == "Choice"]
    assert len(choices) > 8
    assert all(paragraphs[n].paragraph_format.keep_with_next for n in choices)
    assert all(paragraphs[n - 1].paragraph_format.keep_with_next for n in choices)


def test_a_true_or_false_question_says_so_once(pack: Pack) -> None:
    shown = [asked(item) for item in pack.quiz.items if item.kind is ItemKind.TRUE_FALSE]
    assert shown
    assert not [one.question for one in shown if "True or false" in one.question]
    assert all(one.how.startswith("True or false?") for one in shown)


def test_the_plans_table_repeats_its_header_and_is_described(made: dict[str, bytes]) -> None:
    table = Word(BytesIO(made["facilitator.docx"])).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["From", "For", "Part", "What we do"]
    assert table.rows[-1].cells[1].text == "90 min"
    xml = table._tbl.xml
    assert xml.count("<w:tblHeader/>") == 1
    assert "w:tblDescription" in xml


def test_the_handout_gives_no_answers_away(pack: Pack) -> None:
    given = [b.words for b in handout(pack).blocks if isinstance(b, Block)]
    told = [b.words for b in facilitator(pack).blocks if isinstance(b, Block)]
    assert not [w for w in given if w.startswith("Answer:")]
    assert len([w for w in told if w.startswith("Answer:")]) == len(pack.quiz.items)


def test_markdown_escapes_what_would_be_read_as_marks(pack: Pack) -> None:
    text = markdown(facilitator(pack), READER)
    assert text.startswith("# Retraction: facilitator's guide\n")
    assert "| From | For | Part | What we do |\n| --- | --- | --- | --- |" in text
    assert "\n\n\n" not in text
    assert any(b.look is Look.CITATION for b in facilitator(pack).blocks if isinstance(b, Block))


def test_the_largest_pack_may_still_be_sent_to_be_checked(library: Library) -> None:
    assert len(as_json(make(library, Wanted("significant harm", LONGEST, "LCPPs"), nothing))) < 250_000


def test_a_folder_that_is_there_is_left_alone(tmp_path, made: dict[str, bytes]) -> None:
    (tmp_path / "pack").mkdir()
    with pytest.raises(TrainingError, match="exists already"):
        write(made, tmp_path / "pack")
    assert list((tmp_path / "pack").iterdir()) == []


def test_a_folder_without_a_parent_is_refused(tmp_path, made: dict[str, bytes]) -> None:
    with pytest.raises(TrainingError, match="There is no folder"):
        write(made, tmp_path / "none" / "pack")


def test_a_write_that_fails_leaves_nothing(tmp_path, made: dict[str, bytes], monkeypatch) -> None:
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(TrainingError, match="No space left"):
        write(made, tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


def test_all_files_are_written(tmp_path, made: dict[str, bytes]) -> None:
    write(made, tmp_path / "pack")
    assert {p.name for p in (tmp_path / "pack").iterdir()} == set(made)
    assert json.loads((tmp_path / "pack" / "pack.json").read_text("utf-8"))["kind"] == "training-pack"


def test_the_files_properties_carry_the_librarys_date(library: Library, made: dict[str, bytes]) -> None:
    newest = max(d.published for d in library.documents.values())
    assert Word(BytesIO(made["handout.docx"])).core_properties.created.replace(tzinfo=None) == datetime(
        newest.year, newest.month, newest.day
    )
