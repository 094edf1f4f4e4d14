"""
Which documents a question sets side by side: those it names, those it means by what they are, and what is in force.

A document is meant only by words for a text of guidance ('the old guidance', 'what is proposed'): 'now', 'still' and
'before' are said in every case. What compares in other words is answered from what is in force, as any question.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.model import Genre, Status
from corpus.register import Document


class Beside(StrEnum):
    """What may be asked instead of what is in force, or set beside it or one another."""

    EARLIER = "earlier"
    PROPOSED = "proposed"
    STANDARDS = "standards"
    GUIDE = "guide"


@dataclass(frozen=True)
class Meant:
    """
    Which kinds of documents a question, as the reader tells, sets beside others, which it asks, and which it perhaps does
    either with, where None stands for what is in force.
    """

    beside: frozenset[Beside] = frozenset()
    asked: frozenset[Beside] = frozenset()
    perhaps: frozenset[Beside | None] = frozenset((*Beside, None))


NOTHING = Meant()

ORDER = (Status.STATUTORY, Status.WITHDRAWN, Status.NON_STATUTORY, Status.LOCAL, Status.CONSULTATION)
"""What binds comes first."""
_TEXT = r"(?:working together|wt|guidance|editions?|rule ?book)"
_SAYS = r"(?:sa(?:y|ys|id)|tells?|told|ha(?:s|d|ve)|mention(?:s|ed)?|asks?|asked|lets?)"
EARLIER = re.compile(
    rf"\b(?:old(?:er)?|earlier|previous|prior|last|former|superseded|withdrawn) (?:statutory |version of (?:the )?)?{_TEXT}\b"
    rf"|\b(?:old|earlier|previous|former) (?:book|text|version|one|rules|advice|wording) {_SAYS}\b"
    rf"|\b(?:did|does) the (?:old|earlier|previous|former) (?:book|text|version|one|rules|advice|wording)\b"
    r"|\b(?:under|in|from|than|to|since) the (?:old|earlier|previous|former) (?:rules|version|regime|framework|wording)\b"
    r"|\bold (?:rules?|advice|guidance|wording) (?:and|vs?\.?|versus|against|or) new\b"
    r"|\b(?:both|either|each|the two) editions?\b(?! of the (?:chronology|report|plan))",
    re.IGNORECASE,
)
"""Means the edition before the one in force."""
_COMING = re.compile(
    r"\bconsultation\b|\bproposals\b|\bwhat(?:'s| is) (?:being )?proposed (?:on|about)\b|"
    r"\b(?:is|are|being|been|what's) (?:currently |now )?proposed\b(?! (?:for|on|by) )|"
    r"\bproposed (?:changes?|reg\w*|law|guidance|definition|limit|wording|reforms?|standards?|functions|framework)\b|"
    r"\bdraft (?:reg\w*|guidance|functions|working together|wt)\b|"
    r"\b(?:if|once) (?:all (?:of )?this|this|these) (?:all )?(?:goes|go|comes|come) (?:through|into force)(?=\W*(?:[.?!,]|$))|"
    r"\b(?:under|in) the macpt regs\b|\bout for (?:comment|views|consultation)\b|"
    r"\b(?:government|minister|dfe|department)(?:s|'s|’s|s'|s’)? (?:ideas|plans|wants?|proposes?|proposals|"
    r"is planning|are planning)\b|"
    r"\b(?:in|under) (?:the|these) (?:new |government's )?plans\b|\bthe new (?:act|regs|regulations|"
    r"information sharing duty)\b",
    re.IGNORECASE,
)
"""Means what is proposed."""
_PRESENT = re.compile(
    r"\b(?:current(?:ly)?|(?:at )?present(?: (?:one|edition|guidance|text|wording))?|today(?:'s|’s)?|now(?:adays)?|these days|"
    r"at the moment|as (?:it|things) stands?|in force|already|still|the (?:main )?(?:guidance|glossary|rules?)|"
    r"statutory (?:guidance|text))\b",
    re.IGNORECASE,
)
"""Beside another document: means what is in force."""
_STANDARDS = re.compile(
    r"\b(?<!national )(?<!multi-agency )(?<!practice )(?<!minimum )(?<!same )standards (?:say|ask|want|agree|match|"
    r"add|document|"
    r"and|v|vs|versus|too)\b|\b(?:lcpp|lead practitioner) (?:documents?|standards?)\b|\b(?:and|vs?|versus|to|with|"
    r"do) the standards\b",
    re.IGNORECASE,
)
"""Beside another document: the standards of lead child protection practitioners."""
_GUIDE = re.compile(r"\b(?:partnership|programme|families first|ffp) (?:guide|booklet)\b", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(?:both|the two) (?:guides|documents|texts)\b[^.?!]*\b(?:say|agree|see|cover|put|deal)\b|\bboth (?:guides|"
    r"documents|texts) (?:say|agree)",
    re.IGNORECASE,
)
"""Sets the guidance and the programme's guide side by side."""
_SIDE_BY_SIDE = re.compile(
    r"\b(?:compar\w*|contrast\w*|versus|vs?|against|both|match(?:es)?|agree\w*|differ\w*|same|side by side|overlap\w*|"
    r"in (?:step|line)|go(?:es|ing)? (?:further|beyond)|add anything|sit with|either|"
    r"and (?:what|how|who|in|wt\b|working together|the (?:standards|guidance))|and (?:\w+ ){1,3}(?:says?|wants?|asks?))\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:now(?:adays)?|today|these days|current(?:ly)?|present|2026|wt ?26|newer|swap\w*|shift\w*|instead|added|gone|since|"
    r"compar\w*|contrast\w*|versus|vs|differ\w*|chang(?:e|es|ed)|replac\w*|same|reword\w*|grow[ns]?|stricter|stronger|"
    r"dropped|scrapped|no longer|isn['’]t in|than (?:the|in|it)|still (?:true|appl(?:y|ies)|have to|need to)|"
    r"equivalents?|anything new|editions|and new)\b",
    re.IGNORECASE,
)
"""Beside an edition that is no longer in force: asks what has become of it."""
_SINCE_NAMED = re.compile(
    r"\b(?:today(?:'s|’s)|at the moment|as (?:it|things) stands?|in force|newest|latest|surviv\w*|was it always|"
    r"(?:is|are|does|do|can|must|should|has|have)(?:n['’]t)? (?:[\w'’]+ ){1,4}still|still(?=\W*[?]|$))\b",
    re.IGNORECASE,
)
"""The same, where that edition is named: beside 'the last guidance' they are said in every case."""
_CHANGE = re.compile(
    r"\b(?:change[sd]?|changing|replace[sd]?|scrap(?:ped)?|drop(?:ped)?|differ\w*|stay(?:ing)?|or)\b", re.IGNORECASE
)
"""Beside proposals: asks what would be other than it is."""
_OTHER_THAN = re.compile(
    r"\b(?:is|are|was|were|does|do|did|would|will|has|have) (?:that|it|this|they|those) (?:\w+ )?"
    r"(?:differ(?:ent)?|the same|chang(?:e|es|ed|ing))\b",
    re.IGNORECASE,
)
"""Asks whether what was spoken of is other in a document: 'is that different in the consultation?'."""
_FORMER = r"(?:lscbs?|local safeguarding children boards?|scrs?|serious case reviews?|cafs?|common assessment framework)"
_RULE = (
    r"(?:(?:the|this|that|statutory) guidance|\d+[- ](?:working[- ])?days? (?:rule|limit)|definition of \w+|"
    r"rule on|working together)"
)
_SINCE_THEN = re.compile(
    rf"\b{_RULE}\b[^.?!]{{0,60}}\b(?:been|has|have|got) (?:changed|dropped|scrapped|softened|tightened|relaxed|"
    rf"reworded|replaced|stricter)\b"
    rf"|\bha(?:s|ve) {_RULE}\b[^.?!]{{0,60}}\b(?:changed|dropped|scrapped|softened|tightened|relaxed|reworded|"
    rf"replaced|grown|stricter)\b"
    r"|\bwhat did it used? to (?:say|be)\b|\b(?:it|guidance) used to (?:just )?(?:say|read)\b"
    rf"|\b{_FORMER}\b[^!]{{0,60}}\b(?:still exist|took (?:its|their) place|"
    rf"(?:been |was |were )?(?:replaced|abolished|scrapped|dropped)|"
    rf"called (?:now|today|these days)|equivalents?|"
    r"something else (?:now|these days))\b",
    re.IGNORECASE,
)
"""Asks what has become of a rule, without naming the edition that held it."""
_CASE = re.compile(
    r"\b(?:he|she|him|her|his|hers|mum|dad|mother|father|stepdad|boyfriend|partner|my|our (?:head|son|daughter|case|worker)|"
    r"the (?:child|baby|boy|girl|lad|family|parents?)|a (?:child|baby|boy|girl|lad|family)|bruis\w*|burns?)\b",
    re.IGNORECASE,
)
"""Speaks of somebody: what has changed is then hardly the guidance."""
_ABOUT = re.compile(
    r"\b(?:consultation|proposals?|changes?|paper|questions?|responses?) (?:on|about|to|for|"
    r"of) (?:the )?(?:working together|wt)\b"
    r"|\b(?:working together|wt) (?:consultation|proposals?)\b",
    re.IGNORECASE,
)
"""Names the consultation by what it is about."""


