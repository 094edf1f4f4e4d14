"""Which actors can be set against each other in a question: none that is, holds or belongs to the other."""

import re
from functools import cache

GENERIC = frozenset(
    {
        "practitioners", "all practitioners", "all involved practitioners", "professionals", "organisations and agencies",
        "safeguarding partnership", "local partnerships", "strategic leaders", "senior and middle managers", "employers",
        "public authorities", "specified authorities", "conference attendees", "families", "children", "parents and carers",
        "government", "reviewers", "information holders", "relevant agencies", "MACPT members", "Family Help teams",
        "voluntary, charity, social enterprise organisations", "Secretary of State",
    }
)  # fmt: skip
"""Actors that take in others or vary with the case: their duties may be anybody's, so they are no answer to 'who'."""

_HOLDS: dict[str, tuple[str, ...]] = {
    "safeguarding partners": (
        "lead safeguarding partners", "delegated safeguarding partners", "local authorities", "integrated care boards",
        "police",
        "partnership chair",
    ),
    "child death review partners": (
        "local authorities", "integrated care boards", "Child Death Overview Panels", "clinical commissioning groups",
    ),
    "local authorities": (
        "receiving local authority", "original local authority", "placing authority", "local authority children's social care",
        "director of children's services", "lead member for children's services", "director of public health",
        "local authority designated officer", "adult social care", "housing authorities", "virtual school heads",
        "youth offending teams", "children's homes", "independent reviewing officers",
    ),
    "local authority children's social care": (
        "social workers", "social work qualified practice supervisor or manager", "principal social worker",
        "lead practitioners", "Family Help lead practitioners", "conference chair", "core group",
        "multi-agency child protection teams", "lead child protection practitioners", "foster carers",
        "director of children's services",
    ),
    "receiving local authority": ("local authority children's social care",),
    "original local authority": ("local authority children's social care",),
    "placing authority": ("local authority children's social care",),
    "social workers": (
        "lead practitioners", "principal social worker", "lead child protection practitioners",
        "social work qualified practice supervisor or manager",
    ),
    "lead practitioners": ("Family Help lead practitioners", "lead child protection practitioners"),
    "multi-agency child protection teams": (
        "lead child protection practitioners", "lead practitioners", "police", "conference chair",
    ),
    "core group": ("lead practitioners", "social workers", "health practitioners", "health visitors and midwives", "police"),
    "health practitioners": ("designated and named health professionals", "GPs", "health visitors and midwives",
        "designated doctor for child deaths"),
    "lead safeguarding partners": ("local authorities", "integrated care boards", "police", "delegated safeguarding partners"),
    "delegated safeguarding partners": ("local authorities", "integrated care boards", "police"),
    "NHS organisations": (
        "integrated care boards", "NHS England", "clinical commissioning groups", "health practitioners",
        "designated and named health professionals", "GPs", "health visitors and midwives",
        "designated doctor for child deaths",
    ),
    "police": ("British Transport Police", "Police and Crime Commissioners"),
    "Child Death Overview Panels": ("designated doctor for child deaths",),
    "schools, colleges and other education providers": (
        "governing bodies and proprietors", "designated safeguarding leads", "early years providers",
    ),
    "MAPPA responsible authority": ("police", "Probation Service", "Prison Service"),
    "secure establishments": ("Prison Service", "Youth Custody Service"),
    "first responders": ("police", "local authorities", "NSPCC"),
}  # fmt: skip
"""Who holds whom, or may be the same person: a duty of the one may be done by the other."""

_ARTICLE = frozenset(
    {
        "police", "core group", "conference chair", "Child Safeguarding Practice Review Panel", "Prison Service",
        "Probation Service", "British Transport Police", "Youth Custody Service", "lead member for children's services",
        "director of children's services", "local authority designated officer", "independent scrutineer", "NSPCC",
        "social work qualified practice supervisor or manager", "partnership chair", "receiving local authority",
        "original local authority", "principal social worker", "designated doctor for child deaths",
    }
)  # fmt: skip


STRATEGIC = frozenset({"safeguarding partners", "lead safeguarding partners", "delegated safeguarding partners"})
"""Those who took the place of the boards of earlier editions."""


_EVERYBODYS = re.compile(
    r"\b(?:shar(?:e|ing)|make available|provid(?:e|ing)|contribute)\b.*\b(?:information|knowledge)\b", re.IGNORECASE
)
"""Sharing what one knows is everybody's duty (Working Together 2026, chapter 1): whoever else is named has it too."""


def everybodys(predicate: str) -> bool:
    """Whether a duty is one that all practitioners have, so that nobody is a wrong answer to 'who'."""
    return bool(_EVERYBODYS.search(predicate))


def apart(one: str, other: str) -> bool:
    """Whether two actors are different bodies or people, so that both cannot be right for one and the same duty."""
    return one != other and not GENERIC & {one, other} and other not in kin(one) and one not in kin(other)


@cache
def kin(actor: str) -> frozenset[str]:
    """The actor, all that it holds and all that hold it."""
    held, queue = {actor}, [actor]
    while queue:
        for part in _HOLDS.get(queue.pop(), ()):
            if part not in held:
                held.add(part)
                queue.append(part)
    holders = {whole for whole in _HOLDS if whole != actor and actor in _below(whole)}
    return frozenset(held | holders)


@cache
def _below(actor: str) -> frozenset[str]:
    found, queue = set[str](), list(_HOLDS.get(actor, ()))
    while queue:
        part = queue.pop()
        if part not in found:
            found.add(part)
            queue += _HOLDS.get(part, ())
    return frozenset(found)


def named(actor: str) -> str:
    """An actor as an answer or the subject of a sentence: 'The police', 'Lead practitioners'."""
    return f"The {actor}" if actor in _ARTICLE else actor[0].upper() + actor[1:]
