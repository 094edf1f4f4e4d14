import pytest

from retriever.answer import AnswerKind
from retriever.ask import Assistant


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Is Working Together 2015 still in force?", "**withdrawn**; in force from 26 March 2015"),
        ("when did Working Together 2026 come into force?", "**in force** since March 2026"),
        ("which edition of working together is in force now?", "2026): statutory guidance, **in force**"),
        ("is the FFP guide statutory?", "**not statutory** guidance"),
        ("are the consultation proposals law yet?", "Proposals, not in force: a government consultation that"),
        ("is working together 2018 still valid", "2026): statutory guidance, **in force**"),
    ],
)
def test_what_force_a_document_has_stands_first_and_its_own_words_follow(
    assistant: Assistant, question: str, says: str
) -> None:
    answer = assistant.ask(question)
    assert says in answer.answer.partition("\n\n")[0]
    assert answer.kind is AnswerKind.ANSWER
    assert answer.citations


@pytest.mark.parametrize(
    ("earlier", "question", "says"),
    [
        ("What did Working Together 2015 say about core groups?", "is it still in force?", "**withdrawn**"),
        ("Who chairs the conference?", "is that up to date?", "**in force** since March 2026"),
    ],
)
def test_asked_again_it_is_of_the_document_spoken_of(assistant: Assistant, earlier: str, question: str, says: str) -> None:
    answer = assistant.ask(question, [earlier])
    assert says in answer.answer
    assert answer.kind is AnswerKind.CLARIFY
    assert not answer.citations


@pytest.mark.parametrize(
    "question", ["what documents do you have", "which guidance do you use", "where do your answers come from"]
)
def test_what_the_library_holds_is_listed_with_its_force(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert all(document.title in answer.answer for document in assistant.library.documents.values())


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ((), "is a strategy discussion statutory?"),
        ((), "what documents must be shared before a conference?"),
        ((), "is a child protection plan still in force when the child moves area?"),
        (("Do we have to publish the threshold document?",), "is it mandatory?"),
    ],
)
def test_what_asks_for_more_is_no_talk_of_documents(assistant: Assistant, earlier: tuple[str, ...], question: str) -> None:
    answer = assistant.ask(question, earlier)
    assert "since March 2026" not in answer.answer
    assert "Answers come from" not in answer.answer


def test_training_material_is_pointed_to(assistant: Assistant) -> None:
    kinds = {q: [n.kind for n in assistant.ask(q).notices] for q in ("write me a quiz on section 47", "who writes the plan?")}
    assert "training" in kinds["write me a quiz on section 47"]
    assert "training" not in kinds["who writes the plan?"]


def test_in_force_after_another_subject_is_of_that_subject(assistant: Assistant) -> None:
    answer = assistant.ask("is that in force", ["Who is on a MACPT?"])
    assert "since March 2026" not in answer.answer


@pytest.mark.parametrize(
    ("earlier", "question", "says"),
    [
        ("When was Working Together 2026 published?", "and the LCPP standards", "June 2026): **not statutory** guidance"),
        ("Is Working Together 2026 in force?", "and 2015", "**withdrawn**; in force from 26 March 2015"),
        ("Does it apply in Wales?", "and Scotland", "is for England."),
    ],
)
def test_the_same_is_asked_of_another_document(assistant: Assistant, earlier: str, question: str, says: str) -> None:
    assert says in assistant.ask(question, [earlier]).answer.partition("\n\n")[0]