def sides(
    text: str, named: Sequence[str], documents: Mapping[str, Document], as_of: date, told: Collection[Beside] = ()
) -> tuple[str, ...]:
    """
    The documents of the library that `text` sets side by side on a day, at least two, what binds first; none if it does not.

    `named` are those it names, `told` is what the reader says that it sets beside another. What is in force is one of them,
    unless it names two others or is told two.
    """
    known = {d: document for d, document in documents.items() if document.published <= as_of and not _is_local(document)}
    current = [d for d in _editions(known) if known[d].in_force(as_of)]
    before = earlier_edition(known, as_of)
    about = bool(_ABOUT.search(text))
    asked = [d for d in named if d in known and not (about and d in current)]
    said = [d for d, document in known.items() if beside_of(document) in told and (d in before or not _ended(document))]
    meant = [*_meant(text, known, before), *said]
    both = list(dict.fromkeys([*asked, *meant]))
    others = [d for d in both if d not in current]
    among_themselves = (
        len(told) > 1 and Beside.EARLIER not in told and not set(asked).intersection(current) and not _PRESENT.search(text)
    )
    if len(both) > 1 and (len(both) == len(asked) or among_themselves):
        return in_order(both, known)
    if not others:
        unnamed = not asked and not _CASE.search(text)
        return in_order([*current, *(before if unnamed and _SINCE_THEN.search(text) else [])], known)
    compares = said or len(both) > 1 or _compares(text, known[others[0]], asked)
    return in_order([*others, *current], known) if compares else ()


