"""Follow-ups: what an earlier question lends to one that cannot stand alone, without a model."""

import re
from collections.abc import Collection

from corpus.tokens import tokens

_LEANING = re.compile(
    r"^(and|but|so|or|ok(ay)?|also|then|(what|how) about|what if|what happens (if|then)|same|why|tell me more|more|go on|"
    r"which ones?|such as|like what|even (?:if|when|though)|only if|unless|except|(?:just|only) the (?:first|second|last)|"
    r"no\W+i meant?|(?:sorry\W+)?i meant?|sorry|"
    r"really|is that|are they|does that|do they|can they|who decides|who says|where does it|says who|any exceptions?)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(it|its|they|them|their|that|this|these|those|he|she|him|her|there|one|ones|such|same|instead|either|latter|former|else|then|"
    r"yet|afterwards)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"^(?:and|but|ok(?:ay)?|so)?\W*(?:for|what about|how about|and)\b", re.IGNORECASE)
"""Asks the question before about something else: 'and for babies?'."""
_ASKING = frozenset(
    tokens(
        "who whom whose what when where which why how soon long often many much after before until by must should may can "
        "could shall will would or just only not no yes always ever need needs required requirement compulsory mandatory "
        "optional legal legally law statutory duty allowed say says said tell told happen happens next we you they if "
        "exactly really definitely please thanks ok sure strictly both attend attends come comes go goes chair chairs lead "
        "leads decide decides involved invited invite one two three four five six seven eight nine ten "
        "hours day days week weeks month months year years working propose proposes proposed change changes changed"
    )
)
"""Words that ask, and say nothing of what is asked about."""
_PEOPLE = frozenset(
    tokens(
        "child children kid kids son daughter boy girl baby mum mums mother dad father parent parents nan gran brother sister "
        "partner lawyer solicitor friend school schools teacher teachers nursery nurse doctor gp police court council staff "
        "anyone someone everyone somebody me my our with get got bring brought ask asked take taken"
    )
)
"""Who may be asked after in what was spoken of, and words for their taking part: 'can my mum come with me?'."""
_ACTOR = (
    r"(?:the )?(?:police(?: officers?)?|health(?: (?:practitioners?|professionals?|services?|visitors?|staff))?|schools?|"
    r"education|teachers?|gps?|doctors?|nurses?|midwi(?:fe|ves)|paediatricians?|hospitals?|local authorit(?:y|ies)|councils?|"
    r"(?:children['’]s )?social (?:care|workers?)|probation|housing|prisons?|youth justice|nurser(?:y|ies)|colleges?|parents?|"
    r"carers?|lead practitioners?|lados?|courts?|charities|faith (?:groups?|leaders?))"
)
_SOMEBODY = re.compile(rf"\b{_ACTOR}\b", re.IGNORECASE)
_DOES = re.compile(
    rf"(?P<verb>\b(?:must|should|shall|can|may|will|do|does|are) ){_ACTOR}\b(?= (?!refus|not\b)\w)", re.IGNORECASE
)
_SOMEBODY_ELSE = re.compile(
    rf"^(?:and|but|ok(?:ay)?|so)?\W*(?P<put_right>(?:(?:no|sorry)\W+)*i meant?|no\W|sorry\W)?\W*"
    rf"(?:what about|how about|for)?\W*"
    rf"(?P<who>{_ACTOR})\W*$",
    re.IGNORECASE,
)
"""Asks the question before of somebody else: 'and schools?', 'sorry, I meant schools'."""
_FRAMED = re.compile(
    r"^\W*(?P<frame>(?:(?:what|who)(?:['’]?s| is| are| does| do)|define)"
    r"(?: (?:an?|the|meant by|(?:role|definition|meaning) of))*) "
    r"(?P<thing>[\w'’-]+(?: [\w'’-]+){0,3}?)(?<! for)(?P<rest>(?: (?:do|mean))?\W*)$",
    re.IGNORECASE,
)
"""Asks what one thing is, or does."""
_THING = re.compile(
    r"^\W*(?:(?:and|ok(?:ay)?|what about|how about)\W+)*(?:an? |the )?"
    r"(?P<thing>(?!(?:and|what|how|ok|okay|for|in|if|with|without|at|on|to|by|from|under|of|about|but|after|before|during)\b)"
    r"[\w'’-]+(?: [\w'’-]+){0,2})\W*$",
    re.IGNORECASE,
)
"""Names another: 'and probation?'."""
_SORT = re.compile(r"\w+(?:al|ic|ive)", re.IGNORECASE)
"""Says of what sort the thing is that was spoken of: 'emotional abuse' - 'and sexual?'."""
FEW = 3
"""Words of its own that a question needs to stand alone."""
ENOUGH = 7
"""With so many words of its own a question is about what it says, whatever pronouns it holds."""


def bare(question: str, beside: Collection[str] = ()) -> bool:
    """Whether a question has no word, but those in `beside`, that says what it is about: 'must, or just should?'."""
    return _ASKING.union(beside).issuperset(tokens(question))


def leans(question: str) -> bool:
    """Whether a question leans on what was asked before it."""
    own = set(tokens(question))
    if len(own) >= ENOUGH and not _LEANING.match(question.strip()):
        return False
    return bool(_LEANING.match(question.strip()) or _POINTING.search(question)) or len(own) < FEW or bare(question, _PEOPLE)


def standing(question: str, history: tuple[str, ...], unnamed: str = "") -> str:
    """
    The question made to stand alone: preceded by the last earlier question that stands alone, if it leans on one.

    `unnamed` is the question without the names of documents, which say nothing of what is asked of them.

    Of two in a row that ask the same about something else ('and for young carers?', 'what about babies?') the later counts.
    """
    if not history or not (leans(question) or (unnamed and bare(unnamed))):
        return question
    if another := _of_another_thing(question, history):
        return another
    lent: list[str] = []
    for earlier in reversed(history):
        if not (_INSTEAD.match(question) and _INSTEAD.match(earlier)):
            lent.insert(0, earlier)
        if not leans(earlier):
            break
    somebody = _SOMEBODY_ELSE.match(question)
    if somebody and lent and len(_SOMEBODY.findall(lent[0])) == 1:
        of_them = _SOMEBODY.sub(somebody["who"], lent[0]) if somebody["put_right"] else lent[0]
        lent[0] = _DOES.sub(rf"\g<verb>{somebody['who']}", of_them)
    return " ".join([*lent, question])


def _of_another_thing(question: str, history: tuple[str, ...]) -> str:
    """What was asked of one thing, asked of another that the question names: 'what does Cafcass do?' - 'and probation?'."""
    other = _THING.match(question)
    before = _FRAMED.match(standing(history[-1], history[:-1])) if other else None
    if other is None or before is None:
        return ""
    thing, does = other["thing"], before["rest"].strip().startswith("do")
    if not _ASKING.isdisjoint(tokens(thing)) or not (does or _PEOPLE.isdisjoint(tokens(thing))):
        return ""
    _, *kind = before["thing"].split()
    sort = " ".join([thing, *kind]) if _SORT.fullmatch(thing) else thing
    return f"{before['frame']} {sort}{before['rest']}"
