"""Acts and provisions are found in the documents' own sentences, and linked only where the link is certain."""

import re
from importlib.resources import files

import pytest
from pydantic import ValidationError

from corpus.legislation import Legislation, find_laws, find_mentions, load_legislation
from corpus.model import LawReference

SITE = "https://www.legislation.gov.uk/"
ACT_1989 = SITE + "ukpga/1989/41"


def links(text: str) -> list[str]:
    return [law.href.removeprefix(SITE) for law in find_laws(text)]


def test_a_section_is_linked_with_its_act_and_the_words_as_written() -> None:
    assert find_laws("It is carried out under section 47 of the Children Act 1989.") == (
        LawReference("section 47 of the Children Act 1989", "Children Act 1989", ACT_1989 + "/section/47"),
    )


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Children Act 1989 Section 47", "ukpga/1989/41/section/47"),
        ("the Domestic Abuse Act 2021, section 3¹⁰ recognises", "ukpga/2021/17/section/3"),
        ("children in Need (Section 17, Children Act 1989)", "ukpga/1989/41/section/17"),
        ("Section 16F (1) of the Children Act 2004", "ukpga/2004/31/section/16F/1"),
        ("section 16B(7) of the Children Act 2004", "ukpga/2004/31/section/16B/7"),
        ("under s49 of the Modern Slavery Act 2015", "ukpga/2015/30/section/49"),
        ("PACE section 17(1)(b)", "ukpga/1984/60/section/17/1/b"),
        ("section 17 of the\nChildren Act 1989", "ukpga/1989/41/section/17"),
        ("Under Part 1 of the Housing Act 2004¹⁵⁷", "ukpga/2004/34/part/1"),
        (
            "paragraph 7(b) of the Schedule to the Education (Independent School Standards) Regulations 2014",
            "uksi/2014/3283/schedule/paragraph/7/b",
        ),
        (
            "Regulation 13 - The School Attendance (Pupil Registration) (England) Regulations 2024",
            "uksi/2024/208/regulation/13",
        ),
        ("under regulation 39 of the Care Planning Regulations 2010", "uksi/2010/959/regulation/39"),
        ("Article 17(1)(g) of the UK GDPR", "eur/2016/679/article/17"),
        ("the Children and Social Work Act, 2017", "ukpga/2017/16"),
    ],
)
def test_provisions_are_found_as_the_documents_write_them(text: str, link: str) -> None:
    assert links(text) == [link]


def test_provisions_named_together_are_linked_one_by_one() -> None:
    text = "sections 17 and 47 of the Children Act 1989"
    assert {law.text for law in find_laws(text)} == {text}
    assert links(text) == ["ukpga/1989/41/section/17", "ukpga/1989/41/section/47"]
    assert links("sections 94(1) and (2) of the Education and Skills Act 2008") == [
        "ukpga/2008/25/section/94/1",
        "ukpga/2008/25/section/94/2",
    ]
    assert links("section 20 or section 31 of the Children Act 1989") == [
        "ukpga/1989/41/section/20",
        "ukpga/1989/41/section/31",
    ]


def test_a_number_that_only_follows_is_no_section() -> None:
    assert links("section 47 of the Children Act 1989, and 15 working days") == ["ukpga/1989/41/section/47"]


def test_a_section_alone_is_of_the_nearest_act_before_it() -> None:
    text = (
        "the Children Act 1989, which requires local authorities to give due consideration to a child's wishes under "
        "section 17, and children taken into police protection (section 46(3)(d)). The Equality Act 2010, section 149"
    )
    assert links(text) == [
        "ukpga/1989/41",
        "ukpga/1989/41/section/17",
        "ukpga/1989/41/section/46/3/d",
        "ukpga/2010/15/section/149",
    ]


def test_an_act_named_as_amending_is_not_the_nearest() -> None:
    text = (
        "section 16K of the Children Act 2004, as amended by the Children and Social Work Act 2017, in connection with "
        "their functions under sections 16E to 16J of the Act"
    )
    assert links(text)[2:] == ["ukpga/2004/31/section/16E", "ukpga/2004/31/section/16J"]


def test_an_article_is_never_an_acts() -> None:
    text = "Under Article 6 of UK GDPR; the Data Protection Act 2018 goes with Article 9."
    assert links(text) == ["eur/2016/679/article/6", "ukpga/2018/12", "eur/2016/679/article/9"]
    assert links("the Charities Act 2011, religious organisations (regulation 34)") == ["ukpga/2011/25"]


@pytest.mark.parametrize("number", [17, 20, 22, 31, 43, 44, 46, 47])
def test_a_text_without_an_act_means_the_children_act_1989_by_its_known_sections(number: int) -> None:
    assert links(f"support under section {number}") == [f"ukpga/1989/41/section/{number}"]
    assert links(f"a s{number} matter") == [f"ukpga/1989/41/section/{number}"]


def test_other_sections_without_an_act_are_left_alone() -> None:
    assert find_laws("Section 3 also allows the Secretary of State to use regulations; section 175 does not.") == ()


def test_section_47_enquiries_are_of_the_children_act_whichever_act_stands_near() -> None:
    text = "The Equality Act 2010 applies to section 47 enquiries and, for police, to the section 11 duties."
    assert links(text) == ["ukpga/2010/15", "ukpga/1989/41/section/47", "ukpga/2004/31/section/11"]
    assert links("The Equality Act 2010 and its section 47") == ["ukpga/2010/15", "ukpga/2010/15/section/47"]


@pytest.mark.parametrize(
    "text",
    [
        "Section 2: Multi-agency safeguarding arrangements (MASA)",
        "See chapter 3, section 3, paragraph 160 on Purpose of assessment",
        "if (see sub-section 3) A has parental responsibility",
        "section 47 of this guidance",
        "section 20 of the Unheard Of Act 1901",
        "LCPP standard S3.T12 and part 4 proceedings; keep the pace",
        "practitioners may act under the Act",
    ],
)
def test_what_is_no_provision_of_a_known_law_is_not_found(text: str) -> None:
    assert find_laws(text) == ()


def test_a_law_whose_number_is_not_certain_has_no_link() -> None:
    text = "section 3 of the Children’s Wellbeing and Schools Act 2026"
    assert find_laws(text) == (LawReference(text, "Children's Wellbeing and Schools Act 2026"),)


def test_a_section_that_an_act_cannot_have_links_to_the_act() -> None:
    assert links("Children and Social Work Act 2017 Section 16G (4)") == ["ukpga/2017/16"]


def test_every_act_and_instrument_of_the_documents_is_in_the_register() -> None:
    folder = files("corpus").joinpath("documents")
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".txt")]
    dated = re.compile(r"(?:Act|Regulations|Order|Rules),?\s+(?:19|20)\d+")
    for text in texts:
        known = {place for mention in find_mentions(text) for place in range(mention.start, mention.end)}
        assert [match.group() for match in dated.finditer(text) if match.end() - 1 not in known] == []


def test_every_path_has_the_laws_own_year() -> None:
    laws = [law for law in load_legislation() if law.path]
    assert all(re.fullmatch(rf"(ukpga|uksi|eur)/{law.year}/\d+", law.path) for law in laws)
    assert len({law.path for law in laws}) == len(laws)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="chapter"):
        Legislation.model_validate({"law": [{"title": "Children Act 1989", "year": 1989, "chapter": 41}]})
