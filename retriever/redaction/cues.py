"""What stands beside a word and says that it is somebody's name."""

import re

from retriever.redaction.reading import Reading, strange
from retriever.redaction.words import Known, words

_TITLES = frozenset(
    "mr mrs ms mx dr prof professor rev reverend cllr councillor pc wpc dc ds di dci sgt imam pastor rabbi".split()
)
_CAPITAL_TITLES = frozenset("pc wpc dc ds di dci".split())
_CALLED = frozenset("called named nicknamed aka".split())
_PRONOUNS = frozenset("he she who they him her is name".split())
_FAMILY = frozenset("family families children kids siblings household twins boys girls sisters brothers parents baby".split())
_MONTHS = frozenset("april may june august".split())
_POSSESSIVES = frozenset("my our his her their your the a".split())
_PLACED = frozenset("in at near into around outside".split())
_ABOUT = frozenset(
    """
    about with tell told tells is are was does did do should can could will would has have had if when that whether because
    before after while and or ask asked see saw seen move moved place placed help protect leave meet met
    """.split()
)
_AUXILIARY = "will"
"""In small letters what somebody will do: 'my husband will hurt them'."""
_DETERMINERS = frozenset("the a an this that these our new no any your its".split())
_SHORT_FORMS = frozenset("d.o.b. u.k. e.u. n.b. p.s.".split())
_OPENING = re.compile(r"[,:(–—\-‘'\"“]{0,3}")
_YEARS = frozenset("year years yr yrs y yo month months week weeks".split())
_OLDEST = 25
"""Ages up to this are read as ages where nothing but a number says so."""


def titled(reading: Reading, i: int) -> bool:
    """'Mrs Okafor', 'mr patel', 'Dr. Wood'."""
    if i == 0 or reading.gap(i) not in ("", "."):
        return False
    title, word = reading.words[i - 1], reading.words[i]
    if title.key == "miss":
        return word.key in words("surnames") or (title.text == "Miss" and _plausible(reading, i))
    if title.key not in _TITLES or (title.capitals and not reading.loud) is not (title.key in _CAPITAL_TITLES):
        return False
    if not word.key[0].isalpha() or title.capital > word.capital or (title.capitals and word.capitals and not reading.loud):
        return False
    return word.kind is not Known.ORDINARY or word.key in words("surname_words") or (len(word.text) == 1 and word.capital)


def introduced(reading: Reading, i: int) -> bool:
    """'my son Kyle', 'the child, Amelia', 'a girl called zofia', 'I'm Dean', 'my name is ...'."""
    if i == 0 or not _OPENING.fullmatch(reading.gap(i)):
        return False
    before, two = reading.words[i - 1], reading.key(i - 2)
    if before.owns and before.key != "name":
        return False
    if before.key in _CALLED or (before.key == "as" and two == "known") or _naming(reading, i):
        return _plausible(reading, i) or (_person_near(reading, i - 1) and _plausible_small(reading, i, Known.CUE))
    if before.key in words("people") or (before.key == "old" and two in _YEARS):
        small = _small_after_person(reading, i) if reading.beside(i) else _small_apart(reading, i)
        return _plausible(reading, i) or (two in _POSSESSIVES and small)
    said = before.key in ("is", "was", "are") and two in words("people")
    myself = (before.key == "i" and before.ending[1:] == "m") or before.key == "im" or (before.key == "am" and two == "i")
    if (myself or before.key == "our") and reading.beside(i) and _small_word(reading, i):
        return True
    return (said or myself) and reading.beside(i) and _plausible(reading, i)


def followed(reading: Reading, i: int) -> bool:
    """'Zofia's mum', 'Sanjay, 7,', 'Zofia (aged 4)', 'Zofia told me', 'the Okafor family'."""
    if not _plausible(reading, i) or i + 1 >= len(reading.words):
        return _small_and_aged(reading, i)
    word, after = reading.words[i], reading.key(i + 1)
    if word.owns:
        owned = after in ("been", "got", "gone") or not words("owned").isdisjoint((after, reading.key(i + 2)))
        return owned and reading.beside(i + 1)
    if _aged(reading, i + 1) and word.key not in _MONTHS:
        return True
    before = reading.key(i - 1)
    if after in _FAMILY and reading.beside(i + 1) and (before == "the" or word.key in words("surnames")):
        return True
    if before in _DETERMINERS or not reading.beside(i + 1):
        return False
    if after in words("is") and (word.kind is Known.WORD or word.key in words("surnames")):
        return True
    if word.kind is Known.UNKNOWN and not reading.telling:
        return after in words("is")
    if after in words("does") or (after == "and" and reading.key(i + 2) in ("his", "her")):
        return True
    return word.kind is Known.UNKNOWN and after in words("is")


