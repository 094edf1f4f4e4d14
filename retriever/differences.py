"""Where two wordings differ, word by word."""

import re
from difflib import SequenceMatcher

ALIKE = 0.6
"""Texts less alike than this have no words worth marking: everything differs."""
_WORD = re.compile(r"\s+|[^\s]+")


def marked(one: str, other: str) -> tuple[str, str]:
    """Both texts with the runs of words in bold that the other does not have; as they are if they have little in common."""
    first, second = _WORD.findall(one), _WORD.findall(other)
    matcher = SequenceMatcher(None, [_plain(w) for w in first], [_plain(w) for w in second], autojunk=False)
    if matcher.ratio() < ALIKE:
        return one, other
    left, right = "", ""
    for tag, a, b, c, d in matcher.get_opcodes():
        left += _run(first[a:b], tag != "equal")
        right += _run(second[c:d], tag != "equal")
    return left, right


def _run(words: list[str], differs: bool) -> str:
    """A run of words, in bold if it differs; an item's dash before it stays outside."""
    start = next((i for i, word in enumerate(words) if any(c.isalnum() for c in word)), len(words))
    text, before = "".join(words[start:]), "".join(words[:start])
    inner = text.strip()
    if not differs or not inner or "\n" in inner:
        return before + text
    return before + text.replace(inner, f"**{inner}**", 1)


def _plain(word: str) -> str:
    return word.strip(".,;:()'\"’‘“”").lower() or " "
