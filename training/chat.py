"""
Answers in chat from the registers and by counting days: what the search is not asked.

Only questions that ask for a whole list ('list every time limit in chapter 5') or for the end of a limit from a day
('strategy discussion on 3 December 2026: conference by?') are taken; anything else is left to the search.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from corpus.library import Library
from retriever.ask import Assistant
from retriever.compose import Side
from retriever.drafts.writer import Drafts
from retriever.excerpt import Excerpt
from retriever.question import Plan
from retriever.search import Searcher
from retriever.specialists import Reply, Specialist
from training.asked import Listed, asked_list
from training.counting import counted
from training.errors import TrainingError
from training.place import Row
from training.register_table import FORCE, TITLES
from training.registers import Register, groups_of, rows
from training.topics import share

LEAST = 2
"""Rows on a topic that make a list; the search has more to say than one row."""
LISTED = 60
"""Rows that an answer quotes; more are on the register's page."""
ALL_PRACTITIONERS = ("all practitioners", "all involved practitioners")
_NAMES = {
    Register.TIME_LIMITS: ("time limit", "time limits"),
    Register.DUTIES: ("duty", "duties"),
    Register.DEFINITIONS: ("definition", "definitions"),
    Register.ATTENDANCE: ("sentence on who attends", "sentences on who attends"),
}


def build_assistant(library: Library, searcher: Searcher | None = None, writer: Drafts | None = None) -> Assistant:
    """The assistant with the training room's answers; every way in builds its own by this. Topics share its searcher."""
    own = searcher or Searcher(library)
    share(own)
    return Assistant(library, own, writer, SPECIALISTS)


def register_answer(plan: Plan, library: Library) -> Reply | None:
    """The rows of a register that a question asks to be listed."""
    if plan.nation or len(plan.sides) > 1:
        return None
    listed = asked_list(plan, library)
    if listed is None:
        return None
    try:
        found, said = _found(listed, library, plan)
    except TrainingError:
        return None
    if not found or (listed.wanted.topic and len(found) < LEAST):
        return None
    also = _also(listed, found, library, plan)
    return Reply(_opening(listed, found, said), (*_sides(found[:LISTED], library, ""), *also))


SPECIALISTS: tuple[Specialist, ...] = (counted, register_answer)


def _found(listed: Listed, library: Library, plan: Plan) -> tuple[Sequence[Row], str]:
    """The rows asked for; where none is put as 'must' those that are put otherwise, and that it is so."""
    found = rows(listed.register, library, listed.wanted, plan.as_of)
    if found or not listed.wanted.obligations:
        return found, ""
    asked = " or ".join(f"‘{obligation}’" for obligation in listed.wanted.obligations)
    otherwise = replace(listed.wanted, obligations=())
    return rows(listed.register, library, otherwise, plan.as_of), f" None of them is put as {asked}."


def _also(listed: Listed, found: Sequence[Row], library: Library, plan: Plan) -> tuple[Side, ...]:
    """On a topic, the duties of the groups that an actor is in and of all practitioners: they are the actor's too."""
    wanted = listed.wanted
    if listed.register is not Register.DUTIES or not wanted.topic:
        return ()
    sides: list[Side] = []
    for group in (*groups_of(wanted.actor), *ALL_PRACTITIONERS):
        own = rows(Register.DUTIES, library, replace(wanted, actor=group), plan.as_of)
        more = [row for row in own if row not in found][: LISTED - len(found)]
        sides += _sides(more, library, f"On {group}, {wanted.actor} among them: ") if group != wanted.actor else ()
    return tuple(sides)


def _opening(listed: Listed, found: Sequence[Row], said: str) -> str:
    one, many = _NAMES[listed.register]
    whole = f"{len(found)} {one if len(found) == 1 else many}{listed.said}"
    if len(found) <= LISTED:
        return f"**{whole}**, in the documents' own words.{said}"
    return (
        f"**{whole}**; the first {LISTED} in the documents' own words, all of them in the training room's register "
        f"‘{TITLES[listed.register]}’ (verse training {listed.register}).{said}"
    )


def _sides(found: Sequence[Row], library: Library, opening: str) -> tuple[Side, ...]:
    """The rows' words, a part for each document, paragraphs in their order."""
    return tuple(
        Side(
            f"{opening}{library.documents[doc].short} ({FORCE[library.documents[doc].status]}):",
            tuple(_excerpts(list(own), library)),
        )
        for doc, own in groupby(found, lambda row: row.place.doc)
    )


def _excerpts(found: Sequence[Row], library: Library) -> list[Excerpt]:
    return [
        Excerpt(library.paragraphs[name], tuple(sorted({n for row in own for n in row.place.sentences})))
        for name, own in groupby(found, lambda row: row.place.id)
    ]
