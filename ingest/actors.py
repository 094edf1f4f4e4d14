"""Who a duty falls on: actors as the documents name them."""

from functools import cache

from corpus.glossary import load_glossary


def last_actor(phrase: str) -> str:
    """The actor named last in a phrase (the one nearest to its verb), by its standard name; '' if none is."""
    found = load_glossary().actors_in(phrase)
    return found[-1] if found else ""


def whole_actor(phrase: str) -> str:
    """The actor that a phrase names and nothing else; '' if it says more or names none."""
    return _by_form().get(phrase.strip().casefold(), "")


@cache
def _by_form() -> dict[str, str]:
    return {form.casefold(): actor.name for actor in load_glossary().actors for form in (actor.name, *actor.forms)}
