import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import BlockKind, Mark
from ingest.flow import mend
from ingest.text import clean, read_text


def running(source: str):
    return [b for b in mend(read_text(source).blocks) if b.kind in (BlockKind.TEXT, BlockKind.ITEM)]


def test_marks_links_and_emphasis_leave_the_words() -> None:
    cleaned = clean(r"See **the** [guide \(2018\)](https://x.org/a) now¹²^{3,4}.")
    assert cleaned.text == "See the guide (2018) now."
    assert cleaned.marks == [Mark(24, "12"), Mark(24, "3"), Mark(24, "4")]
    assert cleaned.links == ["https://x.org/a"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("by email <mailto:A.b@x.gov.uk>, or", "by email A.b@x.gov.uk, or"),
        ("by email <a.b@x.gov.uk?subject=Hi>, or", "by email a.b@x.gov.uk, or"),
        ("see <https://x.org/a>.", "see https://x.org/a."),
        ("a<br/>b", "ab"),
        ('<p class="a b">One</p> <A HREF=x>two</A>', "One two"),
        ("babies aged <1 year and children >16", "babies aged <1 year and children >16"),
        ("ask <name of your manager> or <a friend> or <title>", "ask <name of your manager> or <a friend> or <title>"),
    ],
)
def test_an_address_in_angle_brackets_is_words_and_a_tag_is_not(raw: str, shown: str) -> None:
    assert clean(raw).text == shown


def test_a_sentence_cut_by_footnotes_is_whole_again() -> None:
    source = "The needs of unborn children\n\n¹ [An Act](#)\n\nshould also be considered.\n\n2. Next."
    assert running(source)[0].text == "The needs of unborn children should also be considered."


def test_a_heading_is_not_drawn_into_the_sentence_before_it() -> None:
    source = "x " * 80 + "without an end\n\nInformation requests\n\nSharing is good."
    assert [b.text for b in running(source)][1:] == ["Information requests", "Sharing is good."]


def test_the_contents_list_keeps_its_pages_and_wrapped_entries() -> None:
    blocks = read_text("Title\n\nContents\n\nOne\t3\nTwo and\n\nmore\t12\n\nOne\n\nText.").blocks
    entries = [(b.text, b.page) for b in blocks if b.kind is BlockKind.CONTENTS]
    assert entries == [("Contents", None), ("One", 3), ("Two and more", 12)]


@given(st.text(alphabet="ab1. \n-\t#*[]()¹²^{},;:", max_size=200))
def test_spans_cover_every_letter_once_whatever_the_text(source: str) -> None:
    blocks = read_text(source).blocks
    covered = sorted(i for b in blocks for s in b.spans for i in range(s.start, s.end))
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(source) if c.isalnum()} <= set(covered)


def test_an_introduction_before_the_contents_list_is_text_and_the_lines_above_it_are_the_title_page() -> None:
    source = "Handbook\n\nThis book replaces the old one. You must read it.\n\nContents\n\nOne\t3\nTwo\t5\n\nOne\n\nText."
    kinds = [(b.text, b.marker) for b in read_text(source).blocks if b.kind in (BlockKind.FURNITURE, BlockKind.TEXT)]
    assert kinds == [
        ("Handbook", "title page"),
        ("This book replaces the old one. You must read it.", ""),
        ("One", ""),
        ("Text.", ""),
    ]


def test_a_heading_contents_without_entries_is_a_heading() -> None:
    blocks = read_text("Medicine\n\nOnly the carer gives it.\n\nContents\n\nPlasters are in the box.").blocks
    assert {b.kind for b in blocks} == {BlockKind.TEXT}


def test_contents_entries_without_pages_are_lines_that_come_again() -> None:
    blocks = read_text("Contents\n\n1. Before\n2. After\n\n1. Before\n\nRegister.\n\n2. After\n\nWrite.").blocks
    assert [b.text for b in blocks if b.kind is BlockKind.CONTENTS] == ["Contents", "1. Before", "2. After"]
    assert [b.text for b in blocks if b.kind is not BlockKind.CONTENTS] == ["1. Before", "Register.", "2. After", "Write."]


