"""What a client sends, and what of it is asked: the last user's turn, after the user's turns before it."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.asking import TURNS, Wanted
from api.completions.errors import Refused
from api.completions.models import is_full
from api.problems import DANGER
from api.routes.values import LONGEST, Day
from retriever.question import LONGEST as LONGEST_QUESTION
from retriever.question import plain

MOST_MESSAGES = 2000


class Part(BaseModel):
    """A piece of a message; only text is read."""

    type: str
    text: str = ""


class Message(BaseModel):
    """A turn of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""

    @property
    def unread(self) -> str:
        """The type of a piece that is no text, such as 'image_url'; empty if there is none."""
        parts = self.content if isinstance(self.content, list) else []
        return next((part.type for part in parts if part.type != "text"), "")


class StreamOptions(BaseModel):
    """How to stream."""

    include_usage: bool | None = None


class Completion(BaseModel):
    """
    A request for a chat completion.

    What only steers how a language model writes (temperature, max_tokens, stop, seed, user and the like) is let by: an
    answer is checked as a whole and goes out as a whole. `as_of` is ours: the day on which force is judged.
    """

    model: str
    messages: list[Message] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    logprobs: bool | None = None
    modalities: list[str] | None = None
    response_format: dict[str, Any] | None = None
    tool_choice: str | dict[str, Any] | None = None
    function_call: str | dict[str, Any] | None = None
    as_of: Day | None = None

    @property
    def wanted(self) -> Wanted:
        """The question as it is asked inside; raises Refused."""
        full = is_full(self.model)
        self._refuse()
        turns = [(place, message) for place, message in enumerate(self.messages) if message.role == "user"]
        if not turns:
            raise Refused("There is no message with the role 'user' to answer.", "messages")
        question = _question(*turns[-1])
        return Wanted(question, _history([message for _, message in turns[:-1]]), self.as_of, full=full)

    def _refuse(self) -> None:
        """Refuse what would change the shape of the answer; a client that asked for it could not use ours."""
        if self.n not in (None, 1):
            raise Refused("One answer is given to a question; leave out 'n' or set it to 1.", "n")
        if self.logprobs:
            raise Refused("There are no token probabilities here; leave out 'logprobs'.", "logprobs")
        if any(modality != "text" for modality in self.modalities or ()):
            raise Refused("Answers are text alone; set 'modalities' to ['text'].", "modalities")
        if (self.response_format or {}).get("type", "text") != "text":
            raise Refused("Answers are Markdown text; leave out 'response_format'.", "response_format")
        for name, value in (("tool_choice", self.tool_choice), ("function_call", self.function_call)):
            if value not in (None, "none", "auto"):
                raise Refused(f"No tools are called here; leave out {name!r} or set it to 'none'.", name)


def _question(place: int, message: Message) -> str:
    """The words of the last turn; raises Refused if they are none, too many, or more than words."""
    param, text = f"messages[{place}].content", message.text
    if message.unread:
        raise Refused(f"Only text is read here, not {message.unread!r}; write your question in words. {DANGER}", param)
    if not plain(text):
        raise Refused("The last message is empty; write what you want to know.", param)
    if len(text) > LONGEST:
        said = f"The message has {len(text):,} characters; {LONGEST_QUESTION:,} are the most."
        raise Refused(f"{said} Shorten it to what you want to know. {DANGER}", param, "string_above_max_length")
    return text


def _history(earlier: Sequence[Message]) -> tuple[str, ...]:
    """The last of the earlier turns; those that were refused when they were asked are left out."""
    asked = [m.text for m in earlier if plain(m.text) and len(m.text) <= LONGEST]
    return tuple(asked[-TURNS:])
