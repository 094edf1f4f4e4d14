"""What a training pack is: its parts as types, and what it remembers of every paragraph it stands on."""

from dataclasses import dataclass

from training.quiz_items import Quiz
from training.source import Source

FORMAT = 1
"""Of pack.json; raised when a field changes its meaning."""
KIND = "training-pack"
NAME = "pack.json"
"""The file of a pack that is checked."""
SHORTEST, LONGEST = 20, 480
"""Minutes of a session."""
FICTIONAL = "Fictional: made up for training. It describes no real child, family, worker or place."


@dataclass(frozen=True)
class Wanted:
    """What a trainer asks for; without a `standard` all four are looked through."""

    topic: str
    minutes: int
    audience: str
    standard: int | None = None


@dataclass(frozen=True)
class Line:
    """
    A factual line: words of one paragraph, verbatim, and where they stand.

    `lead` is the lead-in that rules a list item ('The police should:'), verbatim too; `obligation` is 'must', 'should', 'may'
    or ''; `standing` says what force the document has ('statutory guidance, in force'); `strength` how closely it supports
    the statement it is quoted for ('direct', 'partial', 'background', or 'found' by search and not yet confirmed).
    """

    source: Source
    label: str
    lead: str
    words: str
    obligation: str
    standing: str
    href: str
    strength: str

    @property
    def id(self) -> str:
        """The paragraph's id."""
        return self.source.id


@dataclass(frozen=True)
class Objective:
    """A statement that the session teaches, the guidance behind it, and what is to be said where that is thin."""

    statement: Line
    kind: str
    guidance: tuple[Line, ...]
    remark: str

    @property
    def short(self) -> str:
        """The statement's id as people write it: S3.T15."""
        return self.statement.id.partition("/")[2]


@dataclass(frozen=True)
class Step:
    """A part of the session: when it starts, how long it takes, what is done; `statement` is the objective it serves."""

    start: int
    minutes: int
    title: str
    activity: str
    statement: str = ""


@dataclass(frozen=True)
class Point:
    """A question to discuss on the case, and the words of the guidance and standards that bear on it."""

    question: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Case:
    """A made-up case, told in stages, with what to discuss."""

    title: str
    notice: str
    stages: tuple[str, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Reading:
    """A paragraph to read after the session."""

    source: Source
    label: str
    about: str
    standing: str
    href: str


@dataclass(frozen=True)
class Kept:
    """A paragraph as it was when something was made from it, all its words, and where in the material it is used."""

    id: str
    digest: str
    label: str
    text: str
    used_in: tuple[str, ...]
    as_current: bool = True
    """Whether the material shows it as in force; a quiz also shows old words, as old."""


@dataclass(frozen=True)
class Pack:
    """A session's material; `sources` are all paragraphs that anything in it stands on, `library` the build it came from."""

    title: str
    topic: str
    standard: int | None
    standard_title: str
    minutes: int
    audience: str
    objectives: tuple[Objective, ...]
    others: tuple[Line, ...]
    """Statements on the topic that the time has no room for."""
    steps: tuple[Step, ...]
    case: Case
    quiz: Quiz | None
    reading: tuple[Reading, ...]
    sources: tuple[Kept, ...]
    edition: str
    """The guidance it was made from: a document's id."""
    library: str
    format: int = FORMAT
    kind: str = KIND
