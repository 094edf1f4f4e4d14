"""What is indexed, each pointing to what it stands for: paragraphs whole, in parts and by the sentence, sections, the bank."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from corpus.bank import BankQuestion, NearMiss
from corpus.glossary import load_glossary
from corpus.model import Kind, Paragraph, Part, Passage, PassageKind, Section, Sentence

WHOLE = 900
"""Paragraphs up to this many characters fit the model's window (256 tokens) and are indexed whole only."""
WINDOW = 550
"""Running text longer than `WHOLE` is indexed in windows of about this many characters."""
ITEM = 40
"""List items shorter than this say too little alone."""
SECTION_PARAGRAPHS = 40
"""Sections with more paragraphs than this are chapters, too wide to answer anything."""
OPENING = 220
"""Characters of each paragraph that a section's passage holds."""


def passages(
    paragraphs: Sequence[Paragraph], sections: Sequence[Section], questions: Sequence[BankQuestion] = ()
) -> Iterator[Passage]:
    """The passages of a document: its paragraphs, its sections, then the questions of the bank about them."""
    by_id = {p.id: p for p in paragraphs}
    whole = [s for s in sections if len(s.paragraphs) <= SECTION_PARAGRAPHS]
    for paragraph in paragraphs:
        for text in dict.fromkeys(f"{_context(paragraph)}\n{words}" for words in _pieces(paragraph)):
            yield _passage(paragraph.id, text, PassageKind.WORDS)
        for number, sentence in enumerate(paragraph.sentences):
            yield _passage(paragraph.id, _sentence_text(paragraph, sentence), PassageKind.SENTENCE, number)
    for section in whole:
        yield _passage(section.id, _section_text(section, by_id), PassageKind.SECTION)
    known = {*by_id, *(s.id for s in whole)}
    for question in questions:
        if question.paragraph in known:
            yield _passage(question.paragraph, load_glossary().expand(question.question), PassageKind.QUESTION)


def near_misses(missed: Sequence[NearMiss], docs: Collection[str]) -> Iterator[Passage]:
    """What is known to be asked of documents and not held, to be embedded and kept beside the index (see `corpus.misses`)."""
    for miss in missed:
        if miss.near.partition("/")[0] in docs:
            yield _passage(miss.near, load_glossary().expand(miss.question), PassageKind.QUESTION)


def _passage(target: str, text: str, kind: PassageKind, sentence: int | None = None) -> Passage:
    return Passage(hashlib.sha256(text.encode()).hexdigest(), target, target.partition("/")[0], text, kind, sentence)


def _context(paragraph: Paragraph) -> str:
    """The headings that say what a paragraph is about."""
    path = list(paragraph.heading[-3:])
    title = paragraph.label.partition(", ")[2]
    if paragraph.kind in (Kind.PANEL, Kind.ENTRY, Kind.STATEMENT) and title not in path:
        path.append(title)
    return " > ".join(path)


def _section_text(section: Section, paragraphs: Mapping[str, Paragraph]) -> str:
    """A section's title, the headings in it, and the opening of each of its paragraphs."""
    inside = [paragraphs[p] for p in section.paragraphs]
    titles = dict.fromkeys(h for p in inside for h in p.heading[len(section.heading) + 1 :])
    openings = " ".join(p.text[:OPENING] for p in inside)
    path = " > ".join([*section.heading[-2:], section.title])
    return load_glossary().expand(f"{path}\nOverview: {section.title}. {'. '.join(titles)}. {openings}"[: 2 * WHOLE])


def _pieces(paragraph: Paragraph) -> Iterator[str]:
    """A paragraph whole and, if it is long, its list items and its running text in windows."""
    yield _whole(paragraph)
    if _is_short(paragraph):
        return
    for index, part in enumerate(paragraph.parts):
        own = [s for s in paragraph.sentences if s.part == index]
        if _stands_alone(part):
            yield _item(paragraph, index)
        elif not part.level:
            yield from (load_glossary().expand(w) for w in _windows(own))


def _whole(paragraph: Paragraph) -> str:
    return load_glossary().expand(" ".join(part.text for part in paragraph.parts))


def _is_short(paragraph: Paragraph) -> bool:
    return sum(len(part.text) + 1 for part in paragraph.parts) <= WHOLE + 1


def _stands_alone(part: Part) -> bool:
    """Whether a part of a long paragraph is a list item that is indexed by itself."""
    return part.level > 0 and len(part.text) >= ITEM


def _item(paragraph: Paragraph, index: int) -> str:
    """A list item after its lead-in."""
    lead = _lead_text(paragraph.parts, [s for s in paragraph.sentences if s.part == index])
    return load_glossary().expand(f"{lead} {paragraph.parts[index].text}".strip())


def _lead_text(parts: Sequence[Part], own: Sequence[Sentence]) -> str:
    lead = own[0].lead if own else None
    return parts[lead].text[-200:] if lead is not None else ""


def _sentence_text(paragraph: Paragraph, sentence: Sentence) -> str:
    """A sentence after its heading and its lead-in; where it is all of a passage, just as that has it, to be embedded once."""
    part = paragraph.parts[sentence.part]
    if len(paragraph.sentences) == 1:
        return f"{_context(paragraph)}\n{_whole(paragraph)}"
    if sentence.text == part.text and _stands_alone(part) and not _is_short(paragraph):
        return f"{_context(paragraph)}\n{_item(paragraph, sentence.part)}"
    heading = f"{paragraph.heading[-1]}: " if paragraph.heading else ""
    lead = _lead_text(paragraph.parts, [sentence])
    return load_glossary().expand(f"{heading}{lead} {sentence.text}".replace("  ", " "))


def _windows(own: Sequence[Sentence]) -> Iterator[str]:
    """Running text in windows of whole sentences."""
    window = ""
    for sentence in own:
        if window and len(window) + len(sentence.text) > WINDOW:
            yield window
            window = ""
        window = f"{window} {sentence.text}".strip()
    if window:
        yield window
