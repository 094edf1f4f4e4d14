"""Make a pack: the same library and wishes make the same pack, word for word."""

from collections.abc import Mapping, Sequence

from corpus.library import Library
from corpus.model import Paragraph, Status
from corpus.tokens import tokens
from retriever.question import plain
from training.alignment import Row, alignment
from training.errors import TrainingError
from training.pack import Kept, Line, Objective, Pack, Reading, Wanted
from training.pack_case import case_for
from training.pack_guidance import EDITION, FOUND, Search, lines_behind, others_behind, standing, statement_line
from training.pack_session import checked_minutes, planned, room_for
from training.quiz import quiz
from training.quiz_items import Item, Quiz
from training.source import digest, source
from training.standards import Statement, StatementKind, standards
from training.topics import statements_on

LONGEST_WORDS = 120
"""Characters of a topic or an audience."""
PER_LINE = 3
"""Minutes that reading and talking about one line takes."""
MOST_LINES = 5
MOST_READING = 12
SEED = 1
Rows = Mapping[str, Sequence[Row]]


def make(library: Library, wanted: Wanted, search: Search, edition: str = EDITION, rows: Rows | None = None) -> Pack:
    """
    The pack for a trainer's wishes; raises UnknownStatement for a topic no statement covers, TrainingError for wrong wishes.

    `rows` say what stands behind each statement (the reviewed table); `search` is asked where they do not.
    """
    own = _checked(wanted)
    behind = alignment() if rows is None else rows
    all_of_them = standards(library)
    room, asked = room_for(own.minutes)
    statements = _statements(library, own)
    chosen = _in_order(statements[:room])
    objectives = _objectives(library, chosen, own, behind, search, edition)
    questions = _quiz(library, own, chosen, asked)
    reading = _reading(library, objectives, behind, edition)
    parts = (objectives, tuple(statement_line(s.paragraph, library) for s in statements[room:]))
    return Pack(
        title=f"{own.topic[:1].upper()}{own.topic[1:]}",
        topic=own.topic,
        standard=own.standard,
        standard_title=all_of_them.titles[own.standard] if own.standard else "",
        minutes=own.minutes,
        audience=own.audience,
        objectives=objectives,
        others=parts[1],
        steps=planned(objectives, own.minutes, len(questions.items) if questions else 0),
        case=case_for(own.topic, objectives),
        quiz=questions,
        reading=reading,
        sources=_kept(library, *parts, questions, reading, edition),
        edition=edition,
        library=library.manifest.fingerprint,
    )


def _checked(wanted: Wanted) -> Wanted:
    minutes = checked_minutes(wanted.minutes)
    topic, audience = _printable("topic", wanted.topic), _printable("audience", wanted.audience)
    return Wanted(topic, minutes, audience, wanted.standard)


def _printable(what: str, words: str) -> str:
    text = plain(words)
    if not any(c.isalnum() for c in text):
        raise TrainingError(f"The {what} is empty; name it in a few words, for example {_EXAMPLES[what]!r}.")
    if len(text) > LONGEST_WORDS:
        raise TrainingError(f"The {what} has {len(text):,} characters; {LONGEST_WORDS} are the most.")
    if not text.isprintable():
        raise TrainingError(f"The {what} holds characters that cannot be printed; type it again.")
    return text


_EXAMPLES = {"topic": "retraction", "audience": "new LCPPs"}


def _statements(library: Library, wanted: Wanted) -> list[Statement]:
    """The statements on the topic, those that say so themselves if there are any; first those with its very words."""
    matches = statements_on(library, wanted.topic, wanted.standard)
    found = [m.statement for m in matches if m.certain] or [m.statement for m in matches]
    topic = set(tokens(wanted.topic))
    return sorted(found, key=lambda s: -len(topic & set(tokens(s.text))))


def _in_order(statements: Sequence[Statement]) -> list[Statement]:
    kinds = list(StatementKind)
    return sorted(statements, key=lambda s: (s.standard, kinds.index(s.kind), int(s.paragraph.number[1:])))


def _objectives(
    library: Library, statements: Sequence[Statement], wanted: Wanted, rows: Rows, search: Search, edition: str
) -> tuple[Objective, ...]:
    """Each statement with as many lines as there is time for; what was quoted for one is not quoted again for the next."""
    most = max(1, min(MOST_LINES, round(wanted.minutes * 0.4 / len(statements) / PER_LINE)))
    quoted: set[tuple[str, str]] = set()
    found = []
    for statement in statements:
        behind = lines_behind(statement.paragraph, library, rows.get(statement.id, ()), search, edition)
        fresh = [line for line in behind if (line.id, line.words) not in quoted] or list(behind[:1])
        lines = _varied(fresh)[:most]
        quoted |= {(line.id, line.words) for line in lines}
        remark = _remark(library, lines, rows.get(statement.id, ()), edition)
        found.append(Objective(statement_line(statement.paragraph, library), statement.kind.value, tuple(lines), remark))
    return tuple(found)


