"""A quiz as Moodle XML, for the question bank of a Moodle course."""

import re
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from training.quiz_items import Item, ItemKind, Quiz
from training.quiz_wording import capital

_NAME = 255
"""Characters of a question's name in the bank."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def moodle_xml(quiz: Quiz) -> bytes:
    """
    The quiz as one category of questions.

    Multiple choice, true or false, matching, short answer and ordering (the last is in Moodle from 4.5 on; before, it is
    a plug-in). The explanation with its citations is the general feedback.
    """
    root = Element("quiz")
    category = SubElement(root, "question", type="category")
    _text(SubElement(category, "category"), f"$course$/top/{quiz.title.replace('/', '//')}")
    for number, item in enumerate(quiz.items, 1):
        _question(root, number, item)
    indent(root)
    text: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _question(root: Element, number: int, item: Item) -> None:
    kinds = {
        ItemKind.CHOICE: ("multichoice", _choice),
        ItemKind.TRUE_FALSE: ("truefalse", _truth),
        ItemKind.ORDER: ("ordering", _ordering),
        ItemKind.LIMIT: ("shortanswer", _short),
        ItemKind.MATCH: ("matching", _matching),
    }
    name, fill = kinds[item.kind]
    question = SubElement(root, "question", type=name)
    _text(SubElement(question, "name"), f"{number:02} {item.kind.replace('-', ' ')}, {item.proofs[0].label}"[:_NAME])
    _html(question, "questiontext", item.question)
    _html(question, "generalfeedback", item.explanation)
    for tag, value in (("defaultgrade", "1"), ("penalty", "0.3333333"), ("hidden", "0"), ("idnumber", item.id)):
        SubElement(question, tag).text = value
    fill(question, item)
    tags = SubElement(question, "tags")
    for tag in dict.fromkeys((item.kind.value, *(proof.source.id for proof in item.proofs), *item.statements)):
        _text(SubElement(tags, "tag"), tag)


def _choice(question: Element, item: Item) -> None:
    for tag, value in (("single", "true"), ("shuffleanswers", "false"), ("answernumbering", "abc")):
        SubElement(question, tag).text = value
    SubElement(question, "showstandardinstruction").text = "0"
    _feedback(question)
    for option in item.options:
        _answer(question, _paragraph(option.text), "100" if option.right else "0", "html", option.why)


def _truth(question: Element, item: Item) -> None:
    for option in item.options:
        _answer(question, option.text.lower(), "100" if option.right else "0", "moodle_auto_format", option.why)


def _short(question: Element, item: Item) -> None:
    SubElement(question, "usecase").text = "0"
    for accepted in item.accepted:
        _answer(question, accepted, "100", "moodle_auto_format", "")


def _matching(question: Element, item: Item) -> None:
    SubElement(question, "shuffleanswers").text = "true"
    _feedback(question)
    for option in item.options:
        pair = SubElement(question, "subquestion", format="html")
        SubElement(pair, "text").text = _paragraph(option.partner)
        _text(SubElement(pair, "answer"), option.text)


def _ordering(question: Element, item: Item) -> None:
    for tag, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", "ABSOLUTE_POSITION"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        SubElement(question, tag).text = value
    _feedback(question)
    for place, option in enumerate(item.options, 1):
        _answer(question, _paragraph(option.text), str(place), "html", "")


def _feedback(question: Element) -> None:
    for tag, words in (
        ("correctfeedback", "That is right."),
        ("partiallycorrectfeedback", "That is right in part."),
        ("incorrectfeedback", "That is not right."),
    ):
        _html(question, tag, words)


def _answer(question: Element, text: str, fraction: str, form: str, why: str) -> None:
    answer = SubElement(question, "answer", fraction=fraction, format=form)
    SubElement(answer, "text").text = _clean(text)
    _html(answer, "feedback", why)


def _html(parent: Element, tag: str, words: str) -> None:
    SubElement(SubElement(parent, tag, format="html"), "text").text = _paragraph(words) if words else ""


def _text(parent: Element, words: str) -> None:
    SubElement(parent, "text").text = _clean(words)


def _paragraph(words: str) -> str:
    return f"<p>{escape(_clean(capital(words)), quote=False)}</p>"


def _clean(words: str) -> str:
    """Words without characters that XML does not allow."""
    return _CONTROL.sub("", words)
