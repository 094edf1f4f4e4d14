"""A question that asks several things has each of them answered."""

import pytest

from retriever.ask import Assistant
from retriever.parts import MOST, parts


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("who chairs an ICPC and when is it held?", ["who chairs an ICPC", "when is it held?"]),
        ("macpt: who's compulsory, who pays", ["who's compulsory", "who pays"]),
        (
            "She has run off again. Who do we tell? And does the school need to know?",
            ["Who do we tell", "does the school need to know?"],
        ),
        ("difference between neglect and emotional abuse", ["what is neglect", "what is emotional abuse"]),
        ("CSE vs CSA", ["what is CSE", "what is CSA"]),
        ("how long does an enquiry take", []),
        ("Police and health were at the meeting but education was not. Is that allowed?", []),
        ("my neighbour, who is a teacher, shouts at them all", []),
    ],
)  # fmt: skip
def test_what_is_asked(question: str, asked: list[str]) -> None:
    assert [part.question for part in parts(question)] == asked


def test_what_is_said_before_goes_with_a_part() -> None:
    first, second = parts("He is fostered. Who visits him, and how often do they come?")
    assert first.before == ("He is fostered",)
    assert second.before == ("He is fostered", "Who visits him")


def test_no_more_than_a_few_are_looked_up() -> None:
    assert len(parts("who leads, who pays, who visits, who writes it up, who reads it, who signs it")) == MOST


@pytest.mark.parametrize(
    ("question", "paragraphs"),
    [
        ("neglect vs emotional abuse", {"wt-2026/glossary/neglect", "wt-2026/glossary/emotional-abuse"}),
        (
            "does WT cover unborns, and could a pregnant woman get targeted early help",
            {"wt-2026/5", "wt-2026/134"},
        ),
    ],
)
def test_each_part_is_answered(assistant: Assistant, question: str, paragraphs: set[str]) -> None:
    assert paragraphs <= {citation.id for citation in assistant.ask(question).citations}


def test_a_paragraph_that_answers_two_parts_is_quoted_once(assistant: Assistant) -> None:
    cited = [c.id for c in assistant.ask("who acknowledges a referral, and how soon must they acknowledge it?").citations]
    assert "wt-2026/167" in cited
    assert len(cited) == len(set(cited))
