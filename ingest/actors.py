"""Who a duty falls on: actors as the documents name them."""

import re
from functools import cache

from corpus.glossary import load_glossary


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {form.casefold(): actor.name for actor in load_glossary().actors for form in (actor.name, *actor.forms)}
    longest_first = sorted(names, key=len, reverse=True)
    pattern = r"(?<![\w-])(?:" + "|".join(re.escape(form) for form in longest_first) + r")(?![\w-])"
    return re.compile(pattern, re.IGNORECASE), names


def last_actor(phrase: str) -> str:
    """The actor named last in a phrase (the one nearest to its verb), by its standard name; '' if none is."""
    pattern, names = _forms()
    found = [match[0] for match in pattern.finditer(phrase)]
    return names[found[-1].casefold()] if found else ""


def whole_actor(phrase: str) -> str:
    """The actor that a phrase names and nothing else; '' if it says more or names none."""
    _, names = _forms()
    return names.get(phrase.strip().casefold(), "")
