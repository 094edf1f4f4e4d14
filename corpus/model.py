"""The words of the design as types: Document, Paragraph, Section, Passage, Citation."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Status(StrEnum):
    """What force a document has."""

    STATUTORY = "statutory"
    NON_STATUTORY = "non-statutory"
    CONSULTATION = "consultation"
    WITHDRAWN = "withdrawn"
    LOCAL = "local"


class Genre(StrEnum):
    """What sort of text a document is, where questions ask for it by that."""

    STANDARDS = "standards"
    PROGRAMME = "programme"


class Obligation(StrEnum):
    """How strongly a sentence binds, in the drafters' own words."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NONE = "none"


class Kind(StrEnum):
    """What sort of citable thing a paragraph is."""

    NUMBERED = "numbered"
    BLOCK = "block"
    PANEL = "panel"
    STATEMENT = "statement"
    QUESTION = "question"
    ENTRY = "glossary"
    TABLE = "table"
    FIGURE = "figure"
    FOOTNOTE = "footnote"


class PageSource(StrEnum):
    """Where a paragraph's page number comes from."""

    PRINTED = "printed"
    """The page the paragraph itself is printed on, as the page says."""
    CONTENTS = "contents"
    """The page on which its heading starts, as the contents list says: the paragraph is there or after."""


@dataclass(frozen=True)
class Span:
    """Where words stand in the source: character offsets, the end not included."""

    start: int
    end: int


@dataclass(frozen=True)
class Part:
    """
    One quotable piece of a paragraph: running text (level 0) or a list item (level 1 and deeper).

    `text` holds the source's own words; footnote marks and link targets are taken out of it.
    """

    text: str
    marker: str = ""
    level: int = 0
    footnotes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    page: int | None = None
    """The printed page it starts on, if the file says so."""


@dataclass(frozen=True)
class Sentence:
    """
    A sentence or list item with the duty it carries.

    `lead` is the part (index) whose words rule this one ('The police should:'), if any.
    """

    text: str
    part: int
    obligation: Obligation = Obligation.NONE
    actor: str = ""
    lead: int | None = None


@dataclass(frozen=True)
class Reference:
    """A pointer in the text to other paragraphs, resolved to ids; empty `ids` if they are not in the library."""

    text: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class LawReference:
    """An Act, a set of regulations or one of its provisions, as named in the text."""

    text: str
    title: str
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    """The smallest thing that can be cited."""

    id: str
    doc: str
    label: str
    kind: Kind
    heading: tuple[str, ...]
    parts: tuple[Part, ...]
    number: str = ""
    section: str = ""
    page: int | None = None
    page_source: PageSource | None = None
    sentences: tuple[Sentence, ...] = ()
    footnotes: tuple[str, ...] = ()
    noted_in: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    laws: tuple[LawReference, ...] = ()
    remarks: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """The whole paragraph for a reader: running text, list items on lines of their own."""
        return "\n".join(shown(part) for part in self.parts)

    @property
    def href(self) -> str:
        """Its place in the reader."""
        return f"/read/{self.doc}#{self.id.removeprefix(self.doc + '/')}"


def shown(part: Part) -> str:
    """A part as it is printed: indented, with its marker."""
    if not part.level:
        return part.text
    marker = "-" if part.marker in ("", "-", "•") else part.marker
    return f"{'  ' * (part.level - 1)}{marker} {part.text}"


@dataclass(frozen=True)
class Section:
    """A headed part or panel as a whole; `paragraphs` are the ids under it, in reading order."""

    id: str
    doc: str
    label: str
    title: str
    heading: tuple[str, ...]
    level: int
    page: int | None
    paragraphs: tuple[str, ...]


class PassageKind(StrEnum):
    """What a passage's words are."""

    WORDS = "words"
    SECTION = "section"
    QUESTION = "question"
    """A question of the bank, which reaches its paragraph."""
    SENTENCE = "sentence"
    """One sentence or list item, for choosing the words that answer."""


@dataclass(frozen=True)
class Passage:
    """
    What is indexed: words of one paragraph with enough around them to be understood alone.

    `text` is what the indexes see (heading path, lead-in, words), never what is quoted. `paragraph` may be a section;
    `sentence` says which of its sentences a passage of that kind is.
    """

    key: str
    paragraph: str
    doc: str
    text: str
    kind: PassageKind = PassageKind.WORDS
    sentence: int | None = None
