"""Paragraph talk: 'what does para 167 say', 'footnote 127', 'question 17', 'S3.T12' name what they want."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, takewhile

from corpus.tokens import tokens
from retriever.followup import bare

_ID = re.compile(r"\b(?P<doc>[a-z0-9][a-z0-9-]*)/(?P<name>[\w./-]+)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?:\b(?P<word>para(?:graph)?s?)\.?|¶)\s*(?P<number>\d{1,3}(?:\.\d{1,3})?)\b(?!\.\d)", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\b(?P<word>(?:footnote|fn)s?)\.?\s*(?P<number>\d{1,3})\b", re.IGNORECASE)
_DECIMAL = re.compile(
    r"(?:\bsection\s+)?(?<![\d./£,])\b(?P<number>\d\.\d{1,3})\b(?![.\d]|\s*%|\s*(?:million|billion|percent|per cent|m|k|bn)\b|"
    r"\s+(?:working |calendar )?(?:hours?|days?|weeks?|months?|years?|times?)\b)",
    re.IGNORECASE,
)
"""A paragraph numbered within its chapter, without the word: '1.58 of the 2015 edition'; it is looked for, and not missed."""
_FURTHER = re.compile(
    r"\s*(?P<link>-|–|to\b|and\b|&|,(?:\s*and\b)?)\s*(?P<number>\d{1,3})\b(?!\.\d)"
    r"(?! (?:\w+ )?(?:days?|weeks?|months?|years?|hours?)\b)",
    re.IGNORECASE,
)
"""What a number goes on with: 'paras 167-170', 'paras 3, 5 and 9'; not 'para 9 and 15 working days'."""
_QUESTION = re.compile(r"\b(?P<word>(?:question|q)s?)\.?\s*(?P<number>\d{1,2})\b(?!\s*20\d\d)", re.IGNORECASE)
_CONSULTED = re.compile(r"\b(?:consult\w*|propos\w*|respond\w*|response)\b", re.IGNORECASE)
"""Speaks of the consultation, whose questions have numbers."""
_CHAPTER = re.compile(r"\bchapter (?P<number>\d)\b", re.IGNORECASE)
_FEW = 6
"""A question of so many words that holds 'question 17' asks for it."""
_THAT_ONE = "that paragraph"
"""Stands for an id that is made of headings."""
_THAT = re.compile(rf"\b{_THAT_ONE}\b")
_FIGURE = re.compile(r"\b(?P<kind>flow ?chart|figure) (?P<number>\d{1,2})\b", re.IGNORECASE)
_CHARTS = re.compile(
    r"^\W*(?:(?:is|are|there|which|what|where|show|give|me|us|list|find|how|many|do|you|have|can|i|see|of|all|any|a|an|the|ok|and|"
    r"please)\W+)*(?:(?!(?:my|our|your|their|local)\b)\w+ ){0,2}flow ?charts?\b(?! (?:\d|says?|said|tells?|shows?))",
    re.IGNORECASE,
)
"""Asks for a flow chart without its number: all are named, each by its title."""
_STATEMENT = re.compile(r"\bS?(?P<standard>[1-9])\.(?P<kind>[OTH])(?P<number>\d{1,2})\b", re.IGNORECASE)
_SPOKEN = re.compile(
    r"standard (?P<standard>[1-4])\W+(?P<kind>outcome|learn that|learn how to|[OTH])\W*(?:statement)?\W*(?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_SPOKEN_BACK = re.compile(
    r"\b(?P<kind>outcome|learn that|learn how to|[OTH]) ?(?:statement )?(?P<number>\d{1,2}) (?:of|in|for|under) (?:lcpp )?"
    r"standard (?P<standard>[1-4])\b",
    re.IGNORECASE,
)
_ORDER = ("first", "second", "third", "fourth")
_STANDARD = rf"(?:standards? [1-4]|(?:{'|'.join(_ORDER)}|[1-4](?:st|nd|rd|th)) (?:lcpp |practitioner )?standard)"
_ONE = re.compile(rf"\b{_STANDARD}\b(?:(?:,| and| or| with| to| &) ?(?:standard )?[1-4]\b)*", re.IGNORECASE)
_OUTCOMES = re.compile(
    rf"\b{_STANDARD}(?:['’]s)?\W+(?:(?:complete|full|whole|all|every|list|of|the|its|give|me|please)\W+){{0,6}}outcomes\b"
    r"|\boutcomes\W+(?:(?:statements?|listed|given|are|there|does|do|of|for|in|under|from|the|lcpp|set out)\W+){0,5}"
    rf"{_STANDARD}\b",
    re.IGNORECASE,
)
"""Asks for all outcomes of a standard."""
AGAIN = "-bis"
"""How the id of a second paragraph of the same number ends."""
_KINDS = {"outcome": "O", "learn that": "T", "learn how to": "H"}
_TEXTS = (
    r"(?:schedule|act|regulations|rules|code|kcsie|keeping children safe in education|report|order|judg(?:e)?ment|statement|"
    r"policy|letter|judge(?:['’]s)?|procedures|protocol|document|minutes|plan|note|direction|plo|abe|handbook|manual|toolkit)"
)
_TIED_BEFORE = re.compile(rf"\b(?:{_TEXTS}(?: \d+)?\W+(?:\w+\W+)?|s(?:ections?)?\.? ?\d+\w*\W+)$", re.IGNORECASE)
_TIED_AFTER = re.compile(
    r"\W*(?:of|in|to|from|under)\W+(?:the |my |his |her |our |their )?(?:(?!working together|wt\b)[\w'’]+ ){0,4}?"
    rf"{_TEXTS}\b",
    re.IGNORECASE,
)
"""A number of another text: an Act's schedule, an order, a report."""
_LOOKING = frozenset(
    tokens(
        "show give read quote find see look print text words wording exact verbatim full whole me of in the s for number "
        "edition version guidance exist content page explain summarise out written at on again back go once one more time"
    )
)
"""Words that ask for what is named, and for nothing on it."""
_YEAR = re.compile(r"\b20\d\d\b")
_UNDER = re.compile(r"\W*(?:of|in|under|from|to|within)\b(?P<words>[^.?!;]*)", re.IGNORECASE)
"""What a paragraph's number goes on with: the heading under which it is counted, or a document."""
_TURNS = frozenset("on about for to in with and or that which who what when where how say says does is are was were".split())
"""From these words on something else is spoken of: 'of Working Together on neglect'. Before, a document may be named."""
_HEADED = re.compile(r"^(?P<doc>[^/]+)/(?:.+/)?(?P<heading>[^/]+)/(?P<number>\d+)$")
"""The id of a paragraph that is counted from its heading on."""
LookedIn = Callable[[str], Sequence[str]]
"""The documents in which a number is looked for, the likeliest first, by what follows it in the question."""


