"""Abbreviations are spelled out and added, each once, and ordinary words stay what they are."""

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.glossary import Glossary, load_glossary

GLOSSARY = load_glossary()
NOT_OF_THE_FIELD = {"US", "CONTEST", "ESA"}
"""A country, a strategy's own name, and a name for an Act that stands in the register of legislation."""


def documents() -> str:
    folder = files("corpus").joinpath("documents")
    return "\n\n".join(file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".txt"))


def some_words() -> st.SearchStrategy[str]:
    names = [name for term in GLOSSARY.terms for name in (*term.keys, *term.phrases)]
    return st.lists(st.sampled_from([*names, "the", "may", "us", "it", "(", ")", ",", ".", "’s"])).map(" ".join)


def test_an_abbreviation_is_followed_by_what_it_stands_for() -> None:
    assert GLOSSARY.expand("When must the ICPC be held?") == (
        "When must the ICPC (initial child protection conference) be held?"
    )


def test_an_abbreviation_is_spelled_out_once_only() -> None:
    assert GLOSSARY.expand("A LADO is not the other LADOs.") == (
        "A LADO (local authority designated officer) is not the other LADOs."
    )


def test_what_the_text_says_in_full_is_not_said_again() -> None:
    text = "The role of the Local Authority Designated Officer (LADO)"
    assert GLOSSARY.expand(text) == text
    assert GLOSSARY.abbreviate(text) == text


def test_abbreviations_that_a_text_nowhere_spells_out_are_found_in_its_order() -> None:
    text = "The ICBs and the LSPs, or LSP, tell the local authority designated officer (LADO)."
    assert [term.abbreviation for term in GLOSSARY.unspelt(text)] == ["ICB", "LSP"]


def test_small_letters_do_where_they_cannot_be_a_word() -> None:
    assert GLOSSARY.expand("s47 or cin") == "s47 (section 47) or cin (child in need)"


def test_a_section_is_known_however_it_is_shortened() -> None:
    for written in ("s47", "S47", "s.47", "s 47", "sec 47"):
        assert GLOSSARY.expand(written) == f"{written} (section 47)"


@pytest.mark.parametrize(
    "text",
    [
        "They may tell us what it is.",
        "We sent the referral; send it again.",
        "Mash the potatoes, keep the pace, open the jar, ask abe.",
        "Statement S10.T2 and section 47A are something else.",
        "The child's 47 questions",
    ],
)
def test_ordinary_words_are_no_abbreviations(text: str) -> None:
    assert GLOSSARY.expand(text) == text


def test_an_ordinary_word_in_capitals_is_an_abbreviation() -> None:
    assert GLOSSARY.expand("Ask the MASH.") == "Ask the MASH (multi-agency safeguarding hub)."


def test_the_longer_abbreviation_wins() -> None:
    assert GLOSSARY.expand("a CP plan") == "a CP plan (child protection plan)"
    assert GLOSSARY.expand("a CP matter") == "a CP (child protection) matter"


def test_full_names_get_their_abbreviations_however_they_are_punctuated() -> None:
    assert GLOSSARY.abbreviate("Multi agency child protection teams lead section 47 enquiries.") == (
        "Multi agency child protection teams (MACPT) lead section 47 (s47) enquiries."
    )


def test_a_name_inside_a_longer_name_is_left_alone() -> None:
    assert GLOSSARY.abbreviate("an initial child protection conference") == ("an initial child protection conference (ICPC)")


def test_plain_words_lead_to_the_fields_terms() -> None:
    found = GLOSSARY.terms_in("Who is the allegations officer, and what is a case conference?")
    assert [term.abbreviation for term in found] == ["LADO", "CPC"]
    assert GLOSSARY.terms_in("What may it cost us?") == ()


def test_every_abbreviation_the_documents_define_is_known() -> None:
    defined = set(re.findall(r"\(([A-Z][A-Za-z&-]*[A-Z][A-Za-z]*?)s?\\?\)", documents()))
    assert {name for name in defined if not GLOSSARY.terms_in(name)} == NOT_OF_THE_FIELD


def test_no_expansion_holds_an_abbreviation() -> None:
    expansions = [name for term in GLOSSARY.terms for name in term.expansions]
    assert [name for name in expansions if GLOSSARY.expand(name) != name] == []


@given(some_words())
def test_doing_it_twice_changes_nothing(text: str) -> None:
    assert GLOSSARY.expand(GLOSSARY.expand(text)) == GLOSSARY.expand(text)
    assert GLOSSARY.abbreviate(GLOSSARY.abbreviate(text)) == GLOSSARY.abbreviate(text)


@pytest.mark.parametrize(
    ("subject", "actors"),
    [
        (
            "The social work qualified practice supervisor or manager",
            ("social work qualified practice supervisor or manager",),
        ),
        ("Social workers, the police or NSPCC", ("social workers", "police", "NSPCC")),
        ("All involved practitioners", ("all involved practitioners",)),
        ("Local authority children’s social care", ("local authority children's social care",)),
        (
            "The panel and the safeguarding partners",
            ("Child Safeguarding Practice Review Panel", "safeguarding partners"),
        ),
        ("FHLPs and MACPTs", ("Family Help lead practitioners", "multi-agency child protection teams")),
        ("The timing of this", ()),
    ],
)
def test_the_subject_of_a_duty_names_its_actors(subject: str, actors: tuple[str, ...]) -> None:
    assert GLOSSARY.actors_in(subject) == actors


def test_an_unknown_key_is_refused() -> None:
    data = tomllib.loads(
        '[[term]]\nabbreviation = "X"\nexpansions = ["x"]\nmeaning = "x"\n[[actor]]\nname = "y"\nforms = ["y"]'
    )
    with pytest.raises(ValidationError, match="meaning"):
        Glossary.model_validate(data)


def test_a_spelling_claimed_twice_is_refused() -> None:
    twice = {"term": [{"abbreviation": name, "expansions": ["x"]} for name in ("CSE", "cse")], "actor": []}
    with pytest.raises(ValidationError, match="'cse' belongs to 'CSE' and to 'cse'"):
        Glossary.model_validate(twice)
