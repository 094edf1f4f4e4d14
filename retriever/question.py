"""Understand a question: what is asked, of which documents, as of when, following what."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.glossary import load_glossary
from corpus.model import Status
from corpus.register import Document
from corpus.tokens import tokens
from retriever.asked import documents_asked, is_withdrawn
from retriever.comparing import EARLIER, NOTHING, Beside, Meant, in_order
from retriever.days import Day
from retriever.editions import named_documents, named_next, not_held, stripped, without_names
from retriever.errors import BadQuestion
from retriever.followup import bare, leans, standing
from retriever.pointers import Missing, Pointed, looks_up, pointed_at, spoken
from retriever.redaction import KINDS
from retriever.stepping import beside_named, stepped, steps

LONGEST = 2000
"""Characters of a question that are taken; a scenario of two sentences has 300."""
EARLY = 30
"""Characters after a paragraph's number in which the edition that it is of is named."""
TURNS = 3
"""So many of the earlier questions lend to one that stands alone."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]+")
_OVERVIEW = re.compile(
    r"\b(what (?:is|are|was|does|do|happens?)|what's|whats|how (?:does|do|is|are)|explain|overview|talk me through|walk me|"
    r"tell me about|summar\w*|in general|process|steps?|stages?|everything|who (?:comes|goes|is involved|attends))\b",
    re.IGNORECASE,
)


_NATION = re.compile(
    r"\b(wales|welsh|scotland|scottish|northern ireland|northern irish|isle of man|jersey|guernsey|cardiff|swansea|edinburgh|"
    r"glasgow|belfast)\b",
    re.IGNORECASE,
)
_REDACTED = re.compile(rf"(?:\b(?:dob|nhs|ni)\b\W*)?\[(?:{'|'.join(KINDS)})\]", re.IGNORECASE)
"""What stands for case detail, which is not what is asked."""
_LOCAL = re.compile(
    r"\blocal(?:ly)?\b(?! authorit)|\b(?:our|this|the)(?: own| local)? (?:borough|council|county|city|area|partnership|trust)\b"
    r"|\bour (?:own |local )?(?:polic(?:y|ies)|procedures?|protocols?|thresholds?|pathways?|process)\b"
    r"|\b(?:round|around) here\b",
    re.IGNORECASE,
)
"""Asks for what holds where the asker works."""
_SHORTER = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|please|thanks)\W+)*(?:(?:can|could) you )?(?:(?:make|put|say|give|explain|summari[sz]e) (?:me )?"
    r"(?:it|that|this)?\W*)?(?:(?:a (?:bit|little) |much |more )?(?:shorter|simpler|simply|briefer|briefly|brief)|"
    r"in (?:(?:just )?(?:one|a) (?:line|sentence|word)|short|brief|a nutshell|(?:plain|simple) (?:english|words|terms))|"
    r"(?:the )?short version|tl;?dr|summari[sz]e(?: (?:it|that|this))?)(?: for (?:me|a parent|the family))?(?:\W+please)?\W*$",
    re.IGNORECASE,
)
"""Wants the answer before in fewer words."""
_FRAME = re.compile(
    r"^\W*(?:(?:and|so|ok|please)\W+)*(?:what|does|do|did)(?: (?:does|do|did|has|have))?(?: (?:the|this|that|your|our))?"
    r"(?: (?:statutory|national|official|current))?(?: (?:guidance|guide|guidelines|documents?|text|it|they|wt))?(?: have)?"
    r"(?: to)? (?:say|says|said|state|mention)(?: anything| something)? (?:about|on|regarding|re)\b",
    re.IGNORECASE,
)
"""Asks what a text says, before what it is asked about."""
_COURTESY = re.compile(
    r"^(?:(?:ok(?:ay)?|great|perfect|lovely|cheers|thanks|thank you|thx)(?: (?:so|very) much)?[\s!,.;-]+)+(?=\w)", re.IGNORECASE
)
"""Thanks before a follow-up."""
_MORE = re.compile(
    r"^\W*(?:(?:please )?(?:tell|give|show) me (?:some )?more|(?:and )?(?:more|longer)(?: detail)?(?: again)?(?: please)?|"
    r"go on|in full|in (?:more )?detail|the whole (?:thing|paragraph))\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Lacking:
    """What a question names and the library does not hold."""

    places: tuple[Missing, ...] = ()
    """Paragraphs and footnotes."""
    editions: tuple[str, ...] = ()
    """The years of editions of Working Together."""


@dataclass(frozen=True)
class Plan:
    """What to look for."""

    question: str
    history: tuple[str, ...]
    understood: str
    """The words searched: after follow-ups and abbreviations."""
    docs: tuple[str, ...]
    """Documents that may be searched."""
    named: tuple[str, ...]
    """Documents that the question names, or surely means."""
    pointed: tuple[str, ...]
    """Paragraphs that the question names."""
    sides: tuple[str, ...]
    """Documents that the question sets side by side, whether or not they are searched otherwise."""
    asked: frozenset[Beside]
    """Other documents than the guidance in force that the question asks, as the reader tells; it does not decide alone."""
    as_of: date
    standing: str
    """The question made to stand alone."""
    own: str = ""
    """The question's own words where it leans on earlier ones: of what is searched they count again."""
    earlier: str = ""
    """The earlier questions where it stands alone: what was spoken of counts a little."""
    lacking: Lacking = Lacking()
    """What it names and the library does not hold."""
    looks_up: bool = False
    """Whether it asks for what it names and for nothing on it."""
    more: bool = False
    """Whether the answer to the last question is wanted in full."""
    shorter: bool = False
    """Whether it is wanted in fewer words."""
    perhaps: frozenset[Beside | None] = frozenset()
    """Documents that the question may ask beside others, as the reader tells; None for what is in force."""
    days: tuple[Day, ...] = ()
    """Days that the question as typed names; its own words have none that is of a case."""

    @property
    def words(self) -> tuple[str, str, str]:
        """All that is embedded and looked up."""
        return self.understood, self.own, self.earlier

    @property
    def searched(self) -> tuple[str, ...]:
        """Documents that are searched: those that may answer, and those set side by side."""
        return tuple(dict.fromkeys((*self.docs, *self.sides)))

    @property
    def overview(self) -> bool:
        """Whether it asks what something is, or how it goes: a whole section may answer."""
        return bool(_OVERVIEW.search(self.standing))

    @property
    def nation(self) -> bool:
        """Whether it speaks of another nation than England."""
        return bool(_NATION.search(self.standing))

    @property
    def local(self) -> bool:
        """Whether local documents are asked for."""
        return bool(_LOCAL.search(self.question))


