from datetime import date

import pytest

from corpus.model import Obligation
from retriever.answer import AnswerKind
from retriever.ask import Assistant
from retriever.compose import quote
from retriever.errors import BadQuestion
from retriever.question import LONGEST, clean
from retriever.search import ParagraphRetriever, Searcher

CONFERENCE = "How soon after the strategy discussion must the initial child protection conference be held?"


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def test_the_first_question_is_answered_with_the_paragraph_that_says_it(assistant: Assistant) -> None:
    answer = assistant.ask(CONFERENCE)
    assert answer.kind is AnswerKind.ANSWER
    assert "15 working days" in answer.answer
    citation = answer.citations[0]
    assert citation.id.startswith("wt-2026/outcome-of-section-47-enquiries/")
    assert (citation.status, citation.in_force, citation.obligation) == ("statutory", True, "should")


@pytest.mark.parametrize(
    "question",
    [CONFERENCE, "what is neglect", "who is the LADO", "what must LCPPs learn about bruising", "What is FGDM?"],
)
def test_an_answer_is_verbatim(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    for citation in answer.citations:
        paragraph = assistant.library.paragraphs[citation.id]
        for line in citation.quote.split("\n"):
            assert letters(line) in letters(paragraph.text)


def test_a_withdrawn_paragraph_is_never_cited_as_current(assistant: Assistant) -> None:
    answer = assistant.ask("What should the LSCB threshold document include?")
    assert all(c.doc != "wt-2015" for c in answer.citations)
    assert all(p.doc != "wt-2015" for p in answer.passages)


def test_a_named_edition_is_honoured_and_said_to_be_withdrawn(assistant: Assistant) -> None:
    answer = assistant.ask("In the 2015 edition, who should make the decision within one working day of a referral?")
    assert answer.citations[0].doc == "wt-2015"
    assert not answer.citations[0].in_force
    assert [n.kind for n in answer.notices] == ["not-in-force"]


def test_as_of_a_day_asks_what_was_in_force_then(assistant: Assistant) -> None:
    answer = assistant.ask("How long may the assessment take?", as_of=date(2016, 5, 1))
    assert answer.citations[0].doc == "wt-2015"
    assert answer.citations[0].in_force


def test_a_proposal_is_labelled(assistant: Assistant) -> None:
    answer = assistant.ask("What does the consultation propose about the LADO?")
    assert answer.citations[0].doc == "consultation-2026"
    assert not answer.citations[0].in_force
    assert "4 September 2026" in answer.notices[0].text


def test_a_proposal_never_answers_a_plain_question(assistant: Assistant) -> None:
    answer = assistant.ask("When should a child protection plan be discharged?")
    assert answer.citations[0].doc != "consultation-2026"


def test_history_lends_its_topic_to_a_short_question(assistant: Assistant) -> None:
    answer = assistant.ask("And who chairs it?", history=["What happens at an initial child protection conference?"])
    assert "conference" in answer.understood


@pytest.mark.parametrize("question", ["", "   ", "\x00\x07", "?!...", "x" * (LONGEST + 1)])
def test_what_is_no_question_is_refused_in_a_sentence(question: str) -> None:
    with pytest.raises(BadQuestion, match=r"^The question .*[.]$"):
        clean(question)


def test_control_characters_are_dropped() -> None:
    assert clean("Who\x00 chairs\u202e it?\n") == "Who chairs it?"


def test_a_list_is_quoted_with_its_lead_in(assistant: Assistant) -> None:
    paragraph = assistant.library.paragraphs["wt-2026/109"]
    chosen = quote(paragraph, "what must published arrangements include")
    assert chosen.text.startswith("Once agreed, local multi-agency safeguarding arrangements must be published")
    assert chosen.obligation is Obligation.MUST


def test_the_search_is_a_langchain_retriever(assistant: Assistant) -> None:
    retriever = ParagraphRetriever(searcher=Searcher(assistant.library), plan_for=assistant.plan, k=3)
    found = retriever.invoke("working day of a referral in Working Together")
    assert len(found) == 3
    assert all(d.metadata["id"].startswith("wt-2026/") for d in found)