def initials(reading: Reading, i: int) -> bool:
    """'child AB', 'J.S. aged 9', 'KT (7)'."""
    word = reading.words[i]
    dotted = word.text[-1] == "."
    if reading.loud or not (dotted or (len(word.text) == 2 and word.capitals and word.kind is Known.UNKNOWN)):
        return False
    if dotted and (reading.telling or word.key in _SHORT_FORMS):
        return word.key not in _SHORT_FORMS
    person = i > 0 and reading.key(i - 1) in words("people") and _OPENING.fullmatch(reading.gap(i)) is not None
    return person or _aged(reading, i + 1)


def alone(reading: Reading, i: int) -> bool:
    """Whether a capital that is no known word is a name with nothing else to say so: 'what do I do about Zawadi'."""
    before = reading.key(i - 1)
    if before in _DETERMINERS or before in _PLACED or (reading.beside(i + 1) and reading.key(i + 1) in words("after")):
        return False
    return reading.telling or (reading.beside(i) and before in _ABOUT)


def placed(reading: Reading, i: int) -> bool:
    """Whether a word is rather a place: 'in Hastings'."""
    return reading.key(i - 1) in _PLACED


def _naming(reading: Reading, i: int) -> bool:
    """'name is', 'names are', 'name's', 'name:'."""
    before, two = reading.words[i - 1], reading.key(i - 2)
    if before.key in ("is", "are", "was") and two in ("name", "names"):
        return True
    return before.key in ("name", "names") and (before.owns or reading.gap(i) == ":")


def _plausible(reading: Reading, i: int) -> bool:
    """Whether a word may be a name where a cue says so: a capital, and not a known word of another kind."""
    if not reading.capital(i) or reading.acronym(i) or reading.camel(i):
        return False
    return reading.words[i].kind not in (Known.ORDINARY, Known.KEPT)


def _plausible_small(reading: Reading, i: int, loosest: Known) -> bool:
    """The same of a word in small letters, where a name that is also a word is believed only after 'called'."""
    word = reading.words[i]
    if reading.capital(i):
        return False
    return word.kind in {Known.GIVEN, Known.WORD, loosest} or strange(word)


def _small_after_person(reading: Reading, i: int) -> bool:
    """'my son tomasz is 9', but not 'my son mark on the map' and not a slip of the pen as 'the child atend'."""
    word = reading.words[i]
    if not _plausible_small(reading, i, Known.CUE):
        return False
    if word.key == _AUXILIARY:
        return reading.key(i + 1) in words("is")
    doing = reading.key(i + 1) in words("does") | words("is") or bool(word.ending) or _aged(reading, i + 1)
    return doing or _small_word(reading, i)


def _small_word(reading: Reading, i: int) -> bool:
    """'jade' or 'lily', which are words but hardly the field's."""
    word = reading.words[i]
    return word.kind is Known.WORD and word.key not in words("ordinary") and not reading.capital(i)


def _small_apart(reading: Reading, i: int) -> bool:
    """'a baby, rose, and a toddler, jack'."""
    word = reading.words[i]
    alone = reading.text[word.end : word.end + 1] in ("", ",", ".", "?", ")")
    return alone and reading.gap(i) in (",", "(") and word.kind is Known.WORD and not reading.capital(i)


def _small_and_aged(reading: Reading, i: int) -> bool:
    """'what if faith (14) refuses'."""
    word = reading.words[i]
    return (
        word.kind in (Known.WORD, Known.CUE)
        and word.key not in _MONTHS
        and reading.text.startswith(" (", word.end)
        and _aged(reading, i + 1)
    )


def _person_near(reading: Reading, i: int) -> bool:
    return any(reading.key(j) in _PRONOUNS or reading.key(j) in words("people") for j in range(i - 3, i))


def _aged(reading: Reading, i: int) -> bool:
    """Whether an age begins here: ', 7,', '(7)', 'aged 4', 'is 6', ', a 5 year old'."""
    if i >= len(reading.words):
        return False
    if reading.key(i) in ("aged", "age"):
        return reading.key(i + 1).isdigit()
    if reading.key(i) in ("is", "was") and reading.beside(i):
        return _age(reading, i + 1) and not reading.text.startswith("%", reading.words[i + 1].end)
    if reading.key(i) in ("a", "an") and reading.gap(i) == ",":
        return _age(reading, i + 1) and "old" in reading.key(i + 2) + reading.key(i + 3)
    return _age(reading, i) and (_closed(reading, i) or reading.key(i + 1) in _YEARS or reading.key(i + 1).startswith("year-"))


def _age(reading: Reading, i: int) -> bool:
    return reading.key(i).isdecimal() and len(reading.key(i)) < 3 and int(reading.key(i)) <= _OLDEST


def _closed(reading: Reading, i: int) -> bool:
    """Whether a number after a comma or bracket ends there too: 'Sanjay, 7,' but not 'Regulations, 7 days'."""
    following = reading.text[reading.words[i].end : reading.words[i].end + 1]
    return reading.gap(i) in (",", "(", ", (", "-", "–") and following in ("", ",", ")", ".", ";", "?", "-", "/", "–")
