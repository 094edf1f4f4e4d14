"""What is said where the guidance's own words are not the answer: danger, other subjects, greetings, refusals."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from corpus.model import Status
from retriever.answer import Hit

EMERGENCY = (
    "**If a child is in danger now, call 999** and ask for the police, or for an ambulance if a child is hurt or ill. "
    "Do not wait for a form or for anyone's consent.\n\n"
    "Then tell your local authority's children's social care at once (out of hours its emergency duty team). "
    "The NSPCC helpline is 0808 800 5000. If you are a child or young person: 999 is for you too, and Childline is "
    "0800 1111, free, day and night."
)
LOOKED_UP = (
    "risk to the life of a child or likelihood of serious immediate harm: who must act immediately to protect the child",
    "who has concerns about a child's welfare: refer to children's social care at once if it is suffering significant harm",
)
"""What is searched for an emergency, whatever else the message holds."""
AT_ONCE = "What the guidance says on immediate protection"
ONCE_SAFE = "On what you asked, once the child is safe"
CONCERN = (
    "If you are worried about a child, tell your local authority's children's social care; if one is in danger now, call 999."
)
ABOUT = (
    "This answers questions from England's statutory guidance on child protection, in the guidance's own words and with "
    "the paragraph. Ask, for example: 'Who must be at a strategy discussion?'"
)
CHAT = f"Hello. {ABOUT}"
WELCOME = "Gladly. Ask on whenever you need the guidance's words."
_THANKS = frozenset(
    "ok okay great perfect brilliant lovely good right that's thats cheers ta many very thank thanks thankyou you so much a "
    "lot got it helpful clear for that all understood noted bye".split()
)
ELSEWHERE = f"That is not something the child protection guidance in this library is about. {ABOUT}"
LANGUAGE = (
    "In an emergency call 999. NSPCC: 0808 800 5000. Childline, for children: 0800 1111.\n\n"
    "Sorry, questions are understood in English only, because the guidance is in English; please ask it in English."
)
REFUSED = (
    "That cannot be done here: only what the guidance itself says is quoted, nothing is made up or left out on request, and "
    f"nothing is known about any person. {ABOUT}"
)
NATION = (
    "The guidance in this library is for England. For another nation, ask its own children's services or see its own guidance."
)
DECISION = (
    "What to do about a particular child is for you, your manager and the agencies involved to decide; the guidance says how "
    "such decisions are made."
)

LONGEST_NEAR = 400
"""Characters of the words of a nearest paragraph that are shown."""
DOUBT = "What is quoted may not answer this: the guidance may be silent on it. Read the paragraphs before you rely on them."


def thanks(message: str) -> bool:
    """Whether a message thanks, or takes note, and asks nothing."""
    words = re.findall(r"[a-z']+", message.lower())
    return bool(words) and _THANKS.issuperset(words) and "?" not in message


def nothing(question: str, nearest: Sequence[Hit], words: Mapping[str, str]) -> str:
    """That the library does not hold it, where it may stand, and the nearest paragraphs with the nearest `words` of each."""
    said = f"The guidance in this library does not seem to say. It may stand in {where(question)}."
    if not nearest:
        return said
    own = ((hit, force(hit.status, hit.in_force), _quoted(words.get(hit.id, ""))) for hit in nearest)
    listed = "\n".join(f"- {hit.label} ({standing}; {hit.id}){quoted}" for hit, standing, quoted in own)
    return f"{said}\n\nThe nearest paragraphs, which may not answer it:\n{listed}"


def _quoted(words: str) -> str:
    return f": “{words}”" if words and len(words) <= LONGEST_NEAR else ""


def force(status: str, in_force: bool) -> str:
    """What force a document has on the day asked about, in a word or two."""
    match Status(status):
        case Status.CONSULTATION:
            return "proposed, not in force"
        case Status.WITHDRAWN:
            return "in force then, since withdrawn" if in_force else "withdrawn"
        case Status.STATUTORY:
            return "in force" if in_force else "not in force on that day"
        case Status.NON_STATUTORY:
            return "not statutory"
        case _:
            return "local"


def where(question: str) -> str:
    """Where the answer to a question may stand."""
    return next(says for words, says in _places() if words.search(question))


@cache
def _places() -> Sequence[tuple[re.Pattern[str], str]]:
    places = tomllib.loads(files("retriever").joinpath("elsewhere.toml").read_text("utf-8"))["place"]
    return [(re.compile(place["words"], re.IGNORECASE), place["says"]) for place in places]
