"""Slack's limits, and texts and messages cut to them."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, MarkdownTextObject, SectionBlock

SECTION = 2900
"""Of the 3,000 that a section may hold, counted as Slack does: a character outside the basic plane is two."""
NOTIFIED = 3900
"""Of the 4,000 that are advised for a message's own text."""
BLOCKS = 45
"""Of a message's 50."""
MESSAGE = 9000
"""Slack refuses messages whose blocks are too long together, without saying how long that is."""
VIEW_BLOCKS = 100
REPLIES = 4
"""Of the five messages that the address of a command or a press takes; one is left for what is said of case detail."""
LEFT_OUT = "This is as much as Slack shows of an answer to one person; ask for less at once, or ask me directly for all of it."


def width(text: str) -> int:
    """How long Slack counts a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The beginning of a text, in whole words where it can be; it ends with '…' if something is left out."""
    if width(text) <= most:
        return text
    return f"{next(pieces(text, most - 1))}…"


def pieces(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most `most`: whole lines where they fit, else whole words, else whole characters."""
    left = text.strip("\n")
    while width(left) > most:
        place = _place(left, most)
        yield left[:place].rstrip()
        left = left[place:].lstrip("\n ")
    if left.strip():
        yield left


def _place(text: str, most: int) -> int:
    """Where to cut: the end of the last line, else of the last word, else before an entity (&amp;) that does not fit."""
    end = most
    while width(text[:end]) > most:
        end -= max(1, (width(text[:end]) - most) // 2)
    for mark in ("\n", " "):
        place = text.rfind(mark, end // 2, end)
        if place > 0:
            return place
    entity = text.rfind("&", max(0, end - 5), end)
    return entity if entity > 0 and ";" not in text[entity:end] else end


def sections(text: str) -> list[Block]:
    """A text of Slack's markup as sections."""
    return [SectionBlock(text=MarkdownTextObject(text=piece, verbatim=True)) for piece in pieces(text, SECTION)]


def context(text: str) -> ContextBlock:
    """A text of Slack's markup in small."""
    return ContextBlock(elements=[MarkdownTextObject(text=cut(text, SECTION), verbatim=True)])


def messages(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks as messages, in order, each within the limits; buttons stay with what they stand under."""
    made: list[list[Block]] = [[]]
    taken = 0
    for block in blocks:
        own = _length(block)
        full = len(made[-1]) >= BLOCKS or taken + own > MESSAGE
        if made[-1] and full and not isinstance(block, ActionsBlock):
            made.append([])
            taken = 0
        made[-1].append(block)
        taken += own
    return made


def replies(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks as the few messages that may answer a command or a press; what does not fit is left out, which is said."""
    made = messages(blocks)
    if len(made) <= REPLIES:
        return made
    buttons = [block for block in made[-1] if isinstance(block, ActionsBlock)]
    return [*made[: REPLIES - 1], [*made[REPLIES - 1], context(LEFT_OUT), *buttons]]


def _length(block: Block) -> int:
    if isinstance(block, SectionBlock) and block.text is not None:
        return width(block.text.text)
    if isinstance(block, ContextBlock):
        return sum(width(own.text) for own in block.elements if isinstance(own, MarkdownTextObject))
    return 0
