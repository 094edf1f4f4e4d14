"""Duties as whole clauses, 'who must/should/may do what', out of the register: what quizzes ask and answer with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from corpus.glossary import load_glossary
from corpus.model import Status
from training.duties import Duty

_MODAL = r"(?P<modal>must|should|may)"
_LED = re.compile(rf"(?:^|[.!?]\s+)(?P<subject>[^.:;,]{{3,70}}?) {_MODAL}:$")
_WHOLE = re.compile(
    rf"(?P<subject>(?:The |All |Each |Every )?[^.:;,()]{{3,60}}?) {_MODAL} (?P<predicate>[^.]+(?:\.\w[^.]*)*)\.?$"
)
_PASSIVE = re.compile(r"(?:not |also |always |only )?(?:be|have been|have|need|want|wish|expect|remain|feel|continue)\b")
_DANGLING = re.compile(
    r"^(?:also|therefore|then|in turn|it|they|them|this|these|those|such|not|so)\b"
    r"|\ballegation (?:and|was|is)\b"
    r"|\b(?:do(?:es)? so|such a|such an|such circumstances|the same|in (?:this|these|that|those|such))\b"
    r"|\b(?:above|below|next section|see)\b"
    r"|\bthis (?:duty|role|protocol|decision|information|process|assessment|plan|review|list)\b"
    r"|\b(?:these|those) (?:duties|arrangements|decisions|functions|checks|reports|reviews|cases|actions)\b"
    r"|\bsuch (?!as\b)|\b(?:on|with|of|by|from|for|to|about) (?:this|these|those)\b(?! (?:guidance|chapter|country))"
    r"|\b(?:page \d|paragraphs? \d)"
    r"|\bthe (?:request|notification|arrangements|incident|matter|individual|person|centre|home|function|offer)s?\b"
    r"|https?:|@",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|them|they|their|its|theirs|his|her|she|he)\b", re.IGNORECASE)
_NO_VERB = re.compile(
    r"^(?:a|an|the|their|its|that|whether|where|when|if|is|are|has|have|how|what|who|any|all|each|every|no|and|or|for|in|on|at|"
    r"to|of|with|by|as|from|information|evidence|circumstances|\w+ing|\w+ly|arrangements|appropriate|section|paragraph)\b",
    re.IGNORECASE,
)
SHORTEST, LONGEST = 5, 45
"""Words that a predicate may have: less says too little, more is no question."""


@dataclass(frozen=True)
class Clause:
    """A duty that reads as one sentence: '<subject> <modal> <predicate>.', its words verbatim."""

    duty: Duty
    actor: str
    subject: str
    modal: str
    predicate: str
    led: bool
    """Whether subject and modal stand in a lead-in and the predicate in a list item under it."""

    @property
    def doc(self) -> str:
        """The document's id."""
        return self.duty.place.doc

    @property
    def paragraph(self) -> str:
        """The paragraph's id."""
        return self.duty.place.id

    @property
    def key(self) -> str:
        """What tells clauses apart."""
        return f"{self.paragraph}|{self.subject}|{self.modal}|{self.predicate}"

    @property
    def sentence(self) -> str:
        """The clause as it stands in the text, on one line."""
        return f"{self.subject} {self.modal} {self.predicate}."

    @property
    def who(self) -> str:
        """The subject as an answer: 'The police'."""
        return self.subject[0].upper() + self.subject[1:]


def clauses(duties: Iterable[Duty], status: tuple[Status, ...] = (Status.STATUTORY,)) -> tuple[Clause, ...]:
    """The duties, of documents with this status, that can be read by themselves, as clauses; one for each wording."""
    found: dict[tuple[str, str, str], Clause] = {}
    for duty in duties:
        if duty.place.status in status and (clause := _clause(duty)):
            found.setdefault((clause.actor, clause.modal, clause.predicate), clause)
    return tuple(found.values())


def _clause(duty: Duty) -> Clause | None:
    lead, what = " ".join(duty.lead.split()), " ".join(duty.what.split())
    led = _LED.search(lead) if lead else None
    match = led or _WHOLE.match(what)
    if match is None or (lead and not led):
        return None
    predicate = what.rstrip(" .;,") if led else match["predicate"].rstrip(" .;,")
    actor = _actor(match["subject"])
    if not actor or not _readable(predicate, bool(led)):
        return None
    return Clause(duty, actor, match["subject"], match["modal"], predicate, bool(led))


@cache
def _actor(subject: str) -> str:
    """The one actor that a subject names, if it says nothing else; '' if it names none or more."""
    found = load_glossary().actors_in(subject)
    bare = re.sub(r"^(?:the|all|each|every) ", "", subject, flags=re.IGNORECASE)
    known = {form.casefold() for actor in load_glossary().actors for form in (actor.name, *actor.forms)}
    return found[0] if len(found) == 1 and (bare.casefold() in known or subject.casefold() in known) else ""


def _readable(predicate: str, led: bool) -> bool:
    """Whether a predicate says what is to be done without its neighbours."""
    words = predicate.split()
    if not SHORTEST <= len(words) <= LONGEST or _DANGLING.search(predicate) or _PASSIVE.match(predicate):
        return False
    if (
        ":" in predicate
        or "; and they" in predicate
        or re.search(r"(?<!who)(?<!which)(?<!that) (?:must|should|shall)\b", predicate)
    ):
        return False
    if re.search(r"[.!?] [A-Z]", predicate) or predicate.count("(") != predicate.count(")"):
        return False
    if not predicate[0].islower() or (led and _NO_VERB.match(predicate)):
        return False
    pronoun = _PRONOUN.search(predicate)
    return pronoun is None or len(predicate[: pronoun.start()].split()) >= 4
