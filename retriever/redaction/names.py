"""
Find people's names in a question.

A name is a given name that is nothing else, or a word with a cue beside it (retriever/redaction/cues.py), with the
surname that follows and the names listed after it; and whatever was found to be a name once is one elsewhere too.
"""

from retriever.redaction.cues import alone, followed, initials, introduced, placed, titled
from retriever.redaction.reading import Reading, strange
from retriever.redaction.words import Known, known, words

_LONGEST = 4
"""Words of a name after its first."""


def hide_names(text: str) -> str:
    """A text with '[name]' for every name of a person."""
    reading = Reading(text)
    parts: list[str] = []
    end = 0
    for first, last in find_names(reading):
        parts += [text[end : reading.words[first].start], "[name]"]
        end = reading.words[last].end
    return "".join([*parts, text[end:]])


def find_names(reading: Reading) -> list[tuple[int, int]]:
    """The names as pairs of their first and last word, in reading order."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(reading.words):
        listed = bool(found) and _listed(reading, i, found[-1][1])
        if listed or (_begins(reading, i) and not _public(reading, i)):
            last = _last(reading, i)
            if not _institution(reading, i, last):
                found.append((i, last))
            i = last
        i += 1
    return _again(reading, found) if found else found


def _begins(reading: Reading, i: int) -> bool:
    """Whether a name, public or not, begins with a word."""
    word = reading.words[i]
    if titled(reading, i) or initials(reading, i) or _many(reading, i):
        return True
    if _initial(reading, i) and i + 1 < len(reading.words) and reading.gap(i + 1) == ".":
        return _surname(reading, i + 1)
    kind = word.kind
    if kind is Known.GIVEN:
        return not reading.acronym(i) and (word.capital or reading.key(i - 1) not in ("a", "an"))
    if kind in (Known.KEPT, Known.ORDINARY):
        return False
    return introduced(reading, i) or followed(reading, i) or _stands(reading, i, kind)


def _stands(reading: Reading, i: int, kind: Known) -> bool:
    """Whether a word is a name by its own writing, or with the next: 'Ruby', 'jaydens mum', 'Zawadi Mbeki'."""
    word = reading.words[i]
    if kind is Known.UNKNOWN and known(word.key[:-1]) is Known.GIVEN and _whose(reading, i):
        return True
    if not reading.capital(i) or reading.acronym(i) or reading.camel(i) or placed(reading, i):
        return False
    if kind is Known.WORD and not (word.capitals and len(word.text) < 5):
        return not word.first or _surname(reading, i + 1)
    if kind in (Known.UNKNOWN, Known.CUE) and reading.beside(i + 1) and reading.key(i + 1) in words("surnames"):
        return reading.capital(i + 1)
    if kind is not Known.UNKNOWN or len(word.text) < 3:
        return False
    paired = reading.key(i + 1) == "and" and known(reading.key(i + 2)) is Known.GIVEN
    return paired or (not word.first and alone(reading, i))


def _many(reading: Reading, i: int) -> bool:
    """'the Smiths'."""
    key = reading.key(i)
    return key.endswith("s") and key[:-1] in words("surnames") and reading.key(i - 1) == "the" and reading.capital(i)


def _whose(reading: Reading, i: int) -> bool:
    """'jaydens mum': a possessive without its apostrophe."""
    return reading.key(i).endswith("s") and not words("owned").isdisjoint((reading.key(i + 1), reading.key(i + 2)))


def _last(reading: Reading, i: int) -> int:
    """The last word of the name that begins here: surnames, second names, initials and the particles before them."""
    last = i
    for j in range(i + 1, min(i + 1 + _LONGEST, len(reading.words))):
        if reading.words[j - 1].ending or not (reading.beside(j) or (_initial(reading, j - 1) and reading.gap(j) == ".")):
            break
        if _surname(reading, j) or _initial(reading, j):
            last = j
        elif reading.key(j) not in words("particles"):
            break
    return last


def _surname(reading: Reading, i: int) -> bool:
    """Whether a word beside a given name goes on with it."""
    if not reading.beside(i) and not (i < len(reading.words) and reading.gap(i) == "."):
        return False
    word = reading.words[i]
    if not word.key[0].isalpha() or _public(reading, i):
        return False
    if reading.capital(i):
        return _capital_surname(reading, i)
    if reading.capital(i - 1):
        return False
    return word.kind is Known.GIVEN or word.key in words("surnames") or strange(word)


def _capital_surname(reading: Reading, i: int) -> bool:
    """'Thompson', 'Brown', 'Oyelaran', and in capitals only after capitals: not 'Kyle ICPC', not 'KYLE DOB'."""
    word = reading.words[i]
    if word.capitals and (len(word.text) < 4 or not reading.words[i - 1].capitals):
        return False
    listed = word.key in words("surnames") or word.key in words("surname_words")
    return listed or word.kind not in (Known.ORDINARY, Known.KEPT)


def _initial(reading: Reading, i: int) -> bool:
    text = reading.words[i].text
    return len(text) == 1 and text.isupper() and text not in "AI"


def _institution(reading: Reading, first: int, last: int) -> bool:
    """'Sarah's Law', 'Lucy Faithfull Foundation', 'Operation Elizabeth', 'St John'."""
    if first and reading.beside(first) and reading.key(first - 1) in words("before"):
        return True
    if not reading.beside(last + 1):
        return False
    after = reading.words[last + 1]
    lawful = after.key in ("law", "rule") and reading.words[last].owns
    return lawful or (reading.capital(last + 1) and after.key in words("after"))


def _public(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    return any(start <= word.start < end for start, end in reading.public)


def _listed(reading: Reading, i: int, last: int) -> bool:
    """Whether a word goes on a list of names: 'Mia, Zawadi and Ella'."""
    joined = reading.key(i - 1) in ("and", "or") and i - 2 == last and not reading.gap(i - 1).strip(",")
    if not (joined or (i - 1 == last and reading.gap(i) in (",", "&", "/"))) or reading.words[last].ending:
        return False
    word = reading.words[i]
    if not word.key[0].isalpha() or reading.acronym(i) or _public(reading, i):
        return False
    if reading.capital(i):
        return word.kind in (Known.WORD, Known.CUE, Known.UNKNOWN)
    return joined and (word.kind is Known.WORD or strange(word))


def _again(reading: Reading, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The names found, and every further place where a word of one of them stands."""
    taken = {i for first, last in found for i in range(first, last + 1)}
    keys = {reading.key(i) for i in taken if len(reading.key(i)) > 1} - words("particles")
    more = [(i, i) for i in range(len(reading.words)) if i not in taken and reading.key(i) in keys and _same(reading, i)]
    return sorted([*found, *more])


def _same(reading: Reading, i: int) -> bool:
    """Whether a word that is a name elsewhere is one here: 'Will has' after 'my son Will', but not 'Will he'."""
    word = reading.words[i]
    if len(word.text) == 2:
        return word.capitals and word.kind is Known.UNKNOWN and not reading.loud
    if _public(reading, i) or reading.acronym(i) or _institution(reading, i, i):
        return False
    if word.kind is Known.UNKNOWN:
        return True
    if not reading.capital(i):
        return False
    return not word.first or word.owns or reading.key(i + 1) in ("has", "is", "was", "and", "had")
