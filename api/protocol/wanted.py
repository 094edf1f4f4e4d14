"""What each tool takes."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.asking import TURNS, Wanted
from api.routes.values import LONGEST, Day, Many

Words = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=300)]
AsOf = Annotated[Day | None, Field(description="The day on which force is judged, YYYY-MM-DD; today if left out.")]


class Arguments(BaseModel):
    """Arguments of a tool; unknown ones are refused by name."""

    model_config = ConfigDict(extra="forbid")


class Question(Arguments):
    """A question to answer."""

    question: Words = Field(description="The question in plain words. Leave names and other personal details out.")
    history: list[Words] = Field(
        default=[], max_length=TURNS, description="Earlier questions of the same conversation, the oldest first."
    )
    as_of: AsOf = None
    k: Many = Field(10, description="How many ranked paragraphs to return beside the answer.")
    full: bool = Field(False, description="Quote the paragraphs whole rather than the sentences that answer.")

    @property
    def wanted(self) -> Wanted:
        """The question as it is asked inside."""
        return Wanted(self.question, tuple(self.history), self.as_of, self.k, self.full)


class Query(Arguments):
    """Words to rank paragraphs for."""

    query: Words = Field(description="What to look for.")
    k: Many = Field(10, description="How many paragraphs.")
    as_of: AsOf = None


class Name(Arguments):
    """A paragraph or section by its id."""

    id: Id = Field(description="For example wt-2026/167, wt-2026/fn-127, lcpp-2026/S3.T12, wt-2026/strategy-discussion.")
    as_of: AsOf = None


class Editions(Arguments):
    """Two documents and a topic."""

    one: Id = Field(description="The id of a document, for example wt-2015; list_documents names them.")
    other: Id = Field(description="The id of the other document, for example wt-2026.")
    topic: Words = Field(description="What to compare them on.")
    as_of: AsOf = None


class Nothing(Arguments):
    """No arguments."""


class StatementKind(StrEnum):
    """What a statement of the standards says."""

    OUTCOME = "outcome"
    LEARN_THAT = "learn-that"
    LEARN_HOW_TO = "learn-how-to"


class Selection(Arguments):
    """Which statements of the practitioner standards."""

    standard: Annotated[int, Field(ge=1, le=20)] | None = Field(None, description="The number of one standard.")
    kind: StatementKind | None = Field(None, description="Outcomes, what is to be learned, or skills; all if left out.")
    topic: Words | None = Field(None, description="Only statements on this, the best first.")
