"""The guidance's own words behind a statement: as the reviewed table says, or, where it is silent, as the search finds them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from corpus.library import Library
from corpus.model import Kind, Obligation, Paragraph, Sentence, Status
from corpus.register import Document
from corpus.tokens import tokens
from training.alignment import Row, Strength
from training.pack import Line
from training.source import source

Search = Callable[[str], Sequence[str]]
"""Ids of paragraphs and sections for a query, best first."""
EDITION = "wt-2026"
FOUND = "found"
"""The strength of what only the search says."""
SEARCHED = 2
"""Paragraphs that are taken from a search for one statement."""
EACH = 2
"""Sentences or items that are quoted of a paragraph that was searched for."""
ALIKE = 0.12
"""So much of a statement's words a sentence must share to be quoted for it."""


_POINTS_BACK = re.compile(
    r"(?:they|it|this|these|those|that|such|he|she|its|their|here|however|therefore|also|both|instead|equally|similarly|"
    r"otherwise|doing so|as such|for example|if (?:so|they)|in (?:addition|this|these|such)|where (?:this|these|they))\b",
    re.IGNORECASE,
)
"""How sentences open that are not understood without the one before."""


def lines_behind(
    statement: Paragraph, library: Library, rows: Sequence[Row], search: Search, edition: str = EDITION
) -> tuple[Line, ...]:
    """Lines of the edition that support a statement, the most direct first; those of other documents are further reading."""
    named = [r for r in rows if r.paragraph in library.paragraphs and library.paragraphs[r.paragraph].doc == edition]
    if named:
        quotable = [r for r in named if library.paragraphs[r.paragraph or ""].kind not in (Kind.FOOTNOTE, Kind.FIGURE)]
        ranked = sorted(quotable, key=lambda r: list(Strength).index(r.strength))
        return tuple(line for row in ranked for line in _aligned(row, library))
    if any(r.strength is Strength.NONE for r in rows):
        return ()
    return tuple(_searched(statement, library, search, edition))


def statement_line(statement: Paragraph, library: Library) -> Line:
    """A statement as one line; it binds nobody, whatever words it uses."""
    force = standing(library.documents[statement.doc])
    return Line(source(statement), statement.label, "", statement.text, "", force, statement.href, "")


def standing(document: Document) -> str:
    """What force a document has, for print."""
    return {
        Status.STATUTORY: "statutory guidance, in force",
        Status.NON_STATUTORY: "not statutory guidance",
        Status.CONSULTATION: "a proposal, not in force",
        Status.WITHDRAWN: "withdrawn, not in force",
        Status.LOCAL: "a local document",
    }[document.status]


def _aligned(row: Row, library: Library) -> Iterator[Line]:
    paragraph = library.paragraphs[row.paragraph or ""]
    yield from _lines(paragraph, _holding(row.words, paragraph), library, row.strength)


def _holding(words: str, paragraph: Paragraph) -> list[int]:
    """The sentences and items that hold `words` (one run of the paragraph's text), in order; no lead-in of one of them."""
    whole, wanted = _flat(paragraph.text), _flat(words)
    start = whole.find(wanted)
    if start < 0:
        return []
    end, found, place = start + len(wanted), [], 0
    for number, sentence in enumerate(paragraph.sentences):
        own = _flat(sentence.text)
        begins = whole.find(own, place)
        if begins < 0:
            continue
        place = begins + len(own)
        if begins < end and place > start:
            found.append(number)
    leads = {lead for n in found for lead in _leads(paragraph, n)}
    return [n for n in found if n not in leads]


def _searched(statement: Paragraph, library: Library, search: Search, edition: str) -> Iterator[Line]:
    wanted = set(tokens(statement.text))
    found = [library.paragraphs[i] for i in search(statement.text) if i in library.paragraphs]
    own = [p for p in found if p.doc == edition and p.kind in (Kind.NUMBERED, Kind.BLOCK, Kind.PANEL)]
    for paragraph in own[:SEARCHED]:
        alike = {n: _share(wanted, s) for n, s in enumerate(paragraph.sentences)}
        best = sorted((n for n in alike if alike[n] >= ALIKE), key=lambda n: (-alike[n], n))[:EACH]
        yield from _lines(paragraph, sorted(best), library, FOUND)


