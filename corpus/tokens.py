"""The tokeniser of the lexical index: the field's references and duty words survive it."""

import re
from functools import cache

import Stemmer

_WORD = re.compile(r"[a-z]+\d+[a-z]?|\d+(?:\.\d+)*[a-z]?|[a-z]+(?:'[a-z]+)?|£|%")
_SECTION = re.compile(r"\bs(?:ection|ec|\.)?s?\s?(\d+[a-z]{0,2})\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(paragraph|para|chapter|question|footnote|standard|article|regulation)s?\s?(\d+)\b", re.IGNORECASE)
STOP = frozenset(
    """
    a an and are as at be been being by for from had has have he her his i in into is it its me my of on or our she so
    that the their them then there these they this those to was we were with would you your does do did am
    """.split()
)
"""Words too common to tell paragraphs apart; 'not', 'no', 'must', 'should', 'may', 'who', 'when' stay."""


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def tokens(text: str) -> list[str]:
    """Stemmed tokens; 'section 47' and 's47' meet in the token 's47', 'paragraph 12' gives 'paragraph_12' as well."""
    plain = text.lower().replace("’", "'").replace("‘", "'")
    joined = [f"s{m[1]}" for m in _SECTION.finditer(plain)]
    joined += [f"{'paragraph' if m[1] == 'para' else m[1]}_{m[2]}" for m in _NUMBERED.finditer(plain)]
    words = [w.removesuffix("'s") for w in _WORD.findall(plain)]
    return [*_stemmer().stemWords([w for w in words if w not in STOP]), *joined]
