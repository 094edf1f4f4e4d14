"""What items are made of and checked against: clauses, limits and definitions in force, and those of the withdrawn edition."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from corpus.library import Library
from corpus.model import Kind, Paragraph, Status
from training.alignment import alignment
from training.definitions import Definition, definitions
from training.duties import Duty, duties
from training.once import once
from training.place import Place
from training.quiz_actors import GENERIC, kin
from training.quiz_clauses import Clause, clauses
from training.quiz_items import Proof
from training.quiz_nearness import Alike, Nearness, nearness
from training.quiz_spelling import Spelling
from training.source import source
from training.standards import DOCUMENT
from training.time_limits import TimeLimit, time_limits

IN_FORCE = (Status.STATUTORY,)
"""What a key may stand on; the standards (non-statutory) hold neither duties nor limits."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The material of one library."""

    library: Library
    nearness: Nearness
    clauses: tuple[Clause, ...]
    old_clauses: tuple[Clause, ...]
    duties: tuple[Duty, ...]
    limits: tuple[TimeLimit, ...]
    old_limits: tuple[TimeLimit, ...]
    definitions: tuple[Definition, ...]
    serves: Mapping[str, tuple[str, ...]]
    """The statements that each paragraph supports."""

    def same_duty(self, predicate: str, actor: str) -> Duty | None:
        """A duty in force, of the actor or of anyone that holds it, belongs to it or takes it in, that may be this one."""
        near = kin(actor) | GENERIC
        return next((d for d in self.same_duties(predicate) if not d.actors or near & set(d.actors)), None)

    def same_duties(self, predicate: str) -> tuple[Duty, ...]:
        """The duties in force, whoever's, that may be this one."""
        return tuple(self.duties[place] for place in self._alike.to(predicate))

    @cached_property
    def actors(self) -> frozenset[str]:
        """All who have duties in force."""
        return frozenset(name for duty in self.duties for name in duty.actors)

    @cached_property
    def _alike(self) -> Alike:
        return Alike(self.nearness, [duty.what for duty in self.duties])

    def proof(self, place: Place, quote: str = "") -> Proof:
        """The words of a row as what proves a key."""
        paragraph = self.library.paragraphs[place.id]
        obligation = next((s.obligation for n, s in enumerate(paragraph.sentences) if n in place.sentences), "none")
        return Proof(place.source, place.label, quote or place.quote, place.href, str(obligation), self.standing(paragraph))

    def proof_of(self, clause: Clause) -> Proof:
        """The words of a clause, its lead-in before them."""
        lead = f"{clause.subject} {clause.modal}:" if clause.led else ""
        quote = "\n".join(filter(None, (lead, clause.duty.what)))
        return self.proof(clause.duty.place, quote)

    def quoted(self, paragraph: Paragraph, quote: str) -> Proof:
        """Words of a paragraph."""
        return Proof(source(paragraph), paragraph.label, quote, paragraph.href, "none", self.standing(paragraph))

    def standing(self, paragraph: Paragraph) -> str:
        """What force the document has, in a word or two."""
        status = self.library.documents[paragraph.doc].status
        return "withdrawn" if status is Status.WITHDRAWN else "in force"

    def short(self, paragraph: str) -> str:
        """What a paragraph's document is called."""
        return self.library.documents[paragraph.partition("/")[0]].short


@once
def ground(library: Library) -> Ground:
    """The material of a library; made once."""
    rows = duties(library)
    current = tuple(d for d in rows if d.place.status in IN_FORCE)
    entries = {p.id for p in library.paragraphs.values() if p.kind is Kind.ENTRY}
    body = {p.id for p in library.paragraphs.values() if p.kind is not Kind.FOOTNOTE}
    limits = time_limits(library)
    spelling = Spelling(p.text for p in library.paragraphs.values())
    plainly = [d for d in rows if d.place.id in body and not spelling.doubtful(d.what)]
    serves: defaultdict[str, list[str]] = defaultdict(list)
    for statement, behind in alignment().items():
        for row in behind:
            if row.paragraph and not row.paragraph.startswith(DOCUMENT):
                serves[row.paragraph].append(statement)
    return Ground(
        library=library,
        nearness=nearness(library),
        clauses=clauses(plainly, IN_FORCE),
        old_clauses=clauses(plainly, (Status.WITHDRAWN,)),
        duties=current,
        limits=tuple(t for t in limits if t.place.status in IN_FORCE and t.place.id in body),
        old_limits=tuple(t for t in limits if t.place.status is Status.WITHDRAWN and t.place.id in body),
        definitions=tuple(d for d in definitions(library) if d.place.status in IN_FORCE and d.place.id in entries),
        serves={name: tuple(dict.fromkeys(found)) for name, found in serves.items()},
    )
