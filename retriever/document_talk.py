"""Document talk: 'is the 2015 edition still in force?', 'what documents do you have?' are answered by the register."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.model import Status
from corpus.register import Document
from corpus.tokens import tokens
from retriever.editions import named_documents, stripped
from retriever.followup import leans
from retriever.question import Plan

_FORCE = re.compile(
    r"\b(?:in(?:to)? force|up[- ]to[- ]date|out[- ]of[- ]date|current|withdrawn|superseded|valid|latest|newest|most recent)\b"
    r"|\breplaced\b(?! by\b)|\bstill (?:apply|applies|used?|using)\b|\bsince when\b|\bnewer (?:version|edition|one)\b"
    r"|\b(?:when|who|what (?:year|date|month))\b.*"
    r"\b(?:updated?|published?|issued?|released?|wr(?:ote|itten)|come out|came out)\b",
    re.IGNORECASE,
)
"""Asks whether a document is in force."""
_BINDING = re.compile(r"\b(?:statutory|binding|law|legally|mandatory|compulsory)\b", re.IGNORECASE)
"""Asks what force it has; said of 'it' this asks for a duty."""
_UP_TO_DATE = re.compile(r"\b(?:up[- ]to[- ]date|out[- ]of[- ]date|current|latest|newest|most recent)\b", re.IGNORECASE)
_FORCE_WORDS = frozenset(
    tokens(
        "in force still current currently valid latest newest most recent up to date out of withdrawn superseded "
        "replaced apply applies use used using come came into now today at the moment when what which edition version "
        "guidance document one ones since rule case stop stopped being get got end ended year month newer there than "
        "who by will again next be last updated update published publish issued issue released release written wrote "
        "you already yet is it that this are was or and so ok any please can tell me say which's what's"
    )
)
_CLOSED = re.compile(r"\b(?:respond|reply|answer|take part|clos(?:e|ed|es|ing)|open|deadline)\b", re.IGNORECASE)
"""Asks whether a consultation can still be answered."""
_CLOSED_WORDS = _FORCE_WORDS | frozenset(
    tokens("respond reply answer take part close closes closing open deadline can could i we how long")
)
_CLAIMED = re.compile(
    r"\b(?:still )?(?:appl(?:y|ies)|in force|valid|current)\b|\b(?:should|must|can|to|still) (?:\w+ )?us(?:e|ing)\b"
    r"|\bquotes?\b",
    re.IGNORECASE,
)
"""Takes an edition that is not in force for one that is."""
_COVERS = re.compile(r"\b(?:appl(?:y|ies)|cover(?:s|ed)?|extends?|valid|used?)\b", re.IGNORECASE)
_COVERS_WORDS = _FORCE_WORDS | frozenset(
    tokens(
        "cover covers covered extend extends wales welsh scotland scottish northern ireland england english only too as "
        "well also"
    )
)
_BINDING_WORDS = frozenset(
    tokens("statutory binding law legally legal mandatory compulsory just only non not proposals standards guide guidance")
)
_STATUTORY = re.compile(r"\bstatutory guidance\b", re.IGNORECASE)
"""Names a document elsewhere; here it is what is asked of one."""
_YEAR = re.compile(r"\b20\d\d\b")
_HELD = re.compile(
    r"\b(?:what|which) (?:\w+ ){0,2}?(?:documents?|sources?|guidance|texts?|publications?|editions?)\b"
    r"(?: (?:do|can|are|does)(?: you| this| the library| it)?)? ?(?:\w+ )?"
    r"(?:have|hold|held|use|using|cover|covered|know|contain|based on|in (?:the|this) library|answer from|rely on|draw on)\b"
    r"|\bwhere do (?:your|the|these) answers come from\b",
    re.IGNORECASE,
)
"""Asks what the library holds."""
_OWN = frozenset(
    tokens("you your yours this library it its here system tool bot assistant app have hold use cover answer come")
)
_HELD_WORDS = (
    _FORCE_WORDS
    | _OWN
    | frozenset(
        tokens("documents sources texts publications where do does how many all list from based on rely draw know contain held")
    )
)

MATERIAL = (
    "Quizzes, cases, slides and handouts are not written in an answer; they are made from the guidance under 'Training', or by "
    "'verse training quiz' and 'verse training pack'."
)
_MATERIAL = re.compile(
    r"\b(?:write|make|create|design|generate|draft|prepare|produce|give|build)\b[^.?!]{0,40}"
    r"\b(?:quiz(?:zes)?|case stud(?:y|ies)|slides?|slide deck|powerpoint|(?:session|lesson) plan|handouts?|"
    r"training (?:pack|materials?|exercise)|mcqs?|multiple[- ]choice questions?)\b",
    re.IGNORECASE,
)
"""Wants training material."""


@dataclass(frozen=True)
class Talk:
    """What the register says, and whether that is all that was asked: no document's own words are wanted beside it."""

    text: str = ""
    alone: bool = True


