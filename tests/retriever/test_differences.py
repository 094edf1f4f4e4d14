from retriever.differences import marked


def test_words_that_only_one_text_has_are_bold_in_it() -> None:
    one, other = marked("a decision within one working day by a social worker", "a decision within one day by a manager")
    assert one == "a decision within one **working** day by a **social worker**"
    assert other == "a decision within one day by a **manager**"


def test_texts_with_little_in_common_are_left_as_they_are() -> None:
    assert marked("Call the police.", "Every assessment is child centred.") == (
        "Call the police.",
        "Every assessment is child centred.",
    )


def test_the_same_text_has_no_marks() -> None:
    assert marked("Children come first.", "Children come first.") == ("Children come first.", "Children come first.")


def test_the_dash_of_an_item_is_never_in_bold() -> None:
    one, _ = marked("Staff should see the child\n- gather facts", "Staff should see the child\n- gather views")
    assert one.endswith("- gather **facts**")
    one, _ = marked(
        "Staff should see the child and family\n- facts matter", "Staff should see the child and family\nfacts matter"
    )
    assert "**-" not in one