def plain(question: str) -> str:
    """A question without control characters and needless space."""
    return " ".join(_CONTROL.sub(" ", question).split())


def clean(question: str) -> str:
    """The same; refuses what is not a question, or too long for one."""
    text = plain(question)
    if not text:
        raise BadQuestion("The question is empty; type what you want to know.")
    if len(text) > LONGEST:
        raise BadQuestion(
            f"The question has {len(text):,} characters; {LONGEST:,} are the most. Shorten it to what you want to know."
        )
    if not any(c.isalnum() for c in text):
        raise BadQuestion("The question holds no words; type what you want to know.")
    return text


def understand(
    question: str,
    history: tuple[str, ...],
    documents: Mapping[str, Document],
    known: Collection[str],
    as_of: date,
    meant: Meant = NOTHING,
) -> Plan:
    """
    The plan for a question that follows `history`; `known` are the ids of the library.

    `meant` is what the reader tells of documents that are compared or asked, for a question whose own words do not say it.
    """
    text = clean(question)
    earlier = tuple(h[:LONGEST] for h in map(plain, history) if h)
    text = _COURTESY.sub("", text) if earlier else text
    if earlier and (_SHORTER.match(text) or _MORE.match(text)):
        again = understand(earlier[-1], earlier[:-1], documents, known, as_of, meant)
        return replace(again, more=bool(_MORE.match(text)), shorter=bool(_SHORTER.match(text)))
    own_named = named_documents(text, documents)
    unnamed = EARLIER.sub(" ", stripped(text, [documents[d] for d in own_named])) if earlier else text
    whole = standing(text, earlier, unnamed if unnamed != text else "")
    leaning = whole != text
    asked = documents_asked(text, whole, own_named, earlier, documents, as_of, meant)
    named, compared, whole, as_of = asked.named, asked.compared, asked.whole, asked.as_of
    only = looks_up(stripped(spoken(text, documents), [documents[d] for d in named]))
    docs = tuple(d for d in documents if d in named or _allowed(documents[d], as_of))
    places = _Places(documents, named, docs, compared)
    found, lacking = _pointing(text, whole, places, known, earlier)
    if steps(text) and (step := _stepped(text, earlier, places, known)) != Pointed():
        found, lacking, only, compared = step.found, Lacking(step.missing), True, ()
    if leaning and not compared:
        compared = _of_another(found, places)

    def searched(words: str) -> str:
        told = without_names(
            _REDACTED.sub(" ", spoken(words, documents)), [documents[d] for d in dict.fromkeys((*asked.spoken_of, *named))]
        )
        in_force = all(documents[d].status is Status.STATUTORY for d in named)
        asked_about = _FRAME.sub("", told).strip() if in_force else told
        return load_glossary().expand(asked_about if any(c.isalpha() for c in asked_about) else told)

    own, lent = "", ""
    if leaning and len(set(tokens(text))) > 1 and not (own_named and bare(unnamed)):
        own = searched(text)
    elif not leaning and earlier:
        lent = searched(" ".join(earlier[-TURNS:]))
    told = asked.told
    return Plan(text, earlier, searched(whole), docs, named, found, compared, told, as_of, whole, own, lent, lacking, only)


