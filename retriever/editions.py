"""Which documents a question names, or means by a year; and its words without their names."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from corpus.model import Status
from corpus.register import Document
from corpus.tokens import tokens
from retriever.followup import bare

_KINDS = r"(?:edition|guidance|guide|version|document|text|standards|paper|programme guide|programme|rules?)"
_BEFORE = r"(?:\b(?:in|under|by|from|of|per|according to|as|at|for|to)\s+)?(?:\b(?:the|that|this|our|its)\s+)?(?:\bold\s+)?"
_START = re.compile(_BEFORE, re.IGNORECASE)
_TELLING = re.compile(
    r"\w\W+(?:procedures?|polic(?:y|ies)|protocols?|documents?|guidance|guide|strategy|framework|handbook|manual|toolkit|matrix)\b",
    re.IGNORECASE,
)
"""A local document's title that names it; one that is only a topic ('Neglect') would be named by all that is asked on it."""
_YEAR = re.compile(rf"{_BEFORE}(?:\b(?:back )?in\s+)?20\d\d(?:'s)?", re.IGNORECASE)
_BORN = re.compile(r"\bborn\W*$", re.IGNORECASE)
_WT = r"(?:working together(?: to safeguard children)?|wt)"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_EDITION = re.compile(
    rf"\b{_WT}[\s,(]*(?:(?:{_MONTHS}) )?(?P<after>20\d\d)\b|\bwt ?(?P<short>[12]\d)\b|\b(?P<before>20\d\d) {_WT}\b|"
    rf"(?<!kcsie )(?<!education )(?<!['’]s )\b(?P<alone>20\d\d) edition\b(?! of (?!{_WT}|the guidance))|"
    r"\b(?:the|old) (?P<version>20\d\d) (?:version|guidance|one)\b(?! (?:of|on|for|about)\b)|"
    r"\b(?:same|different|differ|changed?|compared?) (?:\w+ ){0,2}?(?:in|since|from|to|with) "
    r"(?P<compared>2006|2010|2013|2018|2023)\b|"
    rf"\b(?:did|does|do) (?P<saying>20\d\d) (?:\w+ )?(?:say|have|require|mean)\b",
    re.IGNORECASE,
)
"""Names an edition of Working Together."""
_CLAUSE = re.compile(
    r"(?<=[.?!;:,\n])\s+|\s[-–—]\s|\s(?=(?:and|so|but) (?:who|what|when|how|do|does|is|are|can|should|must)\b)"
)
_ASKING = re.compile(
    r"^\W*(?:(?:and|so|but|also|now|then|ok|please)\W+)*(?:(?:in|by|at|to|for|from|on) )?"
    r"(?:who|whom|whose|what|whats|when|where|which|why|how|do|does|is|are|am|can|should|must|may|will)\b"
    r"|\?\s*$|\b(?:do|can|should|must|may) (?:i|we|they|you)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:did|didn'?t|was|wasn'?t|were|weren'?t|had|used to|then|back|at the time|in those days)\b"
    r"|\b(?:would|should|could|must|might) (?:\w+ ){0,3}have\b|\b(?:who|what|which \w+) (?:\w+ )?\w+ed\b",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?! (?:one|lot|book|edition|version|text|guidance|rules)\b)")
_TELLS = 3
"""Words beside a year that make a clause tell what happened in it."""
_NEVER = r"(?!)"
_ENOUGH = 4
"""Words of its own that must be left of a question once documents' names are taken out."""