def _varied(lines: Sequence[Line]) -> list[Line]:
    """The first line of each paragraph, then the second of each, and so on: a pack shows more than one place."""
    turns: dict[str, int] = {}
    ranked = []
    for place, line in enumerate(lines):
        turns[line.id] = turns.get(line.id, 0) + 1
        ranked.append((turns[line.id], place, line))
    return [line for _, _, line in sorted(ranked, key=lambda r: r[:2])]


def _remark(library: Library, lines: Sequence[Line], rows: Sequence[Row], edition: str) -> str:
    """What the trainer should know of the guidance behind a statement."""
    short = library.documents[edition].short
    if not lines:
        note = next((r.note.rstrip(".") for r in rows if r.note), "")
        return f"{short} holds nothing that supports this statement directly" + (f" ({note})." if note else ".")
    if all(line.strength == FOUND for line in lines):
        return "These lines were found by search and are not yet in the reviewed table: read them before you teach them."
    if all(line.strength in ("partial", "background") for line in lines):
        return f"{short} supports this statement in part only."
    return ""


def _quiz(library: Library, wanted: Wanted, statements: Sequence[Statement], asked: int) -> Quiz | None:
    """Questions on the topic; where the guidance yields none on it, on the standard; else none."""
    wishes: list[tuple[str, int | None, str]] = [("", None, s.id) for s in statements]
    tries = [(wanted.topic, wanted.standard, ""), *wishes, ("", wanted.standard or statements[0].standard, "")]
    first, items = None, dict[str, Item]()
    for topic, standard, statement in tries:
        try:
            made = quiz(library, topic, standard, statement, asked - len(items), SEED)
        except TrainingError:
            continue
        first = first or made
        items.update({item.question: item for item in made.items if item.question not in items})
        if len(items) >= asked:
            break
    if first is None:
        return None
    kept = tuple(list(items.values())[:asked])
    return Quiz(wanted.topic, wanted.topic, wanted.standard, "", SEED, kept, library.manifest.fingerprint)


def _reading(library: Library, objectives: Sequence[Objective], rows: Rows, edition: str) -> tuple[Reading, ...]:
    """What stands behind the objectives and is not quoted, the guidance in force first, then other documents, labelled."""
    quoted = {line.id for o in objectives for line in o.guidance}
    statements = [o.statement.id for o in objectives]
    own = [r.paragraph for s in statements for r in rows.get(s, ()) if r.paragraph and r.paragraph.startswith(f"{edition}/")]
    others = [row.paragraph for row in others_behind(library, rows, statements, edition)]
    names = [name for name in dict.fromkeys([*own, *others]) if name in library.paragraphs and name not in quoted]
    return tuple(_read(library, library.paragraphs[name]) for name in names[:MOST_READING])


def _read(library: Library, paragraph: Paragraph) -> Reading:
    about = " > ".join(paragraph.heading[-2:])
    return Reading(source(paragraph), paragraph.label, about, standing(library.documents[paragraph.doc]), paragraph.href)


def _kept(
    library: Library,
    objectives: Sequence[Objective],
    others: Sequence[Line],
    questions: Quiz | None,
    reading: Sequence[Reading],
    edition: str,
) -> tuple[Kept, ...]:
    """Every paragraph the pack stands on, in order, with where it is used."""
    uses: dict[str, list[str]] = {}
    for objective in objectives:
        uses.setdefault(objective.statement.id, []).append(f"objective {objective.short}")
        for line in objective.guidance:
            uses.setdefault(line.id, []).append(f"guidance for {objective.short}")
    for line in others:
        uses.setdefault(line.id, []).append("other statements on the topic")
    for number, item in enumerate(questions.items if questions else (), 1):
        for proof in item.proofs:
            uses.setdefault(proof.source.id, []).append(f"quiz question {number}")
    for read in reading:
        uses.setdefault(read.source.id, []).append("further reading")
    return tuple(_one(library, library.paragraphs[name], used, edition) for name, used in uses.items())


def _one(library: Library, paragraph: Paragraph, used: Sequence[str], edition: str) -> Kept:
    status = library.documents[paragraph.doc].status
    current = paragraph.doc == edition or status not in (Status.WITHDRAWN, Status.CONSULTATION)
    used_in = tuple(dict.fromkeys(used))
    return Kept(paragraph.id, digest(paragraph), paragraph.label, paragraph.text, used_in, current)