@dataclass(frozen=True)
class Missing:
    """What a question names and a document that has such numbers does not have."""

    doc: str
    name: str


@dataclass(frozen=True)
class Pointed:
    """What a question names: ids of the library, and what is not there."""

    found: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class _Numbers:
    """One mention of numbers: 'footnotes 3 and 4'; where it stands, and how their ids end."""

    kind: str
    numbers: tuple[str, ...]
    start: int
    end: int
    surely: bool = True


def pointed_at(question: str, looked_in: LookedIn, searched: Sequence[str], known: Collection[str]) -> Pointed:
    """What a question names; a statement of the standards is looked for in all that is `searched`, no two number so."""
    found = [m[0].rstrip(".") for m in _ID.finditer(question) if m[0].rstrip(".") in known]
    missing: list[Missing] = []
    for name, first, label in _statements(question):
        own = [doc for doc in searched if f"{doc}/{first}" in known]
        found += [f"{doc}/{name}" for doc in own if f"{doc}/{name}" in known]
        missing += [Missing(doc, label) for doc in own if f"{doc}/{name}" not in known]
    for figure in _figures(question, looked_in, known):
        found += figure.found
        missing += figure.missing
    if _OUTCOMES.search(question):
        for standard in _standards(question):
            for doc in searched:
                found += takewhile(known.__contains__, (f"{doc}/S{standard}.O{number}" for number in count(1)))
    chapters = list(_CHAPTER.finditer(question))
    for mention in (*_mentions(question), *_consulted(question)):
        chapter = _nearest(chapters, mention)
        docs = looked_in(question[mention.end :].lstrip()) if mention.kind != "question" else searched
        lacking = []
        headed = _headed(question, mention, docs, known) if mention.kind == "paragraph" else []
        if own := [name for name in headed if name.rpartition("/")[2] in mention.numbers]:
            found += own
            continue
        if headed and _UNDER.match(question, mention.end):
            doc, heading = headed[0].partition("/")[0], headed[0].split("/")[-2].replace("-", " ")
            missing.append(Missing(doc, f"{_listed('paragraph', mention.numbers)} under '{heading}'"))
            continue
        for number in mention.numbers:
            ids = [f"{doc}/{own}" for doc in docs for own in _ends(mention.kind, number, chapter) if f"{doc}/{own}" in known]
            found += [own for first in ids[:1] for own in (first, f"{first}{AGAIN}") if own in known]
            lacking += [] if ids or not mention.surely else [number]
        alone = docs[0] if len(docs) == 1 and mention.surely else None
        numbered = next((doc for doc in docs if _is_numbered(doc, mention.kind, known)), alone)
        of_chapter = f" of {chapter[0].lower()}" if chapter and mention.kind == "paragraph" else ""
        label = f"{_listed(mention.kind, lacking)}{of_chapter}" if lacking else ""
        missing += [Missing(numbered, label)] if numbered and label else []
    return Pointed(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(missing)))


