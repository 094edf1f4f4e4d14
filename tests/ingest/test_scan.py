"""The scanned copy: nothing lost, nothing twice, numbers and footnotes whole, panels unwoven."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.blocks import Block, BlockKind, Mark, Reading
from ingest.scan import ROWS, read_scan

SOURCE = (Path(__file__).parents[2] / "corpus" / "documents" / "wt-2015.txt").read_text(encoding="utf-8")
ALPHABET = "abeo¢|AB19.,:;? \n'®*-)’"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_scan(SOURCE)


def numbered(reading: Reading) -> list[Block]:
    return [block for block in reading.blocks if re.fullmatch(r"\d+\.", block.marker)]


def footnotes(reading: Reading) -> list[Block]:
    return [block for block in reading.blocks if block.kind is BlockKind.FOOTNOTE]


def beginning(reading: Reading, text: str) -> int:
    places = [at for at, block in enumerate(reading.blocks) if block.text.startswith(text)]
    assert len(places) == 1, f"{text!r} begins {len(places)} blocks"
    return places[0]


def rows(reading: Reading, heading: str) -> list[str]:
    """The row labels between a heading and the next."""
    start = next(at for at, b in enumerate(reading.blocks) if b.text == heading and b.kind is BlockKind.HEADING)
    labels: list[str] = []
    for block in reading.blocks[start + 1 :]:
        if block.kind is BlockKind.HEADING:
            break
        if block.text in ROWS:
            assert block.kind is BlockKind.TEXT
            labels.append(block.text)
    return labels


def held(source: str, blocks: tuple[Block, ...]) -> Counter[int]:
    """How many blocks hold each letter and digit of the source."""
    places = Counter(at for block in blocks for span in block.spans for at in range(span.start, span.end))
    return Counter({at: places[at] for at, char in enumerate(source) if char.isalnum()})


def test_every_letter_and_digit_lies_in_one_block(reading: Reading) -> None:
    assert {at: n for at, n in held(SOURCE, reading.blocks).items() if n != 1} == {}


@given(st.text(ALPHABET, max_size=120))
@example("35.\n\n36.\n")
@example("' A note\n\n1\n\nAll involved e so\n:::x e yes\n")
def test_nothing_of_any_scan_is_lost_or_read_twice(source: str) -> None:
    assert set(held(source, read_scan(source).blocks).values()) <= {1}


def test_spans_of_a_block_are_in_source_order(reading: Reading) -> None:
    for block in reading.blocks:
        edges = [edge for span in block.spans for edge in (span.start, span.end)]
        assert edges == sorted(edges), block.text


def test_the_words_shown_stand_in_the_spans(reading: Reading) -> None:
    """One line was read twice: its words come from both readings."""
    for block in reading.blocks:
        source = " ".join(SOURCE[span.start : span.end] for span in block.spans)
        words = set(re.findall(r"\w+", source))
        assert set(re.findall(r"\w+", block.text)) <= words, block.text


def test_the_numbers_of_introduction_and_chapter_1_come_once_and_in_order(reading: Reading) -> None:
    expected = [f"{n}." for n in [*range(1, 24), *range(1, 69)]]
    assert [block.marker for block in numbered(reading)] == expected
    assert {(block.kind, block.level) for block in numbered(reading)} == {(BlockKind.ITEM, 1)}


def test_numbers_read_apart_go_to_their_paragraphs(reading: Reading) -> None:
    apart = [b for b in numbered(reading) if re.fullmatch(r"\d+\.", SOURCE[b.spans[0].start : b.spans[0].end])]
    assert [(block.marker, " ".join(block.text.split()[:4])) for block in apart] == [
        ("1.", "This guidance covers:"),
        ("2.", "This document replaces Working"),
        ("3.", "This guidance is issued"),
        ("22.", "Children want to be"),
        ("35.", "High quality assessments:"),
        ("36.", "Research has shown that"),
    ]


def test_a_number_without_a_paragraph_is_kept_as_text() -> None:
    assert [(block.kind, block.text) for block in read_scan("35.\n").blocks] == [(BlockKind.TEXT, "35.")]


def test_paragraphs_run_on_across_gaps_pages_and_broken_words(reading: Reading) -> None:
    texts = " ".join(block.text for block in reading.blocks)
    assert "provides a child-centred framework for the development" in texts
    assert "Skills Act 2008, which states" in texts
    assert "academies or free schools) or alternative" in texts
    assert "real progress is being made. Some of these services" in texts


def test_there_are_21_footnotes_numbered_in_order(reading: Reading) -> None:
    notes = footnotes(reading)
    assert [note.marker for note in notes] == [str(n) for n in range(1, 22)]
    assert notes[3].text.startswith("Children return home to their families")
    assert notes[19].text.startswith("Ministry of Justice Achieving Best Evidence")


def test_no_footnote_stands_inside_a_paragraph(reading: Reading) -> None:
    others = " ".join(block.text for block in reading.blocks if block.kind is not BlockKind.FOOTNOTE)
    beginnings = {" ".join(note.text.split()[:9]) for note in footnotes(reading)}
    assert [words for words in beginnings if words in others] == [
        "Recognised, valued and supported: Next steps for the Carers"
    ], "paragraph 31 names this strategy itself; no other footnote's words are in a paragraph"


def test_marks_carry_the_numbers_of_their_footnotes(reading: Reading) -> None:
    marks = [(mark.number, block.text[: mark.offset][-9:]) for block in reading.blocks for mark in block.marks]
    assert [number for number, _ in marks] == [str(n) for n in range(1, 22) if n != 11]
    assert marks[2] == ("3", "families.")
    assert marks[-2:] == [("20", "tigation."), ("21", "igations.")]
    assert "Footnote 11 has no mark in the text." in reading.warnings


def test_a_sign_on_a_page_without_footnotes_stays() -> None:
    assert read_scan(" He said 'no.'\n").blocks[0].text == "He said 'no.'"


def test_a_mark_takes_one_footnote_for_each_sign_its_number_can_fill() -> None:
    block = read_scan(" Read the guide.?? Then act.*\n\n' One.\n\n' Two.\n\n' Three.\n").blocks[0]
    assert block.text == "Read the guide. Then act."
    assert block.marks == (Mark(15, "1"), Mark(15, "2"), Mark(25, "3"))


def test_bullets_are_taken_off_however_they_were_read(reading: Reading) -> None:
    for text in (
        "If a local authority considers that a parent carer",
        "information is gathered",
        "further specialist",
    ):
        block = reading.blocks[beginning(reading, text)]
        assert (block.kind, block.marker, block.level) == (BlockKind.ITEM, "-", 1)
        assert SOURCE[block.spans[0].start] in "e¢o"


def test_items_whose_bullets_were_lost_are_items(reading: Reading) -> None:
    start = beginning(reading, "High quality assessments:")
    items = reading.blocks[start + 1 : start + 13]
    assert {block.marker for block in items} == {"-"}
    assert (items[7].text, items[-1].text) == (
        "are integrated in approach;",
        "are transparent and open to challenge.",
    )


def test_headings_have_their_levels(reading: Reading) -> None:
    headings = {block.text: block.level for block in reading.blocks if block.kind is BlockKind.HEADING}
    assert [text for text, level in headings.items() if level == 1] == [
        "Introduction",
        "Chapter 1: Assessing need and providing help",
    ]
    assert headings["Children have said that they need"] == headings["Section 10"] == 3
    assert headings["Statutory assessments under the Children Act 1989"] == 2
    assert headings["Identifying children and families who would benefit from early help"] == 2
    assert headings["Actions and responsibilities following the initial child protection conference"] == 2
    assert not any(text.startswith("Flow chart") for text in headings)


def test_flow_charts_are_captions(reading: Reading) -> None:
    captions = [block for block in reading.blocks if block.text.startswith("Flow chart")]
    assert [block.text.partition(":")[0] for block in captions] == [f"Flow chart {n}" for n in range(1, 5)]
    assert {block.kind for block in captions} == {BlockKind.TEXT}
    assert captions[0].text.endswith("children’s social care services")


def test_row_labels_are_pulled_out_of_the_lines_they_are_woven_into(reading: Reading) -> None:
    people = "Social workers with their managers should:"
    assert rows(reading, "Strategy discussion") == [
        "Purpose:",
        "Strategy discussion attendees:",
        "Strategy discussion tasks:",
        people,
        "The police should:",
    ]
    assert rows(reading, "Initial child protection conferences") == [
        "Purpose:",
        "The Conference Chair:",
        people,
        "All involved professionals should:",
        "LSCBs should:",
    ]


def test_the_words_beside_a_row_label_are_whole(reading: Reading) -> None:
    at = beginning(reading, "assist other agencies to carry out their responsibilities where there are concerns")
    assert reading.blocks[at - 1].text == "The police should:"
    at = beginning(reading, "A local authority social worker and their manager, health professionals and a police")
    assert reading.blocks[at - 1].text == "Strategy discussion attendees:"
    assert "determine whether support from any services may be helpful and help secure it; and" in [
        block.text for block in reading.blocks
    ]


def test_a_line_read_twice_is_shown_once(reading: Reading) -> None:
    block = reading.blocks[beginning(reading, "considers the child's welfare and safety")]
    assert block.text.endswith("and identifies the level of risk faced by the child;")


def test_page_numbers_and_debris_are_furniture(reading: Reading) -> None:
    furniture = [(b.marker, b.text) for b in reading.blocks if b.kind is BlockKind.FURNITURE]
    assert furniture == [
        ("page number", "33"),
        ("scanning debris", "."),
        ("scanning debris", ":::fjlsds.lonals"),
        ("scanning debris", ". . . . ,"),
        ("scanning debris", ")"),
    ]


def test_only_the_page_with_a_printed_number_has_one(reading: Reading) -> None:
    numbered_page = [block for block in reading.blocks if block.page is not None]
    assert {block.page for block in numbered_page} == {33}
    assert numbered_page[0].text == "Assessment of a child under the Children Act 1989"


def test_the_last_block_ends_in_the_cut_word(reading: Reading) -> None:
    assert reading.blocks[-1].text == "consider the evidence and decide what le"
    assert any("breaks off" in warning for warning in reading.warnings)
