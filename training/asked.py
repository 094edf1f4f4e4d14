"""What list a question asks for, if it asks for a whole one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Obligation, Status
from retriever.question import Plan
from training.registers import Register, Wanted
from training.subjects import leading_actor

_PLEASE = (
    r"(?:(?:please|can you|could you|i need|i want|i’d like|i'd like|we need|show(?: me| us)?|give (?:me|us)|tell me)\s+)*"
)
_LIST = rf"^{_PLEASE}(?P<list>(?:list(?: out)?|name|what are|which are)\s+)?"
_ALL = (
    r"(?P<all>(?:a |the )?(?:full |complete |whole )?list of\s+(?:all\s+|every\s+)?"
    r"|(?:every single|every|each|all(?: of)?)\s+)?(?:the\s+)?"
)
_HEADS: tuple[tuple[Register, re.Pattern[str]], ...] = tuple(
    (register, re.compile(rf"{_LIST}{head}", re.IGNORECASE))
    for register, head in (
        (
            Register.TIME_LIMITS,
            rf"{_ALL}(?:statutory )?(?:time[- ]?limits?|deadlines?|timescales?|time ?frames?)\b(?P<rest>.*)$",
        ),
        (
            Register.DUTIES,
            rf"{_ALL}(?:duties|duty|obligations?|responsibilit(?:y|ies))\b(?: that)?(?: (?:fall|placed|put|are))? "
            r"(?:on|of|for)(?P<rest> .+)$",
        ),
        (
            Register.DUTIES,
            r"(?P<all>everything|all)(?: that)?(?P<rest> .+? (?P<duty>(?:must|should|may|has to|have to)"
            r"(?:,? (?:and|or|and/or|&) (?:must|should|may))*) do\b.*)$",
        ),
        (Register.DEFINITIONS, rf"{_ALL}definitions?\b(?P<rest>.*)$"),
        (
            Register.ATTENDANCE,
            r"(?P<all>everyone|everybody|all (?:those|the people|of those))(?: who| that)?"
            r"(?: should| must| may| can| has to| have to)? "
            r"(?:attends?|be (?:invited to|at)|goe?s? to|sits? on|comes? to)(?P<rest> .+)$",
        ),
    )
)
_CHAPTER = re.compile(r"\b(?:in |of |from |under )?chapter (?P<number>\d+|one|two|three|four|five|six)\b", re.IGNORECASE)
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_JOINING = re.compile(
    r"^[\s,]*(?:(?:that |which )?(?:are |is |there are |apply |applies |relat\w+ |hold )*"
    r"(?:in|on|for|about|of|under|during|within|around|across|from|to|after|before|following|concerning|regarding|when)?\b"
    r"\s*(?:the |an? |any )?)+",
    re.IGNORECASE,
)
_GUIDANCE = re.compile(
    r"\b(?:in |of |from |under )?(?:the |this )?(?:statutory )?(?:guidance|library|documents?)\b", re.IGNORECASE
)
_DO = re.compile(r"\b(?:must|should|may|has to|have to)\b.*?\bdo\b", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"\b(?:(?:in|of|from|under) )?(?:the )?$", re.IGNORECASE)
_AFTER_NAME = re.compile(r"^ (?:guide|standards?|edition|consultation)\b", re.IGNORECASE)
_LONGEST = 8
"""Words of a topic; what has more is no topic."""


@dataclass(frozen=True)
class Listed:
    """The register and rows that are asked for, and how the answer says so."""

    register: Register
    wanted: Wanted
    said: str


def asked_list(plan: Plan, library: Library) -> Listed | None:
    """The whole list that a question asks for; None if it asks for none, or for more than a register knows."""
    text = plan.question.strip().rstrip("?.! ")
    for register, pattern in _HEADS:
        match = pattern.match(text)
        if match and (match["all"] or (match["list"] or "").lower().startswith(("list", "name"))):
            return _listed(register, match, plan, library)
    return None


def _listed(register: Register, match: re.Match[str], plan: Plan, library: Library) -> Listed | None:
    named, rest = _documents(match["rest"], plan, library)
    chapter = _CHAPTER.search(rest)
    number = _NUMBERS.get(chapter["number"].lower(), chapter["number"]) if chapter else ""
    rest = _GUIDANCE.sub(" ", _CHAPTER.sub(" ", rest))
    actor, topic = _split(register, rest)
    if (register is Register.DUTIES and not actor) or len(topic.split()) > _LONGEST:
        return None
    docs = named or (_statutory(library, plan) if number else ())
    wanted = Wanted(docs=docs, chapter=number, obligations=_obligations(match), actor=actor, topic=topic)
    return Listed(register, wanted, _said(wanted, library))


def _documents(text: str, plan: Plan, library: Library) -> tuple[tuple[str, ...], str]:
    """The documents that a text names, and the text without their names: 'Working Together 2015' is not the edition of 2026."""
    found: dict[str, re.Match[str]] = {}
    for doc in plan.named:
        own = library.documents[doc]
        names = sorted({own.id, own.title, own.short, *own.names}, key=len, reverse=True)
        for match in (re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in names):
            if match:
                found.setdefault(doc, match)
    longest = {d: m for d, m in found.items() if not any(_within(m, o) for o in found.values() if o is not m)}
    for match in sorted(longest.values(), key=lambda match: match.start(), reverse=True):
        text = f"{_BEFORE_NAME.sub('', text[: match.start()])} {_AFTER_NAME.sub('', text[match.end() :])}"
    return tuple(doc for doc in plan.named if doc in longest or doc not in found), text


def _within(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether one match lies in a longer one, or begins with it."""
    return other.start() <= one.start() and one.end() <= other.end() and other.end() - other.start() > one.end() - one.start()


def _split(register: Register, rest: str) -> tuple[str, str]:
    """The actor and the topic of what follows 'every time limit ...'."""
    words = _JOINING.sub("", _DO.sub(" ", rest)).strip()
    actor, after = leading_actor(words)
    if register in (Register.DUTIES, Register.TIME_LIMITS) and actor:
        topic = _JOINING.sub("", after).strip()
        if register is Register.DUTIES or not topic:
            return actor, topic
    return "", words


def _obligations(match: re.Match[str]) -> tuple[Obligation, ...]:
    """Must, should or may, as 'everything the police must and should do' asks; all where the question does not say."""
    duty = (match.groupdict().get("duty") or "").lower()
    must = "must" in duty or "to" in duty.split()
    found = ((Obligation.MUST, must), (Obligation.SHOULD, "should" in duty), (Obligation.MAY, "may" in duty))
    return tuple(obligation for obligation, asked in found if asked)


def _statutory(library: Library, plan: Plan) -> tuple[str, ...]:
    """Whose chapters are meant where no document is named: those of the statutory guidance that is in force."""
    held = (d for d in library.documents.values() if d.status in (Status.STATUTORY, Status.WITHDRAWN))
    return tuple(d.id for d in held if d.in_force(plan.as_of))


def _said(wanted: Wanted, library: Library) -> str:
    words: list[str] = []
    if wanted.obligations:
        words.append(f" ({_joined(o.value for o in wanted.obligations)})")
    if wanted.actor:
        words.append(f" on ‘{wanted.actor}’")
    if wanted.topic:
        words.append(f" on ‘{wanted.topic}’")
    if wanted.chapter:
        words.append(f" in chapter {wanted.chapter}")
    if wanted.docs:
        words.append(f" of {_joined(library.documents[doc].short for doc in wanted.docs)}")
    return "".join(words)


def _joined(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
