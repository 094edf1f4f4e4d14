"""No message is larger than Teams takes, whatever the answer; no word of it is lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.asking import Given
from api.teams.messages import CHUNK, LARGEST, Look, chunked, markdown, messages, size
from corpus.library import Library
from corpus.model import Obligation
from retriever.answer import Answer, AnswerKind, Notice, Quoted, cite
from retriever.excerpt import Excerpt

LOOK = Look("https://guidance.example.org", by_model=True, asker="29:ann")
FILLINGS = ["word ", "“quoted” ", "🚨👩‍👧 ", "مساعدة ", '"\\\n', "字", "<b>&amp; "]


def answer(library: Library, text: str, citations: int = 0, kind: AnswerKind = AnswerKind.ANSWER) -> Given:
    longest = sorted(library.paragraphs.values(), key=lambda p: -len(p.text))
    chosen = [p for p in longest if p.sentences][:citations]
    cited = tuple(cite(Excerpt(p, tuple(range(len(p.sentences)))), library.documents[p.doc], True) for p in chosen)
    marks = " ".join(f"[{n}]" for n in range(1, citations + 1))
    whole = f"{text} {marks}" if marks else text
    own = Answer(kind, "q", "q", whole, cited, (Notice("england-only", "For England."),), (), "library", 0.0)
    return Given(**vars(own), id="0" * 32, conversation="1" * 32)


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("characters", [10, 5_000, 40_000])
@pytest.mark.parametrize("citations", [0, 3, 40])
def test_every_message_fits(library: Library, filling: str, characters: int, citations: int) -> None:
    text = (filling * characters)[:characters]
    parts = messages(answer(library, text, citations), library, LOOK)
    assert all(size(part) <= LARGEST for part in parts)
    squeezed = re.sub(r"\s", "", markdown(text, "", set()))
    assert squeezed in re.sub(r"\s", "", "".join(part.text or "" for part in parts))
    assert [bool(part.channel_data) for part in parts] == [False] * (len(parts) - 1) + [True]


def test_a_single_word_of_any_length_fits(library: Library) -> None:
    parts = messages(answer(library, "x" * 50_000, 2), library, LOOK)
    assert all(size(part) <= LARGEST for part in parts)
    assert sum((part.text or "").count("x") for part in parts) == 50_000


def test_labels_and_sentences_of_any_length_fit(library: Library) -> None:
    given = answer(library, "Short.", 5)
    long = tuple(
        replace(c, label="L" * 900, heading=("H" * 3000,), sentences=(Quoted("s" * 9000, Obligation.MUST, "A" * 500),))
        for c in given.citations
    )
    parts = messages(replace(given, citations=long), library, LOOK)
    assert all(size(part) <= LARGEST for part in parts)
    assert "Short." in (parts[0].text or "")


def test_an_emergency_stands_before_its_notices_and_is_not_cut(library: Library) -> None:
    notice = (Notice("personal-data", "Personal details were taken out."),)
    given = replace(answer(library, "Call 999. " * 900, 3, AnswerKind.EMERGENCY), notices=notice)
    parts = messages(given, library, LOOK)
    assert (parts[0].text or "").startswith("Call 999.")
    assert sum((part.text or "").count("Call 999.") for part in parts) == 900


def test_in_other_answers_what_changes_how_they_are_read_stands_before(library: Library) -> None:
    given = replace(
        answer(library, "It says so.", 1), notices=(Notice("not-in-force", "Withdrawn."), Notice("other", "By the way."))
    )
    text = messages(given, library, LOOK)[0].text or ""
    assert text.index("Withdrawn.") < text.index("It says so.") < text.index("By the way.")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.integers(min_value=5, max_value=60))
def test_pieces_hold_every_word_in_order(text: str, most: int) -> None:
    pieces = list(chunked(text, most))
    assert all(len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_pieces_break_between_lines() -> None:
    assert next(chunked("a\n" * CHUNK)).endswith("a")


def test_lists_ids_and_signs_are_written_as_teams_reads_them() -> None:
    ours = "The police should: [1]\n- act\n**- now** <at>\n\nSee (wt-2026/167) and (wt-2026/none)."
    assert markdown(ours, "https://x.org", {"wt-2026/167"}) == (
        "The police should: [1]\n\n- act\n- **now** &lt;at>\n\n"
        "See ([wt-2026/167](https://x.org/read/wt-2026#167)) and (wt-2026/none)."
    )
