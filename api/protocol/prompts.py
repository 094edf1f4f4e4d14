"""Prompts for tasks that practitioners, trainers and managers have again and again."""

from collections.abc import Mapping
from dataclasses import dataclass

RULES = (
    "Use the tools of Chapter & Verse, and nothing that you remember. Quote the guidance's words unchanged, each with its "
    "label and paragraph id, and say whether it is in force and whether it says must, should or may. Pass on every notice. "
    "If the tools find no answer, say that the library does not hold it and where they say it may stand. If a child is in "
    "immediate danger, begin with: call 999. Leave names and other personal details out of what you send to the tools."
)


class BadPrompt(ValueError):
    """There is no such prompt, or an argument is missing; the message says which."""


@dataclass(frozen=True)
class Argument:
    """What a prompt is filled with."""

    name: str
    description: str


@dataclass(frozen=True)
class Prompt:
    """A prompt; `task` names its arguments in braces."""

    name: str
    title: str
    description: str
    arguments: tuple[Argument, ...]
    task: str

    def filled(self, given: Mapping[str, str]) -> str:
        """The whole prompt; raises BadPrompt if an argument is missing or empty."""
        for argument in self.arguments:
            if not given.get(argument.name, "").strip():
                raise BadPrompt(f"The prompt {self.name!r} needs {argument.name!r}: {argument.description}")
        return f"{self.task.format(**{a.name: given[a.name] for a in self.arguments})}\n\n{RULES}"


def prompt(name: str) -> Prompt:
    """The prompt of a name; raises BadPrompt."""
    found = next((own for own in PROMPTS if own.name == name), None)
    if found is None:
        raise BadPrompt(f"There is no prompt {name!r}; the prompts are {', '.join(own.name for own in PROMPTS)}.")
    return found


PROMPTS = (
    Prompt(
        "answer",
        "What does the guidance say?",
        "Answer a question with the paragraphs that say it.",
        (Argument("question", "The question, without names."),),
        "Answer this with the tool ask, then read the paragraphs it cites where their context matters: {question}",
    ),
    Prompt(
        "duties",
        "Who must do what?",
        "What an agency must, should and may do.",
        (Argument("agency", "For example 'the police'."), Argument("situation", "For example 'a strategy discussion'.")),
        "List what {agency} must, should and may do in this situation: {situation}. Three lists, every line a quotation. "
        "Search in several wordings before you say that something is missing.",
    ),
    Prompt(
        "steps",
        "Steps and time limits",
        "The steps of a process in order, each with its time limit.",
        (Argument("process", "For example 'section 47 enquiries'."),),
        "List the steps of this process in their order, each with who takes it and its time limit, if one is set: {process}.",
    ),
    Prompt(
        "what_changed",
        "What has changed?",
        "What two editions say on a topic, and what is different.",
        (Argument("topic", "For example 'who decides about a referral'."),),
        "Say what has changed on this between the earlier edition and the one in force: {topic}. Call list_documents for their "
        "ids, then compare_editions. Quote both, say which is in force, and mark proposals as proposals.",
    ),
    Prompt(
        "teach",
        "Teach a statement of the standards",
        "Material for a session on one statement of the practitioner standards.",
        (Argument("statement", "The id of a statement, for example 'lcpp-2026/S3.T12'."),),
        "Prepare a session of thirty minutes on the statement {statement}: read it with read_paragraph, find the guidance that "
        "stands behind it with search, then give an aim, the key points with their paragraphs, a case to discuss with made-up "
        "people, and three questions whose answers are quotations.",
    ),
)
