import pytest

from corpus.model import Obligation, Part
from ingest.sentences import obligation_of, sentences, split


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Use a model, e.g. The Framework. See Dr. Smith (para. 4). Then act."
    assert list(split(text)) == ["Use a model, e.g. The Framework.", "See Dr. Smith (para. 4).", "Then act."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Safeguarding partners must publish a report.", (Obligation.MUST, "safeguarding partners")),
        ("Lead practitioners should see the child.", (Obligation.SHOULD, "lead practitioners")),
        (
            "Safeguarding partners may require any person to provide information.",
            (Obligation.MAY, "safeguarding partners"),
        ),
        ("Some children may be at greater risk.", (Obligation.NONE, "")),
        ("Consider whether practitioners asking parents may increase the risk.", (Obligation.NONE, "")),
        ("It was issued on 21 May 2026.", (Obligation.NONE, "")),
        ("Neglect can fluctuate.", (Obligation.NONE, "")),
    ],
)
def test_the_drafters_words_say_how_strongly_a_sentence_binds(text, expected) -> None:
    assert obligation_of(text) == expected


def test_a_lead_in_rules_its_items() -> None:
    parts = [
        Part("The police should:"),
        Part("share information", "-", 1),
        Part("They must also tell the child", "-", 1),
    ]
    found = sentences(parts)
    assert [(s.obligation, s.actor, s.lead) for s in found[1:]] == [
        (Obligation.SHOULD, "police", 0),
        (Obligation.MUST, "police", 0),
    ]


def test_a_nested_item_is_led_by_the_item_above_it() -> None:
    parts = [Part("It should include:"), Part("procedures for:", "-", 1), Part("children in care", "-", 2)]
    assert sentences(parts)[-1].lead == 1