def _figures(question: str, looked_in: LookedIn, known: Collection[str]) -> Iterator[Pointed]:
    """The figures that a question names by number, and all flow charts where it asks for one without."""
    for figure in _FIGURE.finditer(question):
        kind = "flow-chart" if figure["kind"].lower().startswith("flow") else "figure"
        docs = looked_in(question[figure.end() :].lstrip())
        if doc := next((doc for doc in docs if f"{doc}/{kind}-1" in known), ""):
            name = f"{doc}/{kind}-{figure['number']}"
            yield Pointed((name,)) if name in known else Pointed((), (Missing(doc, figure[0].lower()),))
    if charts := _CHARTS.match(question):
        docs = looked_in(question[charts.end() :].lstrip())
        doc = next((doc for doc in docs if f"{doc}/flow-chart-1" in known), "")
        yield Pointed(tuple(takewhile(known.__contains__, (f"{doc}/flow-chart-{number}" for number in count(1)))))


def _headed(question: str, mention: _Numbers, docs: Sequence[str], known: Collection[str]) -> list[str]:
    """All paragraphs under the heading that a number is tied to: 'paragraph 5 of the introduction', 'Attendees, para 1'."""
    before = _slugged(question[: mention.start])
    after = _UNDER.match(question, mention.end)
    following = _slugged(after["words"]) if after else ""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in known:
        own = _HEADED.match(name)
        if own and own["doc"] in docs:
            found.setdefault(own["heading"], []).append((own["doc"], name))
    words = following.split("-")
    passed = len(list(takewhile(lambda word: word not in _TURNS, words)))
    starts = ["-".join(words[place:]) for place in range(passed + 1)]
    tied = [h for h in found if any(f"{start}-".startswith(f"{h}-") for start in starts)]
    said = tied or [h for h in found if not after and f"-{before}".endswith(f"-{h}")]
    held = found[max(said, key=len)] if said else []
    spoken_of = sorted(docs, key=lambda doc: doc.partition("-")[0] not in following.split("-"))
    doc = next((doc for doc in spoken_of if any(doc == own for own, _ in held)), "")
    return sorted((name for own, name in held if own == doc), key=lambda name: int(name.rpartition("/")[2]))


def _slugged(words: str) -> str:
    """Words as ids of headings have them."""
    return "-".join(re.findall(r"[a-z0-9]+", words.lower().replace("'", "").replace("’", "")))


def spoken(question: str, docs: Collection[str]) -> str:
    """A question with words for the ids that it gives of documents: 'paragraph 31' for 'wt-2026/31'."""
    return _ID.sub(lambda own: _in_words(own["name"].rstrip(".")) if own["doc"].lower() in docs else own[0], question)


def _in_words(name: str) -> str:
    if _STATEMENT.fullmatch(name):
        return name
    noun = {"fn-": "footnote ", "q": "question "}.get(name.rstrip(".0123456789").lower(), "paragraph ")
    number = name.lower().removeprefix("fn-").removeprefix("q")
    return noun + number if number.replace(".", "").isdigit() else _THAT_ONE


def looks_up(question: str) -> bool:
    """Whether a question, without the names of documents, asks for what it names and nothing on it."""
    plain = _YEAR.sub(" ", question)
    left = plain
    for pattern in (_STATEMENT, _SPOKEN, _SPOKEN_BACK, _FIGURE, _THAT):
        left = pattern.sub(" ", left)
    named = (*_mentions(left), *_consulted(left))
    for mention in sorted(named, key=lambda own: -own.start):
        left = f"{left[: mention.start]} {left[mention.end :]}"
    return left != plain and bare(left, _LOOKING)