def _share(wanted: set[str], sentence: Sentence) -> float:
    own = set(tokens(sentence.text))
    return len(own & wanted) / max(1, len(wanted)) if not sentence.text.rstrip().endswith(":") else 0.0


def _lines(paragraph: Paragraph, numbers: Sequence[int], library: Library, strength: str) -> Iterator[Line]:
    """The chosen sentences as lines, each understood alone: with what its opening word points back to, an item whole."""
    runs: list[list[int]] = []
    for n in numbers:
        own = list(range(_opening(paragraph, n), n + 1))
        if runs and own[0] <= runs[-1][-1] + 1 and paragraph.sentences[n].part == paragraph.sentences[runs[-1][-1]].part:
            runs[-1] += [m for m in own if m > runs[-1][-1]]
        else:
            runs.append(own)
    for run in runs:
        yield _line(paragraph, run, library, strength)


def _opening(paragraph: Paragraph, number: int) -> int:
    """The sentence to begin with so that this one is understood: an item's first, or what 'they' points back to."""
    part = paragraph.sentences[number].part
    if paragraph.parts[part].level:
        return next(n for n, s in enumerate(paragraph.sentences) if s.part == part)
    return _understood_from(paragraph, number)


def _understood_from(paragraph: Paragraph, number: int) -> int:
    """The first of the sentences of running text that one of them needs before it."""
    while number > 0 and _POINTS_BACK.match(paragraph.sentences[number].text):
        if paragraph.parts[paragraph.sentences[number - 1].part].level:
            break
        number -= 1
    return number


def _line(paragraph: Paragraph, run: Sequence[int], library: Library, strength: str) -> Line:
    leads = _leads(paragraph, run[0])
    words = [paragraph.sentences[n] for n in run]
    duty = _strongest(words) or _strongest([paragraph.sentences[n] for n in leads[-1:]])
    force = standing(library.documents[paragraph.doc])
    lead = _joined([paragraph.sentences[n] for n in leads])
    return Line(source(paragraph), paragraph.label, lead, _joined(words), duty, force, paragraph.href, strength)


def _joined(sentences: Sequence[Sentence]) -> str:
    """Sentences as the paragraph has them: those of one part in a line, the next part on a line of its own."""
    parts = groupby(sentences, lambda s: s.part)
    return "\n".join(" ".join(s.text for s in own) for _, own in parts)


def _leads(paragraph: Paragraph, number: int) -> list[int]:
    """The sentences that open the lists one stands in, the outer ones first, with what the outermost points back to."""
    found: list[int] = []
    lead = paragraph.sentences[number].lead
    while lead is not None:
        opening = [n for n, s in enumerate(paragraph.sentences) if s.part == lead][-1:]
        found = [*opening, *found]
        lead = paragraph.sentences[opening[0]].lead if opening else None
    return [*range(_understood_from(paragraph, found[0]), found[0]), *found] if found else []


def _strongest(sentences: Sequence[Sentence]) -> str:
    found = {s.obligation for s in sentences}
    return next((o.value for o in (Obligation.MUST, Obligation.SHOULD, Obligation.MAY) if o in found), "")


def _flat(text: str) -> str:
    """A text without what differs between ways of printing it: white space and the dashes of list items."""
    return " ".join(word for word in text.split() if word not in ("-", "•"))


def others_behind(library: Library, rows: Mapping[str, Sequence[Row]], statements: Sequence[str], edition: str) -> list[Row]:
    """The rows of other documents for some statements, each paragraph once, in order."""
    found: dict[str, Row] = {}
    for statement in statements:
        for row in rows.get(statement, ()):
            if row.paragraph in library.paragraphs and library.paragraphs[row.paragraph].doc != edition:
                found.setdefault(row.paragraph, row)
    return list(found.values())
