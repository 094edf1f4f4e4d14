"""A quiz as a QTI 3.0 package: a manifest, a test and a file for each item."""

import io
import re
import zipfile
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from training.quiz_items import Item, ItemKind, Quiz

ASI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
CP = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd"
_AT = {ASI: f"{ASI} {_SCHEMAS}/imsqti_asiv3p0_v1p0.xsd", CP: f"{CP} {_SCHEMAS}/imsqtiv3p0_imscpv1p2_v1p0.xsd"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOMENT = (2026, 1, 1, 0, 0, 0)
"""The time in the archive: the same quiz makes the same file."""

register_namespace("xsi", XSI)


def qti_files(quiz: Quiz) -> dict[str, bytes]:
    """The package's files by name."""
    files = {"imsmanifest.xml": _manifest(quiz), "test.xml": _test(quiz)}
    return files | {_href(item): _item(number, item) for number, item in enumerate(quiz.items, 1)}


def qti_zip(quiz: Quiz) -> bytes:
    """The package as an archive, the manifest first."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in qti_files(quiz).items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _manifest(quiz: Quiz) -> bytes:
    root = _root("manifest", CP, identifier="MANIFEST")
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "QTI Package"
    SubElement(metadata, "schemaversion").text = "3.0.0"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    test = SubElement(resources, "resource", identifier="TEST", type="imsqti_test_xmlv3p0", href="test.xml")
    SubElement(test, "file", href="test.xml")
    for item in quiz.items:
        SubElement(test, "dependency", identifierref=_name(item))
        own = SubElement(resources, "resource", identifier=_name(item), type="imsqti_item_xmlv3p0", href=_href(item))
        SubElement(own, "file", href=_href(item))
    return _written(root)


def _test(quiz: Quiz) -> bytes:
    root = _root("qti-assessment-test", ASI, identifier="TEST", title=_clean(quiz.title))
    outcome = SubElement(root, "qti-outcome-declaration", identifier="SCORE", cardinality="single")
    outcome.set("base-type", "float")
    part = SubElement(root, "qti-test-part", identifier="PART")
    part.set("navigation-mode", "nonlinear")
    part.set("submission-mode", "individual")
    section = SubElement(part, "qti-assessment-section", identifier="SECTION", title=_clean(quiz.title), visible="true")
    for item in quiz.items:
        SubElement(section, "qti-assessment-item-ref", identifier=_name(item), href=_href(item))
    processing = SubElement(root, "qti-outcome-processing")
    total = SubElement(SubElement(processing, "qti-set-outcome-value", identifier="SCORE"), "qti-sum")
    scores = SubElement(total, "qti-test-variables")
    scores.set("variable-identifier", "SCORE")
    return _written(root)


def _item(number: int, item: Item) -> bytes:
    root = _root("qti-assessment-item", ASI, identifier=_name(item), title=f"Question {number}: {item.kind.replace('-', ' ')}")
    root.set(_LANG, "en-GB")
    root.set("adaptive", "false")
    root.set("time-dependent", "false")
    makers = {
        ItemKind.CHOICE: _choice,
        ItemKind.TRUE_FALSE: _choice,
        ItemKind.ORDER: _order,
        ItemKind.LIMIT: _entry,
        ItemKind.MATCH: _match,
    }
    response = SubElement(root, "qti-response-declaration", identifier="RESPONSE")
    score = SubElement(root, "qti-outcome-declaration", identifier="SCORE", cardinality="single")
    score.set("base-type", "float")
    SubElement(SubElement(score, "qti-default-value"), "qti-value").text = "0"
    told = SubElement(root, "qti-outcome-declaration", identifier="FEEDBACK", cardinality="single")
    told.set("base-type", "identifier")
    makers[item.kind](response, SubElement(root, "qti-item-body"), item)
    _processing(SubElement(root, "qti-response-processing"), mapped=item.kind is ItemKind.LIMIT)
    feedback = SubElement(root, "qti-modal-feedback", identifier="EXPLAINED")
    feedback.set("outcome-identifier", "FEEDBACK")
    feedback.set("show-hide", "show")
    SubElement(SubElement(feedback, "qti-content-body"), "p").text = _clean(item.explanation)
    return _written(root)


def _choice(response: Element, body: Element, item: Item) -> None:
    _declare(response, "single", "identifier", [f"C{n}" for n, o in enumerate(item.options, 1) if o.right])
    asked = _interaction(body, "qti-choice-interaction", item, {"max-choices": "1", "shuffle": "false"})
    for number, option in enumerate(item.options, 1):
        SubElement(asked, "qti-simple-choice", identifier=f"C{number}").text = _clean(option.text)


def _order(response: Element, body: Element, item: Item) -> None:
    _declare(response, "ordered", "identifier", [f"C{n}" for n in range(1, len(item.options) + 1)])
    asked = _interaction(body, "qti-order-interaction", item, {"shuffle": "false"})
    for place in item.shown:
        SubElement(asked, "qti-simple-choice", identifier=f"C{place + 1}").text = _clean(item.options[place].text)


def _match(response: Element, body: Element, item: Item) -> None:
    count = len(item.options)
    _declare(response, "multiple", "directedPair", [f"A{n} D{n}" for n in range(1, count + 1)])
    asked = _interaction(body, "qti-match-interaction", item, {"max-associations": str(count), "shuffle": "false"})
    actors = SubElement(asked, "qti-simple-match-set")
    duties = SubElement(asked, "qti-simple-match-set")
    for number, option in enumerate(item.options, 1):
        _associable(actors, f"A{number}", option.text)
    for place in item.shown:
        _associable(duties, f"D{place + 1}", item.options[place].partner)


def _associable(parent: Element, name: str, words: str) -> None:
    choice = SubElement(parent, "qti-simple-associable-choice", identifier=name)
    choice.set("match-max", "1")
    choice.text = _clean(words)


def _entry(response: Element, body: Element, item: Item) -> None:
    _declare(response, "single", "string", [item.accepted[0]])
    mapping = SubElement(response, "qti-mapping")
    mapping.set("default-value", "0")
    for accepted in item.accepted:
        entry = SubElement(mapping, "qti-map-entry")
        entry.set("map-key", accepted)
        entry.set("mapped-value", "1")
        entry.set("case-sensitive", "false")
    SubElement(body, "p").text = _clean(item.question)
    answer = SubElement(SubElement(body, "p"), "qti-text-entry-interaction")
    answer.set("response-identifier", "RESPONSE")
    answer.set("expected-length", "30")


def _declare(response: Element, cardinality: str, base: str, values: list[str]) -> None:
    response.set("cardinality", cardinality)
    response.set("base-type", base)
    correct = SubElement(response, "qti-correct-response")
    for value in values:
        SubElement(correct, "qti-value").text = value


def _interaction(body: Element, tag: str, item: Item, given: dict[str, str]) -> Element:
    asked = SubElement(body, tag, {"response-identifier": "RESPONSE", **given})
    SubElement(asked, "qti-prompt").text = _clean(item.question)
    return asked


def _processing(processing: Element, mapped: bool) -> None:
    """One mark for the right response, none for any other; then the explanation is shown."""
    if mapped:
        own = SubElement(processing, "qti-set-outcome-value", identifier="SCORE")
        SubElement(own, "qti-map-response", identifier="RESPONSE")
    else:
        condition = SubElement(processing, "qti-response-condition")
        right = SubElement(condition, "qti-response-if")
        same = SubElement(right, "qti-match")
        SubElement(same, "qti-variable", identifier="RESPONSE")
        SubElement(same, "qti-correct", identifier="RESPONSE")
        _set(right, "SCORE", "float", "1")
        _set(SubElement(condition, "qti-response-else"), "SCORE", "float", "0")
    _set(processing, "FEEDBACK", "identifier", "EXPLAINED")


def _set(parent: Element, name: str, base: str, value: str) -> None:
    constant = SubElement(SubElement(parent, "qti-set-outcome-value", identifier=name), "qti-base-value")
    constant.set("base-type", base)
    constant.text = value


def _root(tag: str, namespace: str, **given: str) -> Element:
    return Element(tag, {"xmlns": namespace, f"{{{XSI}}}schemaLocation": _AT[namespace], **given})


def _written(root: Element) -> bytes:
    indent(root)
    text: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _name(item: Item) -> str:
    """An item's id as an identifier of QTI."""
    return f"I-{item.id}"


def _href(item: Item) -> str:
    return f"items/{item.id}.xml"


def _clean(words: str) -> str:
    """Words without characters that XML does not allow."""
    return _CONTROL.sub("", words)
