"""Which sentences go into an answer, on paragraphs of the real library with chances given by hand."""

import numpy as np
import pytest

from corpus.library import Library
from corpus.model import Obligation, Paragraph
from retriever.choose import BRIEF, LENGTH, PARAGRAPHS, SHORT, choose
from retriever.excerpt import Excerpt
from retriever.selection import Candidate, Scored

CUCKOOING = "wt-2026/294"
HARM = "ffp-2025/responding-to-significant-harm-outside-the-home"
AREAS = f"{HARM}/positioning-of-parents-carers-as-partners-in-rather-than-the/3"
LISTED = "wt-2026/strategy-discussion/the-police-should"
QUESTION = "What does it mean?"


def scored(*given: tuple[Paragraph, dict[int, float]]) -> Scored:
    """Sentences with their chances; those that are not named have next to none."""
    candidates = tuple(Candidate(p, n) for p, _ in given for n in range(len(p.sentences)))
    chances = [own.get(n, 1e-6) for p, own in given for n in range(len(p.sentences))]
    return Scored(candidates, np.array(chances, dtype=np.float32))


def words(excerpts: list[Excerpt]) -> int:
    return sum(len(s.text) for e in excerpts for s in e.sentences)


@pytest.fixture
def one(library: Library) -> Paragraph:
    return library.paragraphs[CUCKOOING]


def test_a_sentence_that_points_back_comes_with_the_one_before(one: Paragraph) -> None:
    number = next(n for n, s in enumerate(one.sentences) if s.text == "This is known as cuckooing.")
    (excerpt,) = choose(scored((one, {number: 0.9})), QUESTION)
    assert number in excerpt.numbers
    assert number - 1 in excerpt.numbers


def test_what_a_colon_announces_comes_with_it_where_no_list_hangs_on_it(library: Library) -> None:
    paragraph = library.paragraphs[AREAS]
    number = next(n for n, s in enumerate(paragraph.sentences) if s.text.endswith("three key areas:"))
    (excerpt,) = choose(scored((paragraph, {number: 0.9})), QUESTION)
    said = " ".join(excerpt.lines)
    for area in ("Children's Needs", "Community Guardianship", "Environmental Factors"):
        assert area in said.replace("’", "'")


def test_a_short_answer_takes_what_is_less_likely_of_its_own_paragraphs_and_nothing_unlikely(
    library: Library, one: Paragraph
) -> None:
    other = library.paragraphs[LISTED]
    (excerpt,) = choose(scored((one, {0: 0.9, 1: 0.1}), (other, {})), QUESTION)
    assert excerpt.paragraph.id == one.id
    assert excerpt.numbers == (0, 1)


def test_a_long_answer_takes_only_what_is_likely(library: Library) -> None:
    long = next(p for p in library.paragraphs.values() if len(p.text) > 2 * LENGTH and len(p.sentences) > 12)
    every = range(len(long.sentences))
    faint = choose(scored((long, {n: 0.9 if n == 0 else 0.1 for n in every})), QUESTION)
    likely = choose(scored((long, dict.fromkeys(every, 0.9))), QUESTION)
    assert words(faint) <= SHORT
    assert words(likely) >= LENGTH


def test_in_full_the_paragraph_is_whole(one: Paragraph) -> None:
    (excerpt,) = choose(scored((one, {5: 0.9})), QUESTION, full=True)
    assert excerpt.numbers == tuple(range(len(one.sentences)))


def test_a_brief_answer_takes_the_next_paragraphs_likeliest_sentence(library: Library) -> None:
    other = library.paragraphs[LISTED]
    brief = next(p for p in library.paragraphs.values() if 50 < len(p.text) < BRIEF / 2 and len(p.sentences) == 1)
    found = choose(scored((brief, {0: 0.99}), (other, {2: 0.06, 3: 0.05})), QUESTION)
    assert [e.paragraph.id for e in found] == [brief.id, other.id]
    assert 2 in found[1].numbers
    assert [e.paragraph.id for e in choose(scored((brief, {0: 0.99}), (other, {2: 0.02})), QUESTION)] == [brief.id]


def test_an_answer_quotes_no_more_paragraphs_than_it_may(library: Library) -> None:
    brief = [p for p in library.paragraphs.values() if 20 < len(p.text) < 80 and len(p.sentences) == 1][: PARAGRAPHS + 2]
    found = choose(scored(*((p, {0: 0.5}) for p in brief)), QUESTION)
    assert len(found) == PARAGRAPHS


def test_nothing_is_chosen_of_nothing() -> None:
    assert choose(scored(), QUESTION) == []


@pytest.mark.parametrize(
    ("name", "begins", "duty"),
    [
        ("wt-2026/224", "A child's consent is not needed", Obligation.NONE),
        ("wt-2026/90", "If they do not, safeguarding partners may", Obligation.MUST),
        ("wt-2026/102", "Local areas may choose", Obligation.MAY),
    ],
)
def test_the_duty_told_is_that_of_the_sentence_that_answers(library: Library, name: str, begins: str, duty: Obligation) -> None:
    paragraph = library.paragraphs[name]
    number = next(n for n, s in enumerate(paragraph.sentences) if s.text.replace("’", "'").startswith(begins))
    (excerpt,) = choose(scored((paragraph, {number: 0.9})), QUESTION)
    assert excerpt.duty is duty
