"""What an operator adds is found and cited beside national guidance, and never takes its place."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.model import Status
from ingest.added import Candidate, Details, described, keep, sources
from ingest.build import build
from ingest.preview import Preview
from ingest.progress import Progress
from retriever.ask import Assistant

TODAY = date(2026, 11, 26)
NOTHING_SEEN = Preview("", 0, 0, 0, 0, 0, 0, 0, (), ())
LOCAL = """# Northwick child protection procedure

## Referrals

1. The Northwick duty desk takes all contacts about a child. Its number is 01632 960 111, from 8.30am to 5pm on working days.
2. The duty desk manager must decide what will happen with a referral within one working day of receiving it.

## Conferences

3. An initial child protection conference should be held within 20 working days of the strategy discussion.
4. Conferences are held in room 4 of Alder House.
"""
TOOLKIT = """# Toolkit on safer conferences

## Advice

1. How soon the core group must first meet: we advise within three working days of the initial conference.
2. How soon after the strategy discussion the initial conference must be held: we advise within five working days.
"""
PAPER = TOOLKIT.replace("Toolkit on safer conferences", "Northern paper on conferences").replace("we advise", "we propose")


@pytest.fixture(scope="module")
def asked(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the library with three documents of an operator's own."""
    own = tmp_path_factory.mktemp("beside")
    shutil.copytree((home / "current").resolve(), own / "builds" / "one")
    (own / "current").symlink_to(own / "builds" / "one")
    for name, text, status in (
        ("northwick.md", LOCAL, Status.LOCAL),
        ("toolkit.md", TOOLKIT, Status.NON_STATUTORY),
        ("paper.md", PAPER, Status.CONSULTATION),
    ):
        document = described(own, name, text.encode(), Details(status=status, published=date(2026, 6, 1)))
        keep(own, Candidate(document, text.encode(), NOTHING_SEEN))
    build(own, sources(own, today=TODAY), Progress(quiet=True))
    return Assistant(Library(own))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("How soon after the strategy discussion must the initial child protection conference be held?", "wt-2026/"),
        ("How soon must the core group first meet?", "wt-2026/"),
        ("How soon must a decision be made after a referral is received?", "wt-2026/"),
        ("What is the telephone number of the duty desk?", "northwick/1"),
    ],
)
def test_national_words_come_first_where_both_answer(asked: Assistant, question: str, first: str) -> None:
    assert asked.ask(question, as_of=TODAY).citations[0].id.startswith(first)


def test_what_holds_locally_is_cited_too(asked: Assistant) -> None:
    cited = [c.id for c in asked.ask("Where are child protection conferences held?", as_of=TODAY).citations]
    assert "northwick/4" in cited


def test_what_was_added_is_not_first_among_what_is_found(asked: Assistant) -> None:
    found = asked.search("How soon must the core group first meet?", as_of=TODAY)
    assert found[0].doc == "wt-2026"
    assert {"toolkit", "paper"} & {hit.doc for hit in found[1:5]}
