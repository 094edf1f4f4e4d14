import pytest

from retriever.followup import standing

ASSESSED = "How do assessments differ for disabled children?"
MISSING = "What should happen when a child is missing from school?"
POLICE = "What should the police do in a strategy discussion?"


@pytest.mark.parametrize(
    ("question", "history", "understood"),
    [
        ("What is neglect?", (), "What is neglect?"),
        ("and for babies?", (ASSESSED,), f"{ASSESSED} and for babies?"),
        ("what about babies", (ASSESSED, "And for young carers?"), f"{ASSESSED} what about babies"),
        ("Who decides that?", (ASSESSED, "And for young carers?"), f"{ASSESSED} And for young carers? Who decides that?"),
        ("who else needs telling then?", (ASSESSED,), f"{ASSESSED} who else needs telling then?"),
        ("must, or just should?", (ASSESSED,), f"{ASSESSED} must, or just should?"),
        ("what if the parents refuse?", (ASSESSED,), f"{ASSESSED} what if the parents refuse?"),
        ("who attends?", (ASSESSED,), f"{ASSESSED} who attends?"),
        ("is that a must?", (ASSESSED, "who attends?"), f"{ASSESSED} who attends? is that a must?"),
        ("and how soon?", (ASSESSED, "When is a referral required?"), "When is a referral required? and how soon?"),
        ("how many working days?", (ASSESSED,), f"{ASSESSED} how many working days?"),
        ("how soon after?", (ASSESSED,), f"{ASSESSED} how soon after?"),
        ("when must a conference be held?", (ASSESSED,), "when must a conference be held?"),
        ("and health?", (POLICE,), "What should health do in a strategy discussion? and health?"),
        ("and schools?", (POLICE, "and health?"), "What should schools do in a strategy discussion? and schools?"),
        ("can my mum come with me?", (POLICE,), f"{POLICE} can my mum come with me?"),
        ("does school get invited", (POLICE,), f"{POLICE} does school get invited"),
        ("can my mum see the report?", (POLICE,), "can my mum see the report?"),
        ("and the courts?", (ASSESSED,), f"{ASSESSED} and the courts?"),
        ("and the police?", (MISSING,), f"{MISSING} and the police?"),
        ("and the police?", ("What if parents refuse consent?",), "What if parents refuse consent? and the police?"),
        ("and schools?", ("Do the police tell social care?",), "Do the police tell social care? and schools?"),
        ("and probation", ("what does cafcass do?",), "what does probation do?"),
        ("and prisons", ("what does cafcass do?", "and probation"), "what does prisons do?"),
        ("emotional abuse?", ("what is neglect",), "what is emotional abuse"),
        ("and sexual", ("what is neglect", "emotional abuse"), "what is sexual abuse"),
        ("and in 2015?", ("what is neglect?",), "what is neglect? and in 2015?"),
        ("and babies", ("what is private fostering?",), "what is private fostering? and babies"),
        ("and teenagers", ("who is that paper for",), "who is that paper for and teenagers"),
        ("for babies", ("what is private fostering?",), "what is private fostering? for babies"),
        (
            "How many months may a local child safeguarding practice review take to be published?",
            (ASSESSED,),
            "How many months may a local child safeguarding practice review take to be published?",
        ),
    ],
)
def test_an_earlier_question_is_lent_to_one_that_leans_on_it(question: str, history: tuple[str, ...], understood: str) -> None:
    assert standing(question, history) == understood