@dataclass(frozen=True)
class _Places:
    """The documents of the library, and which of them a question names, may be answered from, and sets side by side."""

    documents: Mapping[str, Document]
    named: tuple[str, ...]
    docs: tuple[str, ...]
    compared: tuple[str, ...]


def _pointing(
    text: str, whole: str, places: _Places, known: Collection[str], earlier: Sequence[str] = ()
) -> tuple[tuple[str, ...], Lacking]:
    """The paragraphs that a question names, or the last one on which it leans; and what it names that is not held."""
    documents, named, compared = places.documents, places.named, places.compared
    editions = not_held(whole, documents)

    def looked_in(rest: str) -> Sequence[str]:
        tied = named_next(rest, documents)
        if tied is None or tied:
            return tied or ()
        if compared and EARLIER.search(rest[:EARLY]):
            return [d for d in compared if is_withdrawn(documents[d])]
        held = not editions or any(str(documents[d].published.year) in text for d in named)
        return (compared or named or places.docs) if held else ()

    pointed = pointed_at(text, looked_in, places.docs, known)
    found = pointed.found or (_named_last(earlier, places, known) if whole != text else ())
    found = found or pointed_at(whole, looked_in, places.docs, known).found
    return found, Lacking(pointed.missing, editions)


def _of_another(found: Sequence[str], places: _Places) -> tuple[str, ...]:
    """What to set side by side where a paragraph named before is asked of another document: 'and in 2015?', 'and today?'."""
    before, documents = {name.partition("/")[0] for name in found}, places.documents
    if not before or not before.isdisjoint(places.named or places.docs):
        return ()
    asked = places.named or tuple(d for d in places.docs if documents[d].status is Status.STATUTORY)
    return in_order([*before, *asked], documents)


def _named_last(earlier: Sequence[str], places: _Places, known: Collection[str]) -> tuple[str, ...]:
    """The paragraphs that were last named, or stepped to, in the earlier questions, as far as those lean on one another."""
    named: tuple[str, ...] = ()
    for turn in earlier:
        own_places = replace(places, named=named_documents(turn, places.documents), compared=())
        own = stepped(turn, named, known).found or _pointing(turn, turn, own_places, known)[0]
        named = own or (named if leans(turn) else ())
    return named


def _stepped(text: str, earlier: Sequence[str], places: _Places, known: Collection[str]) -> Pointed:
    """What stands beside a paragraph: the one named, or for 'and the next one?' the last asked for, however often it was."""
    if said := beside_named(text):
        return stepped(text, _pointing(said, said, places, known)[0], known)
    return stepped(text, _named_last(earlier, places, known), known)


def _allowed(document: Document, as_of: date) -> bool:
    """What is searched unnamed: what is in force, what is current though no statute, and proposals, as proposals."""
    if document.status is Status.CONSULTATION:
        return document.published <= as_of
    if document.status is Status.WITHDRAWN:
        return document.in_force(as_of)
    return document.in_force_from is None or document.in_force(as_of)