def test_a_copyright_notice_at_the_top_takes_its_own_lines_only() -> None:
    notice = "© Crown copyright 2025\n\nThis publication is licensed under the Open Government Licence."
    assert [b.text for b in running(f"{notice}\n\nSleep\n\nBabies sleep on their backs.")] == [
        "Sleep",
        "Babies sleep on their backs.",
    ]
    assert [b.text for b in running(f"Sleep\n\n{'Babies sleep on their backs. ' * 9}\n\n{notice}\n\nFollow us")][:1] == [
        "Sleep"
    ]
    assert "Follow us" not in [b.text for b in running(f"{'Babies sleep on their backs. ' * 9}\n\n{notice}\n\nFollow us")]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Leave 2 * 3 lines for H*A*R*M in *red*¹ and **bold**.", "Leave 2 * 3 lines for H*A*R*M in red and bold."),
        (r"Look in \\fs01\Safeguarding\Forms \(or ask\).", r"Look in \\fs01\Safeguarding\Forms (or ask)."),
        ("The rules of section\n3. apply as well.", "The rules of section 3. apply as well."),
        ("Speak slowly and do not\n- it matters - talk to her.", "Speak slowly and do not - it matters - talk to her."),
        ("We are safeguarding. Use the safe-\nguarding file.", "We are safeguarding. Use the safeguarding file."),
        (
            "Ask the mother-\nto-be and the pre-\nand post-natal team.",
            "Ask the mother- to-be and the pre- and post-natal team.",
        ),
        ("On Monday he wrote:\n> Do we ring\n> > first?", "On Monday he wrote:|Do we ring|first?"),
        ("It counts children aged\n> 16 years.", "It counts children aged > 16 years."),
        ("\tIt says what to do when the\nchild tells you.", "It says what to do when the child tells you."),
        ("Children under\t12 do not interpret.", "Children under 12 do not interpret."),
    ],
)
def test_wrapped_quoted_and_tabbed_lines_are_the_sentences_they_were(source: str, shown: str) -> None:
    assert [b.text for b in read_text(source).blocks] == shown.split("|")


def test_a_list_of_terms_and_what_they_mean_is_a_list() -> None:
    assert [b.text for b in running("Contact\n- police - ring 999\n- school - ring home")][1:] == [
        "police - ring 999", "school - ring home"
    ]  # fmt: skip


def test_lines_that_run_at_the_head_of_pages_are_furniture() -> None:
    blocks = read_text("MANUAL   Page 1\n\nThe worker writes\n\fMANUAL   Page 2\nwhat he saw.").blocks
    assert [b.text for b in blocks if b.marker == "page header"] == ["MANUAL Page 1", "MANUAL Page 2"]
    assert [b.text for b in mend(blocks) if b.kind is BlockKind.TEXT] == ["The worker writes what he saw."]


def test_a_marker_before_a_tab_opens_an_item_and_rows_beside_each_other_are_a_table() -> None:
    blocks = read_text("A.\tPay soon.\nB.\tKeep it.\no\tsign it\n\nTerm\tMeans\nRisk\tHarm").blocks
    assert [b.marker for b in blocks if b.kind is BlockKind.ITEM] == ["A.", "B.", "-"]
    assert [b.text for b in blocks if b.kind is BlockKind.TABLE] == ["Term\tMeans", "Risk\tHarm"]


def test_underlined_lines_are_headings_and_rules_are_nothing() -> None:
    blocks = read_text("CHILDREN\n========\n\nPurpose\n-------\nIt helps.\n\n--- ---\n\nCarol\nMarsh.\n----").blocks
    assert [(b.text, b.level) for b in blocks if b.kind is BlockKind.HEADING] == [("CHILDREN", 1), ("Purpose", 2)]
    assert [b.text for b in blocks if b.kind is BlockKind.TEXT] == ["It helps.", "Carol Marsh."]
