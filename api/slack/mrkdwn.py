"""Slack's own markup: what somebody wrote as plain text, and our Markdown as Slack shows it."""

import re
from html import unescape

_TOKEN = re.compile(r"<([^<>]*)>")
_ITEM = re.compile(r"^( *)(\*\*)?- +", re.MULTILINE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
SOMEBODY = "a colleague"


def written(text: str, bot: str = "") -> str:
    """What somebody wrote: the bot's own mention taken out, other people's unnamed, links by their words."""
    return unescape(_TOKEN.sub(lambda token: _word(token[1], bot), text)).strip()


def _word(token: str, bot: str) -> str:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return "" if target == f"@{bot}" else SOMEBODY
    if target.startswith("!"):
        return label.lstrip("@")
    if target.startswith("#"):
        return f"#{label}" if label else ""
    return label or target.removeprefix("mailto:")


def escaped(text: str) -> str:
    """Text that Slack shows as it is: it can mention nobody and link nowhere."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shown(markdown: str) -> str:
    """Our Markdown as Slack's: items with bullets, bold by single stars, everything else text."""
    return _BOLD.sub(r"*\1*", _ITEM.sub(r"\1• \2", escaped(markdown)))


def bare(markdown: str) -> str:
    """The same without bold, for notifications and screen readers."""
    return _ITEM.sub(r"\1• ", escaped(markdown)).replace("**", "")


def quoted(text: str) -> str:
    """Text as a quotation, each of its lines."""
    return "\n".join(f"> {line}" for line in text.splitlines() if line.strip())


def link(href: str, words: str) -> str:
    """Words that lead somewhere; the words alone without an address."""
    return f"<{href}|{escaped(words).replace('|', '/')}>" if href else escaped(words)
