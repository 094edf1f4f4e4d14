"""What a pack says in its own words: never a fact of the guidance, only how to run the session and what is what."""

from training.pack import Objective, Pack

SAFE = (
    "Before you start: some of this may touch people's own lives. Say so, agree that anyone can step out, and ask that nobody "
    "brings a real child, family or colleague into the room by name or by detail."
)
CLOSE = (
    "Name one thing you will do differently, one thing you want to read again, and one question you will take to supervision."
)
MEET = "Where have you met this? Name nobody."
READING = "The links open the paragraph in the reader, with what stands around it."
LICENCE = (
    "Quoted words contain public sector information licensed under the Open Government Licence v3.0. © Crown copyright. The "
    "session plan, the case and the questions to discuss are the pack's own. No department endorses them."
)
DUTIES = (
    "'Must', 'should' and 'may' are printed as the paragraph has them: 'must' is a requirement, 'should' is expected unless "
    "there is good reason not to, 'may' is allowed."
)


def subtitle(pack: Pack) -> str:
    """What stands under the title."""
    standard = f"LCPP standard {pack.standard}: {pack.standard_title}. " if pack.standard else "LCPP standards. "
    return f"{standard}{pack.minutes} minutes, for {pack.audience}"


def made_from(pack: Pack) -> str:
    """What the pack stands on and how to see whether it is still true."""
    return (
        f"Made with Chapter & Verse from {pack.edition} and lcpp-2026 (library {pack.library}). It stands on "
        f"{len(pack.sources)} paragraphs; 'verse training check' says whether any of them has changed since."
    )


def teaching(objective: Objective) -> str:
    """The title of an objective's part."""
    number = objective.short.partition(".")[0].removeprefix("S")
    return f"Standard {number}, {objective.kind} {objective.short.partition('.')[2][1:]} ({objective.short})"


def objective_notes(objective: Objective) -> tuple[str, ...]:
    """How to teach an objective: on the statement, on the guidance."""
    first = f"Show {objective.short}. Give a minute to read it, then take two or three answers to the question on the slide."
    if not objective.guidance:
        return (
            first,
            "Ask what local procedures say on this, who in the room has used them, and what should be asked in supervision.",
        )
    second = (
        "Read the words out as they stand. For each quotation: who is to do it, and is it 'must', 'should' or 'may'? Pairs put "
        "it into one sentence for their own work; compare two of them with the words on the slide."
    )
    return (first, second)


def case_notes() -> tuple[str, ...]:
    """How to run the case."""
    return (
        "Small groups. Hand out one stage at a time; eight to ten sentences of talk before the next. Ask for the evidence in "
        "the case before opinions. Nobody brings in a case of their own.",
    )


def quiz_notes() -> tuple[str, ...]:
    """How to run the quiz."""
    return ("Alone and on paper first. Then show each answer with its paragraph and ask who had it otherwise, and why.",)


def clock(minutes: int) -> str:
    """Minutes from the start as a clock shows them: 1:05."""
    return f"{minutes // 60}:{minutes % 60:02}"