def document_talk(plan: Plan, documents: Mapping[str, Document]) -> Talk:
    """What the register says of the force of the documents that a question asks after; nothing if it asks for more."""
    talk = _talk(plan, documents)
    return talk if talk.text or not plan.history else _asked_again(plan, documents)


def _asked_again(plan: Plan, documents: Mapping[str, Document]) -> Talk:
    """What the register says of another document or nation, of which the question before is asked: 'and the FFP guide?'."""
    own = named_documents(plan.question, documents)
    left = tokens(stripped(plan.question, [documents[name] for name in own]))
    before = plan.history[-1]
    if not (own or plan.nation) or not leans(plan.question) or not _COVERS_WORDS.issuperset(left):
        return Talk()
    if not _talk(replace(plan, question=before, history=plan.history[:-1]), documents).text:
        return Talk()
    asked = stripped(before, [documents[name] for name in named_documents(before, documents)])
    return _talk(replace(plan, question=f"{asked} {plan.question}", history=()), documents)


def _talk(plan: Plan, documents: Mapping[str, Document]) -> Talk:
    if _HELD.search(plan.question) and _HELD_WORDS.issuperset(tokens(plan.question)):
        return Talk("\n".join(["Answers come from:", *(f"- {told(own, plan.as_of)}" for own in documents.values())]))
    question = _STATUTORY.sub("statutory", plan.question)
    own = named_documents(question, documents)
    leaning = bool(plan.history) and leans(question)
    before = named_documents(plan.history[-1], documents) if leaning else ()
    left = tokens(_YEAR.sub(" ", stripped(question, [documents[name] for name in (*own, *before)])))
    if plan.nation and _COVERS.search(question) and _COVERS_WORDS.issuperset(left):
        asked = own or [name for name, document in documents.items() if document.status is Status.STATUTORY]
        return Talk(" ".join(f"**{documents[name].title}** is for {documents[name].nation}." for name in asked), alone=False)
    of_editions = _FORCE if own or before or not leaning else _UP_TO_DATE  # 'is that in force' may be of a team or a plan
    asks_force = bool(of_editions.search(question)) and _FORCE_WORDS.issuperset(left)
    asks_force = asks_force or (_consults(own, documents) and bool(_CLOSED.search(question)) and _CLOSED_WORDS.issuperset(left))
    ended = plan.lacking.editions or any(documents[name].status is Status.WITHDRAWN for name in own)
    if ended and not leaning and _CLAIMED.search(question):
        asks_force = True
    binding = (own and _BINDING.search(question)) or (before and "statutory" in question.lower())
    if not asks_force and not (binding and (_FORCE_WORDS | _BINDING_WORDS).issuperset(left)):
        return Talk()
    in_force = [name for name, document in documents.items() if document.status is Status.STATUTORY]
    asked = [*(own or before or in_force)]
    if ended or any(documents[name].status is Status.WITHDRAWN for name in asked):
        asked += in_force
    return Talk(
        "\n\n".join(told(documents[name], plan.as_of) for name in dict.fromkeys(asked)),
        alone=(leaning and asks_force) or not (own or before or ended),
    )


def wants_material(question: str) -> bool:
    """Whether a question wants training material to be written."""
    return bool(_MATERIAL.search(question))


def told(document: Document, as_of: date) -> str:
    """What the register says of the force of a document on a day, in a line."""
    return f"**{document.title}** ({document.publisher}, {document.edition}): {_force(document, as_of)}."


def _consults(names: Sequence[str], documents: Mapping[str, Document]) -> bool:
    return any(documents[name].status is Status.CONSULTATION for name in names)


def _force(document: Document, as_of: date) -> str:
    match document.status:
        case Status.STATUTORY if document.in_force(as_of):
            replaces = f"; it replaces {document.replaces}" if document.replaces else ""
            return f"statutory guidance, **in force** since {_day(document.in_force_from)}{replaces}"
        case Status.STATUTORY:
            return f"statutory guidance, **not in force** on {as_of:%-d %B %Y}"
        case Status.WITHDRAWN:
            dated = document.in_force_from and document.in_force_to
            when = f"; in force from {_day(document.in_force_from)} to {_day(document.in_force_to)}" if dated else ""
            by = f"; replaced by {document.replaced_by}" if document.replaced_by else ""
            return f"**withdrawn**{when}{by}"
        case Status.CONSULTATION:
            return document.notes[0].removesuffix(".") if document.notes else "a consultation; what it proposes is not in force"
        case Status.NON_STATUTORY:
            return "**not statutory** guidance"
        case _:
            return "a **local** document, not national guidance"


def _day(day: date | None) -> str:
    """A day; a month where its first day stands for it (see corpus/register.toml)."""
    return f"{day:%B %Y}" if day and day.day == 1 else f"{day:%-d %B %Y}" if day else ""
