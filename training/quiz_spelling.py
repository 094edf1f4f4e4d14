"""Words that look like slips of the pen: what an answer in the source's words must not carry unmarked."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

_WORD = re.compile(r"[a-z]{5,}")
_TIMES = 10
"""How much more often than a slip the word stands that was meant."""


class Spelling:
    """The documents' words, and how often each stands in them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._count = Counter(word for text in texts for word in _WORD.findall(text.lower()))
        self._alike = defaultdict[tuple[str, str], list[str]](list)
        for word, count in self._count.items():
            if count >= _TIMES:
                self._alike[_frame(word)].append(word)

    def doubtful(self, text: str) -> bool:
        """
        Whether a word of the text may be a slip: one letter inside it makes a word that stands ten times as often.

        'enquires' for 'enquiries' stands several times, so that to look for words that stand once would not find it. A
        sound word ('caters', beside 'carers') may be doubted too: better one item too few.
        """
        return any(self._slip(word) for word in set(_WORD.findall(text.lower())))

    def _slip(self, word: str) -> bool:
        often = _TIMES * max(self._count[word], 1)
        return any(self._count[other] >= often and one_letter_apart(word, other) for other in self._alike[_frame(word)])


def one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter more, less or changed makes one word the other."""
    short, long = sorted((one, other), key=len)
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest = short[same + 1 :] if len(short) == len(long) else short[same:]
    return one != other and len(long) - len(short) <= 1 and rest == long[same + 1 :]


def _frame(word: str) -> tuple[str, str]:
    """A word's beginning and ending: where they differ, it is more likely another form than a slip."""
    return word[0], word[-2:]
