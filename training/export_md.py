"""A paper as Markdown that reads well as it is and on any page that shows it."""

import re
from collections.abc import Iterator, Sequence

from training.pack_papers import Block, Look, Paper, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_MARKS = {
    Look.HEADING1: "## ",
    Look.HEADING2: "### ",
    Look.TEXT: "",
    Look.ITEM: "- ",
    Look.CHOICE: "- ",
    Look.QUOTE: "> ",
    Look.QUOTE_ITEM: "> - ",
}


def markdown(paper: Paper, reader: str) -> str:
    """The paper; `reader` is the address links start with."""
    lines = [f"# {_plain(paper.title)}", "", _plain(paper.subtitle), ""]
    number, before = 0, None
    for block in paper.blocks:
        if isinstance(block, Table):
            lines += [*_table(block), ""]
        elif block.look is not Look.PAGE:
            number = number + 1 if block.look is Look.NUMBERED else 0 if block.look is Look.HEADING1 else number
            lines += _spaced(_line(block, number, reader), block.look, before, lines)
        before = getattr(block, "look", None)
    return "\n".join(lines).rstrip() + "\n"


def _spaced(text: str, look: Look, before: Look | None, lines: Sequence[str]) -> list[str]:
    """A block and the line after it; items of a list and the parts of a quotation stay together."""
    if look in (Look.QUOTE, Look.QUOTE_ITEM) or (look is Look.CITATION and before in (Look.QUOTE, Look.QUOTE_ITEM)):
        joined = [">"] if before in (Look.QUOTE, Look.QUOTE_ITEM) and look is not Look.QUOTE_ITEM else []
        return [*joined, text, *([""] if look is Look.CITATION else [])]
    listed = (Look.ITEM, Look.CHOICE)
    return [text] if look in listed else [*([""] if before in listed and lines[-1] else []), text, ""]


def _line(block: Block, number: int, reader: str) -> str:
    words = _plain(block.words)
    if block.label:
        words = f"[{_plain(block.label)}]({reader}{block.href}){': ' if block.look is Look.ITEM else ', '}{words}"
    match block.look:
        case Look.NOTICE:
            return f"**{words}**"
        case Look.NUMBERED:
            return f"{number}. {words}"
        case Look.CITATION:
            return f"> {words}"
        case Look.WRITE_HERE:
            return r"\_" * 40
        case _:
            return f"{_MARKS[block.look]}{words}"


def _table(table: Table) -> Iterator[str]:
    head, *rows = table.rows
    yield f"{_plain(table.caption)}:"
    yield ""
    yield f"| {' | '.join(map(_plain, head))} |"
    yield f"|{' --- |' * len(head)}"
    yield from (f"| {' | '.join(map(_plain, row))} |" for row in rows)


def _plain(words: str) -> str:
    """Words that Markdown would read as marks, as they are."""
    return _SPECIAL.sub(r"\\\1", words)
