"""Which "<...>" in a text is a tag: "<br/>" and "<p class=x>" are; "<1 year and >16" and "<name of your manager>" are words."""

import re

_ATTRIBUTE = r"\s+(?:[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)|open|hidden|reversed)"
_LAYOUT = (
    "a abbr b blockquote br dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre q s span strike strong sub sup "
    "table tbody td tfoot th thead tr tt u ul wbr"
)
"""Names that nobody writes as a word to be filled in, as '<title>', '<address>' or '<time>'."""
TAG = rf"</?(?:{_LAYOUT.replace(' ', '|')})(?:{_ATTRIBUTE})*\s*/?>"
_ANY = re.compile(rf"</?(?P<name>[a-z][\w-]*)(?:{_ATTRIBUTE})*\s*/?>", re.IGNORECASE)
_TAG = re.compile(TAG, re.IGNORECASE)
_SIGN = re.compile(r'<(?=/?\w)(?:[^<>"]|"[^"]*")*>')
_CLOSING = re.compile(r"</(?P<name>[a-z][\w-]*)\s*>", re.IGNORECASE)


def closed(source: str) -> frozenset[str]:
    """The names of the elements that a text closes."""
    return frozenset(m["name"].lower() for m in _CLOSING.finditer(source))


def words_kept(html: str, closed: frozenset[str]) -> str:
    """HTML in which what only looks like a tag is words; a name of layout or one that the text closes is a tag."""
    return _SIGN.sub(lambda m: m[0] if _is_tag(m[0], closed) else f"&lt;{m[0][1:-1]}&gt;", html)


def _is_tag(sign: str, closed: frozenset[str]) -> bool:
    other = _ANY.fullmatch(sign)
    return bool(_TAG.fullmatch(sign)) or (other is not None and other["name"].lower() in closed)
