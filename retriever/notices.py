"""What a reader must know beside an answer: the force of the documents quoted, and what the question takes for granted."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.model import Obligation, Paragraph, Status
from corpus.register import Document
from corpus.tokens import tokens
from retriever.answer import Notice
from retriever.editions import named_documents
from retriever.excerpt import Excerpt
from retriever.followup import bare
from retriever.question import Plan

_IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LIMIT = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(_IN_WORDS)})\s*-?\s*(?P<unit>working day|calendar day|day|week|month|year|hour)s?\b",
    re.IGNORECASE,
)
_CONFIRM = re.compile(
    r"\b(right|correct|yes|isn.t it|confirm|true|as we have|given|since|now that|i.ve read|i was told|says?)\b", re.IGNORECASE
)
_CLAIM = re.compile(
    r"\b(?:says?|states?|said|tells? (?:me|us)|requires?|means)\b(?: that)?(?P<claim>[^?.!]*?)"
    r"\W*\b(?:right|correct|yes|true|no|isn.t it|doesn.t it|is that (?:right|true|correct))\W*$"
    r"|^(?:so |but |and )?does\b[^?.!]*?\bsay\b(?: that)?(?P<asked>[^?.!]*)",
    re.IGNORECASE,
)
"""What a question has something say: 'para 412 says I need consent, right?'."""
_BEFORE = re.compile(
    r"\b(?:previous|last|preceding|prior|former) (?:\w+ )?(?:editions?|version|guidance|one|working together)\b"
    r"|\bedition before\b",
    re.IGNORECASE,
)
"""Asks the edition before."""
_REQUIRED = re.compile(
    r"\b(?:must|ha(?:ve|s) to|(?:is|are) (?:legally )?(?:required|obliged)|legally|mandatory|compulsory)\b[^?!;]{0,200}"
    r"\b(?:right|correct|yes|true|(?:must|is|are|do|does)n['’]t (?:it|they|we|i))\W*$",
    re.IGNORECASE,
)
"""Takes for granted that something has to be done: 'schools must attend, right?'."""
NAMES_ONLY = "The guidance only names this text; what it says is not held here."
CLAIMED = 3
"""Of the words of such a claim one in so many stands in the paragraph by chance."""
_BILL = re.compile(r"\b((?:[A-Z][\w'’]+ (?:and |of |to |the )?)+)Bill\b")
"""A Bill by its name, with the blank that ends it."""


@dataclass(frozen=True)
class Told:
    """An answer as far as notices look at it."""

    plan: Plan
    cited: Sequence[tuple[Paragraph, Document]]
    excerpts: Sequence[Excerpt]
    documents: Sequence[Document]
    paragraphs: Collection[Paragraph]
    """All that the library holds."""


def notices(told: Told) -> tuple[Notice, ...]:
    """One notice a document that is not statutory guidance in force, one a paragraph with a remark, and on the question."""
    found: list[Notice] = [
        *_superseded(told),
        *_edition_before(told),
        *_cut_off(told),
        *gap(told.plan.as_of, told.documents),
        *(_figure(told) or _premise(told) or _required(told)),
    ]
    for document in {d.id: d for _, d in told.cited}.values():
        found += _standing(document, told.plan.as_of)
    found += _enacted(told)
    if told.excerpts and all(own.names_only for own in told.excerpts) and not told.plan.pointed:
        found.append(Notice("names-only", NAMES_ONLY))
    found += _remarks([p for p, _ in told.cited])
    return tuple(dict.fromkeys(found))


def _remarks(paragraphs: Sequence[Paragraph]) -> list[Notice]:
    """One notice a remark, on the first paragraph that has it, and how many others have."""
    remarked: dict[str, dict[str, None]] = {}
    for paragraph in paragraphs:
        for remark in paragraph.remarks:
            remarked.setdefault(remark, {})[paragraph.label] = None
    return [
        Notice("source", f"{next(iter(labels))}{f' and {len(labels) - 1} more' if len(labels) > 1 else ''}: {remark}")
        for remark, labels in remarked.items()
    ]


def gap(as_of: date, documents: Sequence[Document]) -> list[Notice]:
    """A notice that the library holds no statutory guidance that was in force on a day; none if it does."""
    statutory = [d for d in documents if d.status in (Status.STATUTORY, Status.WITHDRAWN) and d.formerly is None]
    if not statutory or any(d.in_force(as_of) for d in statutory):
        return []
    held = "; ".join(f"{d.title}, in force from {d.in_force_from}" for d in statutory if d.in_force_from)
    return [
        Notice("edition-missing", f"The library holds no statutory guidance that was in force on {as_of} (it holds {held}).")
    ]


def unknown(plan: Plan, documents: Mapping[str, Document]) -> list[Notice]:
    """One notice for each mention of paragraphs, and each edition, that a question names and the library does not hold."""
    held = " and ".join(sorted(str(d.published.year) for d in documents.values() if d.working_together == d.id))
    return [
        *(
            Notice("no-such-paragraph", f"The library's copy of {documents[own.doc].short} has no {own.name}.")
            for own in plan.lacking.places
        ),
        *(
            Notice("edition-missing", f"The library does not hold the edition of {year}; of Working Together it holds {held}.")
            for year in plan.lacking.editions
        ),
    ]


def _enacted(told: Told) -> list[Notice]:
    """That a Bill which is quoted has become an Act by what the library holds of later, or may have."""
    found = []
    for paragraph, document in told.cited:
        bill = next(filter(None, map(_BILL.search, (paragraph.text, *reversed(paragraph.heading)))), None)
        if bill is None:
            continue
        name = bill[1].removeprefix("The ").replace("’", "'")
        later = {d.id for d in told.documents if d.published > document.published and d.status is not Status.LOCAL}
        act = re.compile(rf"{_either(name)}Act\b(?: 20\d\d)?")
        said = [(match[0], p) for p in told.paragraphs if p.doc in later and (match := act.search(p.text))]
        if said:
            title, where = max(said, key=lambda one: len(one[0]))
            text = f"The {name}Bill has since become an Act ({title}; {where.label}); what is quoted of it is older."
        else:
            text = f"The {name}Bill is spoken of as it was in {document.published:%B %Y}; it may have become an Act since."
        found.append(Notice("bill", text))
    return found


def _either(words: str) -> str:
    """A pattern of words in which an apostrophe may be straight or not."""
    return re.sub("['’]", "['’]", re.escape(words))


def _cut_off(told: Told) -> list[Notice]:
    """That not all paragraphs are quoted that the question asks to see."""
    quoted = {paragraph.id for paragraph, _ in told.cited}
    named = told.plan.pointed if told.plan.looks_up else ()
    left = [name.rpartition("/")[2].removeprefix("fn-") for name in named if name not in quoted]
    if not left or len(left) == len(named):
        return []
    rest = left[0] if len(left) == 1 else f"{left[0]} to {left[-1]}"
    return [
        Notice("not-all", f"{len(named) - len(left)} of the {len(named)} named are quoted; ask for {rest} to see the rest.")
    ]


def _superseded(told: Told) -> list[Notice]:
    """That a document which the question names is withdrawn, where what is in force answers instead."""
    plan, cited = told.plan, {d.id for _, d in told.cited}
    withdrawn = {d.id: d for d in told.documents if d.status is Status.WITHDRAWN and not d.in_force(plan.as_of)}
    named = [withdrawn[d] for d in named_documents(plan.question, withdrawn) if d not in cited]
    return [Notice("not-in-force", f"{d.title} is withdrawn; what is quoted is in force.") for d in named]


def _edition_before(told: Told) -> list[Notice]:
    """That the edition before the one in force, which the question asks, is not held, and what is quoted is of an older one."""
    older = [d for _, d in told.cited if d.status is Status.WITHDRAWN and d.working_together == d.id]
    current = next((d for d in told.documents if d.status is Status.STATUTORY and d.replaces), None)
    if not older or current is None or not _BEFORE.search(told.plan.question):
        return []
    if current.replaces.casefold() == older[0].title.casefold() or current.supersedes == older[0].id:
        return []
    before = f"Before {current.short} came {current.replaces}, which the library does not hold"
    return [Notice("edition-missing", f"{before}; what is quoted is of {older[0].edition}.")]


def _figure(told: Told) -> list[Notice]:
    """That a time limit which the question takes for granted is not what the guidance, or the paragraph named, gives."""
    if not _CONFIRM.search(told.plan.question):
        return []
    named = _named(told)
    said = " ".join([p.text for p in named] or [s.text for e in told.excerpts for s in e.sentences])
    given = [_limit(match) for match in _LIMIT.finditer(said)]
    for match in _LIMIT.finditer(told.plan.question):
        number, unit = _limit(match)
        others = sorted({n for n, u in given if u.endswith(unit.split()[-1])})
        if number in others or not (others or named):
            continue
        instead = f"; they say {' and '.join(map(str, others))} {unit}{'' if others == [1] else 's'}" if others else ""
        of = f" of {named[0].label}" if named else " quoted"
        return [Notice("figure", f"The words{of} do not say {match[0]}{instead}.")]
    return []


def _premise(told: Told) -> list[Notice]:
    """That the paragraph which a question names does not say what the question has it say."""
    claim = _CLAIM.search(told.plan.question)
    named = _named(told)
    if not claim or len(named) != 1 or _LIMIT.search(claim[0]):
        return []
    claimed = {word for word in tokens(claim["claim"] or claim["asked"] or "") if not bare(word)}
    held = claimed.intersection(tokens(named[0].text))
    if not claimed or len(held) > len(claimed) / CLAIMED:
        return []
    return [Notice("figure", f"{named[0].label} does not seem to say that; what it says is quoted.")]


def _required(told: Told) -> list[Notice]:
    """That what a question takes for a requirement is none in the words quoted."""
    duties = {sentence.obligation for excerpt in told.excerpts for sentence in excerpt.sentences}
    weaker = next((own for own in (Obligation.SHOULD, Obligation.MAY) if own in duties), None)
    if weaker is None or Obligation.MUST in duties or not _REQUIRED.search(told.plan.question):
        return []
    return [Notice("figure", f"The words quoted say ‘{weaker.value}’, not ‘must’.")]


def _named(told: Told) -> list[Paragraph]:
    """The paragraphs quoted that the question names."""
    return [paragraph for paragraph, _ in told.cited if paragraph.id in told.plan.pointed]


def _limit(match: re.Match[str]) -> tuple[int, str]:
    """The number and unit of a time limit, whether in digits or in words."""
    number = match["number"].lower()
    return int(number) if number.isdigit() else _IN_WORDS.index(number) + 1, match["unit"].lower()


def _standing(document: Document, as_of: date) -> list[Notice]:
    match document.status:
        case Status.WITHDRAWN if not document.in_force(as_of):
            return [Notice("not-in-force", f"{document.title} is withdrawn. {' '.join(document.notes)}")]
        case Status.CONSULTATION:
            return [Notice("proposals-only", " ".join(document.notes))]
        case Status.NON_STATUTORY:
            return [Notice("non-statutory", f"{document.title} ({document.edition}): {' '.join(document.notes)}")]
        case Status.LOCAL:
            return [Notice("local", f"{document.title} ({document.edition}) is a local document, not national guidance.")]
        case _:
            return []
