"""What a new edition or a changed document has made doubtful in material that was made before."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.library import Library
from corpus.model import Kind, Paragraph, Status
from corpus.register import Document
from corpus.tokens import tokens
from retriever.alignment import Change, Pair, align
from training.errors import TrainingError
from training.pack import Kept
from training.source import digest
from training.whereabouts import whereabouts

LIKE = 0.35
"""From this share of common words on another paragraph may be what a vanished one became."""
SAME_PLACE = 0.3
"""A paragraph that holds less than this of the words once under its id is another one that got its number."""
_YEAR = re.compile(r"\W*\b\d{4}\b\W*")
Between = Callable[[str, str], Sequence[Pair]]
"""What became of each paragraph between two documents."""


class Doubt(StrEnum):
    """Why what stands on a paragraph is doubtful."""

    REWORDED = "reworded"
    """The words are others now: under the same id, another one, or in the edition that replaces it."""
    MOVED = "moved"
    """The same words stand elsewhere now: the reference is wrong, the words are not."""
    GONE = "gone"
    """Nothing in the library says it any more."""


@dataclass(frozen=True)
class Doubtful:
    """A paragraph that material stands on and that is not what it was: the old words, and the new ones if there are any."""

    doubt: Doubt
    before: str
    label: str
    old: str
    after: str
    after_label: str
    new: str
    used_in: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What was looked at and what of it is doubtful, in the material's order; `library` is the build it was held against."""

    looked_at: int
    doubtful: tuple[Doubtful, ...]
    library: str

    @property
    def true(self) -> bool:
        """Whether all of it still stands."""
        return not self.doubtful


@dataclass(frozen=True)
class _Became:
    """What a paragraph became: None for nothing."""

    doubt: Doubt
    after: Paragraph | None


def check(
    material: Iterable[Kept], library: Library, between: Between | None = None, replaced: Mapping[str, str] | None = None
) -> Report:
    """
    Say what of `material` no longer stands.

    `between` may keep alignments that were worked out before; `replaced` names documents to be taken as replaced by others.
    """
    own = list(material)
    aligned: Between = between or (lambda earlier, later: align(library, earlier, later))
    became: dict[str, dict[str, Pair]] = {}

    def pair(earlier: str, later: str, name: str) -> Pair | None:
        if earlier not in became:
            became[earlier] = {p.before: p for p in aligned(earlier, later) if p.before}
        return became[earlier].get(name)

    later = {**_successors(library), **(replaced or {})}
    doubtful = [_told(kept, found) for kept in own if (found := _doubt(kept, library, later, pair)) is not None]
    return Report(len(own), tuple(doubtful), library.manifest.fingerprint)


def edition(library: Library, doc: str) -> tuple[Kept, ...]:
    """All of a document's paragraphs as material: what somebody may have made something of while it was in force."""
    if doc not in library.documents:
        raise TrainingError(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    own = [p for p in library.paragraphs.values() if p.doc == doc and p.kind not in (Kind.FOOTNOTE, Kind.FIGURE)]
    return tuple(Kept(p.id, digest(p), p.label, p.text, ("anything made from it",)) for p in own)


def _successors(library: Library) -> dict[str, str]:
    """For each withdrawn document the edition in force, '' where the library has none."""
    old = [d.id for d in library.documents.values() if d.status is Status.WITHDRAWN]
    return {doc: found.id if (found := successor(library, doc)) else "" for doc in old}


def successor(library: Library, doc: str) -> Document | None:
    """The edition in force of a withdrawn document: the one with the same title but for the year."""
    title = _untimed(library.documents[doc])
    current = [d for d in library.documents.values() if d.status is not Status.WITHDRAWN and _untimed(d) == title]
    return max(current, key=lambda d: d.published, default=None)


def _doubt(
    kept: Kept, library: Library, later: Mapping[str, str], pair: Callable[[str, str, str], Pair | None]
) -> _Became | None:
    paragraph = library.paragraphs.get(kept.id)
    if paragraph is None:
        return _elsewhere(kept, library, None)
    if digest(paragraph) != kept.digest:
        return _elsewhere(kept, library, paragraph)
    if not kept.as_current or paragraph.doc not in later:
        return None
    found = pair(paragraph.doc, later[paragraph.doc], kept.id) if later[paragraph.doc] else None
    if found is None or not found.after:
        return _Became(Doubt.GONE, None)
    after = library.paragraphs[found.after]
    return _Became(Doubt.MOVED if found.change is Change.SAME else Doubt.REWORDED, after)


def _elsewhere(kept: Kept, library: Library, here: Paragraph | None) -> _Became:
    """What a paragraph whose words are no longer under its id became, in the same document."""
    doc = kept.id.partition("/")[0]
    if doc not in library.documents:
        return _Became(Doubt.GONE, None)
    own = whereabouts(library, doc)
    same = own.same(kept.text, other_than=kept.id)
    if same is not None:
        return _Became(Doubt.MOVED, same)
    if here is not None and (not kept.text or _held(kept.text, here.text) >= SAME_PLACE):
        return _Became(Doubt.REWORDED, here)
    likest, share = own.likest(kept.text, other_than=kept.id)
    return _Became(Doubt.REWORDED, likest) if share >= LIKE else _Became(Doubt.GONE, None)


def _held(words: str, text: str) -> float:
    wanted = set(tokens(words))
    return len(wanted & set(tokens(text))) / max(1, len(wanted))


def _told(kept: Kept, found: _Became) -> Doubtful:
    after = found.after
    where = (after.id, after.label, after.text) if after else ("", "", "")
    return Doubtful(found.doubt, kept.id, kept.label or kept.id, kept.text, *where, kept.used_in)


def _untimed(document: Document) -> str:
    return _YEAR.sub(" ", document.title).strip().casefold()
