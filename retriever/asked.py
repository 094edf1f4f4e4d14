"""Which documents a question asks: by its own words, by those it leans on, and by what the reader tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from corpus.model import Status
from corpus.register import Document
from retriever.comparing import EARLIER, NOTHING, Beside, Meant, compares_with_present, earlier_edition, sides
from retriever.editions import by_year_alone, in_passing, named_documents, not_held, stripped
from retriever.pointers import looks_up, spoken

_COMPARING = re.compile(
    r"\b(compar\w*|contrast\w*|differ\w*|chang(?:e|es|ed)|still|no longer|versus|vs|both|between|agree\w*|same as|"
    r"than (?:the|in)|used to|replac\w*|new in|old|in (?:step|line)|equivalents?)\b",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\b(today|current(?:ly)?|in force(?! (?:in|on|at|during|until|from|between)\b)|these days|nowadays|at the moment|"
    r"at present|as it stands)\b",
    re.IGNORECASE,
)
"""Asks for what applies."""
_THEN = re.compile(
    r"\bthen[- ](?:in force|current|applicable)\b(?!\s*\?)|"
    r"\b(?:guidance|edition|version|rules?|text|law|was|were) (?:in force|current|applicable) "
    r"(?:then|at (?:the|that) time|back then)\b(?! of)"
    r"|\bin force (?:in|on|at|during|from) (?:[\w ]{1,15} )?20\d\d\b"
    r"|\bas (?:of|at) (?:\d{1,2} )?(?:[a-z]{3,9} )?20\d\d\b|\bin 20\d\d,? (?=what (?:was|were)\b)"
    r"|(?<=\bguidance )in 20\d\d\b",
    re.IGNORECASE,
)
"""Beside a year gone by: says what applied in it, and nothing of today."""
_STATUTE = re.compile(
    r"\b(?:act|regulations|regs|order|rules|duty|born(?: in)?)\b[^.?!]{0,12}\b(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d (?:act|regulations|regs|order|rules|prevent|duty)\b",
    re.IGNORECASE,
)
"""A year that is a law's, or a child's."""
_YEAR = re.compile(r"\b20\d\d\b")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_CLAIMED = re.compile(
    r"\b(?:20\d\d|edition|version|guidance) (?:is|being) (?:still |now )?(?:the )?(?:current|in force)\b", re.IGNORECASE
)
"""Says of a withdrawn edition that it is in force: answered from what is."""
_NOW = re.compile(
    r"\b(now(?:adays)?|today(?:'s|’s)?|these days|current(?:ly)?|in force|at the moment|at present|as it stands)\b",
    re.IGNORECASE,
)
"""In a follow-up: no longer of the withdrawn edition that was spoken of before."""
_IN_FORCE = re.compile(
    r"\b(?:still|already) (?:\w+ )?(?:in force|appl(?:y|ies)|the (?:rule|law|limit|case)|valid|required)\b"
    r"|^(?!.*\b(?:propos|consult|plan))(?:.*\b)?(?:current(?:ly)?|today|at (?:the moment|present))\b",
    re.IGNORECASE,
)
"""Asks what holds, or whether something does."""
_SINCE = re.compile(
    r"^\W*(?:(?:and|so|but) )?(?:since when\b.*|(?:who|what|where|when|how|which)(?: \w+)? then)\W*$", re.IGNORECASE
)
"""A follow-up that asks no other edition, whatever it sounds like: 'since when?', 'who then?'."""


@dataclass(frozen=True)
class Asked:
    """Which documents a question asks: those it names or surely means, those it sets side by side; and what it says beside."""

    named: tuple[str, ...]
    compared: tuple[str, ...]
    told: frozenset[Beside]
    """Other documents that it asks, as the reader tells."""
    spoken_of: tuple[str, ...]
    """All that are named, in the earlier questions too: their names say nothing of what is asked."""
    whole: str
    as_of: date


def documents_asked(
    text: str,
    whole: str,
    own_named: tuple[str, ...],
    earlier: tuple[str, ...],
    documents: Mapping[str, Document],
    as_of: date,
    meant: Meant,
) -> Asked:
    """What a question asks, by its own words, by those it leans on, and by what the reader tells where these do not say it."""
    named = own_named or named_documents(whole, documents)
    leaning = whole != text
    timed, whole = (_THEN.sub(" ", words) if _year(words, as_of) else words for words in (text, whole))
    if timed != text and not named:  # a year in which nothing that is held was in force
        as_of = date(_year(text, as_of), 7, 1)
    claimed = bool(_CLAIMED.search(timed))
    if claimed:  # what it says of the edition is no part of what it asks
        whole = " ".join(s for s in _SENTENCE.split(whole) if not _CLAIMED.search(s)) or whole
    today = claimed or bool(earlier and _NOW.search(timed))
    spoken_of = (*named, *(named_documents(whole, documents) if leaning else ()))
    ended = [documents[d] for d in named if is_withdrawn(documents[d])]
    of_today = bool(_TODAY.search(timed) and not _COMPARING.search(timed))
    if ended and (of_today or Beside.EARLIER not in meant.perhaps):
        today = today or all(by_year_alone(text, document) for document in ended)
    if today:
        named = tuple(d for d in named if not is_withdrawn(documents[d]))
        whole = EARLIER.sub(" ", whole)
    only = looks_up(stripped(spoken(text, documents), [documents[d] for d in named]))
    compared = sides(timed if today else whole, named, documents, as_of)
    if compared or only or (earlier and today):  # its own words say it
        meant = NOTHING
    of_now = bool(_STATUTE.search(timed)) or today or of_today or (leaning and bool(_SINCE.match(text)))
    meant = _put_right(meant, text, of_now)
    if named and in_passing(text) and all(is_withdrawn(documents[d]) and by_year_alone(text, documents[d]) for d in named):
        meant = replace(meant, beside=meant.beside | {Beside.EARLIER})  # the year may be a case's: both are shown
    nowhere = not (named or today or not_held(whole, documents))
    if nowhere and Beside.EARLIER in meant.asked:  # what no word asks for is never shown alone: it is not in force
        meant = replace(meant, beside=meant.beside | {Beside.EARLIER})
    compared = compared or sides(timed if today else whole, named, documents, as_of, meant.beside)
    if nowhere and not compared and leaning and EARLIER.search(text):
        named = earlier_edition(documents, as_of)
    return Asked(named, compared, meant.asked, spoken_of, whole, as_of)


def _put_right(meant: Meant, text: str, of_now: bool) -> Meant:
    """What the reader tells, where a question's words say that what is in force is asked, or asked as well."""
    if compares_with_present(text):
        meant = replace(meant, beside=meant.beside | (meant.asked - {Beside.EARLIER}))
    if _IN_FORCE.search(text):  # 'is the 15 day rule still in force?', which proposals speak of
        meant = replace(meant, beside=meant.beside | meant.asked.intersection({Beside.PROPOSED}))
    if of_now:
        meant = replace(meant, beside=meant.beside - {Beside.EARLIER}, asked=meant.asked - {Beside.EARLIER})
    return meant


def _year(text: str, as_of: date) -> int:
    """The year gone by that a text names; 0 if it names none, or a later one as well."""
    years = [int(year) for year in _YEAR.findall(text)]
    return min(years) if years and max(years) < as_of.year else 0


def is_withdrawn(document: Document) -> bool:
    """Whether a document has been withdrawn."""
    return document.status is Status.WITHDRAWN