def earlier_edition(documents: Mapping[str, Document], as_of: date) -> tuple[str, ...]:
    """The last edition of Working Together that is no longer in force on a day; none if none is held."""
    held = {d: documents[d] for d in _editions(documents) if documents[d].published <= as_of}
    ended = [d for d, document in held.items() if not document.in_force(as_of)]
    return tuple(sorted(ended, key=lambda d: held[d].published)[-1:])


def _editions(documents: Mapping[str, Document]) -> list[str]:
    first = {d for d, document in documents.items() if document.working_together == d}
    return [d for d, document in documents.items() if d in first or document.replaces in first]


def _meant(text: str, known: Mapping[str, Document], before: Sequence[str]) -> list[str]:
    """The documents, other than the one in force, that a text means by what they are."""
    meant = [*before] if EARLIER.search(text) else []
    meant += [d for d, document in known.items() if document.status is Status.CONSULTATION] if _COMING.search(text) else []
    beside = bool(meant or _PRESENT.search(text) or _SIDE_BY_SIDE.search(text))
    genres = {
        Genre.STANDARDS: beside and _STANDARDS.search(text),
        Genre.PROGRAMME: (beside and _GUIDE.search(text)) or _BOTH.search(text),
    }
    usable = [(d, document.genre) for d, document in known.items() if document.status is not Status.WITHDRAWN]
    return meant + [d for d, genre in usable if genre and genres[genre]]


def beside_of(document: Document) -> Beside | None:
    """As what a document is set beside others; None for what is in force, and for a local one."""
    match document:
        case Document(status=Status.WITHDRAWN):
            return Beside.EARLIER
        case Document(status=Status.CONSULTATION):
            return Beside.PROPOSED
        case Document(genre=Genre.STANDARDS):
            return Beside.STANDARDS
        case Document(genre=Genre.PROGRAMME):
            return Beside.GUIDE
        case _:
            return None


def compares_with_present(text: str) -> bool:
    """Whether a text sets another document, which it need not name, beside what is in force."""
    return bool(_PRESENT.search(text) and _SIDE_BY_SIDE.search(text))


def _compares(text: str, other: Document, named: Sequence[str]) -> bool:
    """Whether a text that names or means one document, not the one in force, asks for what is in force as well."""
    if _BOTH.search(text) or _OTHER_THAN.search(text):
        return True
    match other.status:
        case Status.WITHDRAWN:
            return bool(_SINCE.search(text) or (other.id in named and _SINCE_NAMED.search(text)))
        case Status.CONSULTATION:
            return bool(_PRESENT.search(text) or (_CHANGE.search(text) and re.search(r"\bwould\b|\bhow\b", text)))
        case _:
            return compares_with_present(text)


def _ended(document: Document) -> bool:
    return document.status is Status.WITHDRAWN


def _is_local(document: Document) -> bool:
    return Status.LOCAL in (document.status, document.formerly)


def in_order(names: Sequence[str], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Documents to set side by side, what binds first; none if there are fewer than two."""
    found = sorted(dict.fromkeys(names), key=lambda d: ORDER.index(documents[d].status))
    return tuple(found) if len(found) > 1 else ()