def _mentions(question: str) -> Iterator[_Numbers]:
    """The paragraphs and footnotes that a question names by number, those of another text left out; in their order."""
    found = []
    for kind, pattern in (("paragraph", _PARAGRAPH), ("footnote", _FOOTNOTE)):
        for match in pattern.finditer(question):
            numbers, end = _numbers(question, match, (match["word"] or "").lower().endswith("s"))
            if not (_TIED_BEFORE.search(question, 0, match.start()) or _TIED_AFTER.match(question, end)):
                found.append(_Numbers(kind, tuple(numbers), match.start(), end))
    for match in _DECIMAL.finditer(question):
        if not any(mention.start < match.end() and match.start() < mention.end for mention in found):
            found.append(_Numbers("paragraph", (match["number"],), *match.span(), surely=False))
    return iter(sorted(found, key=lambda mention: mention.start))


def _numbers(question: str, first: re.Match[str], plural: bool) -> tuple[list[str], int]:
    """The numbers that are named from a first one on, and where they end; a comma goes on only with a plural."""
    numbers, end = [first["number"]], first.end()
    while (further := _FURTHER.match(question, end)) and (plural or not further["link"].startswith(",")):
        numbers = list(dict.fromkeys([*numbers, *_up_to(numbers[-1], further)]))
        end = further.end()
    return numbers, end


def _up_to(first: str, further: re.Match[str]) -> list[str]:
    """The next number of a list, or the numbers of a range after its first."""
    if further["link"].lower() not in ("-", "–", "to") or not first.isdigit():
        return [further["number"]]
    start, end = sorted((int(first), int(further["number"])))
    return [str(number) for number in range(start, end + 1)]


def _nearest(chapters: Sequence[re.Match[str]], mention: _Numbers) -> re.Match[str] | None:
    """The mention of a chapter that stands nearest before or after numbers."""

    def between(own: re.Match[str]) -> int:
        return own.start() - mention.end if own.start() >= mention.end else mention.start - own.end()

    return min(chapters, key=between, default=None)


def _ends(kind: str, number: str, chapter: re.Match[str] | None = None) -> tuple[str, ...]:
    """How the id of a paragraph or footnote of that number may end: running through the document, or through its chapter."""
    if kind != "paragraph":
        return (f"fn-{number}" if kind == "footnote" else f"Q{number}",)
    return number, f"{chapter['number'] if chapter else 1}.{number}"


def _is_numbered(doc: str, kind: str, known: Collection[str]) -> bool:
    """Whether a document numbers its paragraphs, or footnotes, from one on."""
    return any(f"{doc}/{end}" in known for end in _ends(kind, "1"))


def _listed(kind: str, numbers: Sequence[str]) -> str:
    """'paragraph 712', 'paragraphs 457 to 464'."""
    if len(numbers) == 1:
        return f"{kind} {numbers[0]}"
    return f"{kind}s {numbers[0]} {'to' if len(numbers) > 2 else 'and'} {numbers[-1]}"


def _consulted(question: str) -> Iterator[_Numbers]:
    """The questions of a consultation that a question names."""
    if _CONSULTED.search(question) or len(question.split()) <= _FEW:
        for match in _QUESTION.finditer(question):
            numbers, end = _numbers(question, match, match["word"].lower().endswith("s"))
            yield _Numbers("question", tuple(numbers), match.start(), end)


def _statements(question: str) -> Iterator[tuple[str, str, str]]:
    """Of the statements that a question names how their ids end, how that of the first does, and what they are called."""
    for match in (*_STATEMENT.finditer(question), *_SPOKEN.finditer(question), *_SPOKEN_BACK.finditer(question)):
        kind = _KINDS.get(match["kind"].lower(), match["kind"])
        name = f"S{match['standard']}.{kind.upper()}{match['number']}"
        yield name, "S1.O1", f"statement {name}"


def _standards(question: str) -> Iterator[str]:
    """The numbers of the standards that a question names."""
    for match in _ONE.finditer(question):
        words = match[0].lower()
        yield from (str(place) for place, word in enumerate(_ORDER, 1) if word in words)
        yield from re.findall("[1-4]", words)