def named_documents(text: str, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The documents that a text names by id, by a name of their own, or by a year in which only they were in force."""
    named = {d: [m.span() for m in _pattern(document).finditer(text)] for d, document in documents.items()}
    every = [span for spans in named.values() for span in spans]
    return tuple(d for d, spans in named.items() if any(_names(text, span, every) for span in spans))


def by_year_alone(text: str, document: Document) -> bool:
    """Whether all that names a document in a text is a year, in which much else may have happened."""
    return all(_YEAR.fullmatch(m.group()) for m in _pattern(document).finditer(text))


def in_passing(text: str) -> bool:
    """Whether a year stands in what a text tells, beside what it asks in the present: it may be a case's or an edition's."""
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    told = [clause for clause in clauses if _ANY_YEAR.search(clause) and not _ASKING.search(clause)]
    others = [clause for clause in clauses if clause not in told]
    if not told or not others or any(_PAST.search(clause) or _ANY_YEAR.search(clause) for clause in others):
        return False
    return all(len(_ANY_YEAR.sub(" ", clause).split()) >= _TELLS for clause in told)


def _names(text: str, span: tuple[int, int], every: Sequence[tuple[int, int]]) -> bool:
    """Whether what was found in a text names a document: nothing longer does, and it is no year of birth."""
    return not _within_another(span, every) and not _BORN.search(text, 0, span[0])


def _within_another(span: tuple[int, int], every: Sequence[tuple[int, int]]) -> bool:
    """Whether a name is part of a longer one: 'Working Together 2015' names that edition alone."""
    return any(start <= span[0] and span[1] <= end and end - start > span[1] - span[0] for start, end in every)


def without_names(text: str, documents: Sequence[Document]) -> str:
    """A question without the names of `documents`, which say where to look and not what for."""
    left = stripped(text, documents)
    return left if len(set(tokens(left))) >= _ENOUGH and not bare(left) else text


def stripped(text: str, documents: Sequence[Document]) -> str:
    """The same, however little is left."""
    left = text
    for document in documents:
        left = _pattern(document).sub(" ", left)
    return " ".join(left.split()).strip(" ,:;-")


def named_next(text: str, documents: Mapping[str, Document]) -> tuple[str, ...] | None:
    """The document whose name a text begins with: 'of the 2015 edition ...'; None for an edition that is not held."""
    begun = _START.match(text)
    edition = _EDITION.match(text, begun.end() if begun else 0)
    if edition and not_held(edition[0], documents):
        return None
    lengths = {d: match.end() for d, document in documents.items() if (match := _pattern(document).match(text))}
    return tuple(d for d, length in lengths.items() if length == max(lengths.values()))[:1]


def not_held(text: str, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The years of editions of Working Together that a text names and the library does not hold, ascending."""
    editions = [document for document in documents.values() if document.working_together == document.id]
    held = {year for document in editions for year in (str(document.published.year), *_years(document))}
    parts = [match.groupdict() for match in _EDITION.finditer(text)]
    years = {f"20{year[-2:]}" for part in parts for year in part.values() if year}
    unnamed = all(part["alone"] or part["version"] for part in parts)
    others = {str(d.published.year) for d in documents.values()} if unnamed else set[str]()
    return tuple(sorted(years - held - others))


@cache
def _pattern(document: Document) -> re.Pattern[str]:
    """What names a document, with the small words around it."""
    titles = (document.id, document.title) if not _is_local(document) else tuple(filter(_TELLING.search, (document.title,)))
    longest_first = sorted((*titles, *document.names), key=len, reverse=True)
    names = [re.escape(n) for n in longest_first] or [_NEVER]
    years = _years(document)
    if years:
        names.append(rf"(?:\b(?:back )?in\s+)?(?<!Act )(?<!Regulations )(?:{'|'.join(years)})(?! Act| Reg| Prevent| duty)")
    return re.compile(rf"{_BEFORE}\b(?:{'|'.join(names)})\b(?:'s)?(?:\s+{_KINDS}\b)*", re.IGNORECASE)


def _is_local(document: Document) -> bool:
    return Status.LOCAL in (document.status, document.formerly)


def _years(document: Document) -> list[str]:
    """Years that mean a withdrawn document: those at whose end it was in force."""
    if (
        document.status is not Status.WITHDRAWN
        or document.formerly is not None
        or document.in_force_from is None
        or document.in_force_to is None
    ):
        return []
    return [str(y) for y in range(document.in_force_from.year, document.in_force_to.year)]
