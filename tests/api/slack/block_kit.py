"""Slack's published limits of messages, blocks and windows, and what a payload breaks of them."""

from collections.abc import Iterator
from typing import Any

TEXT = 4000
TOGETHER = 12_000
KNOWN = {"section", "context", "actions", "divider", "input"}


def width(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def message(payload: dict[str, Any]) -> Iterator[str]:
    if not payload.get("text"):
        yield "a message has no text for notifications and screen readers"
    if width(payload.get("text", "")) > TEXT:
        yield f"text of {width(payload['text'])}"
    yield from blocks(payload.get("blocks") or [], 50)


def view(own: dict[str, Any]) -> Iterator[str]:
    for name in ("title", "submit", "close"):
        if width(own.get(name, {}).get("text", "")) > 24:
            yield f"view: {name} is too long"
    if width(own.get("private_metadata", "")) > 3000:
        yield "view: private_metadata"
    if any(block["type"] == "input" for block in own["blocks"]) and "submit" not in own:
        yield "view: input without submit"
    yield from blocks(own["blocks"], 100)


def blocks(own: list[dict[str, Any]], most: int) -> Iterator[str]:
    if not 1 <= len(own) <= most:
        yield f"{len(own)} blocks"
    if sum(width(text) for block in own for text in _texts(block)) > TOGETHER and most == 50:
        yield "blocks are too long together"
    for block in own:
        if block["type"] not in KNOWN:
            yield f"a block of an unknown type {block['type']!r}"
        yield from _block(block)


def _block(block: dict[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "section":
            if not 1 <= width(block["text"]["text"]) <= 3000:
                yield f"section of {width(block['text']['text'])}"
            if block["text"].get("verbatim") is not True:
                yield "section in which Slack would look for mentions"
        case "context":
            if not 1 <= len(block["elements"]) <= 10 or any(not 1 <= width(e["text"]) <= 3000 for e in block["elements"]):
                yield "context"
        case "actions":
            if not 1 <= len(block["elements"]) <= 25:
                yield "actions"
            names = [e["action_id"] for e in block["elements"]]
            if len(names) != len(set(names)):
                yield "two elements of one action_id"
            for element in block["elements"]:
                yield from _button(element)
        case "input":
            if width(block["label"]["text"]) > 2000 or width(block.get("hint", {}).get("text", "")) > 2000:
                yield "input"
            for option in block["element"].get("options", []):
                if width(option["text"]["text"]) > 75 or width(option["value"]) > 150:
                    yield "option"


def _button(element: dict[str, Any]) -> Iterator[str]:
    if width(element["text"]["text"]) > 75 or width(element.get("value", "")) > 2000:
        yield "button"
    if "url" in element and not (element["url"].startswith(("http://", "https://")) and width(element["url"]) <= 3000):
        yield "a button's url"
    if element.get("style") not in (None, "primary", "danger"):
        yield "a button's style"


def _texts(block: dict[str, Any]) -> Iterator[str]:
    if block["type"] == "section":
        yield block["text"]["text"]
    if block["type"] == "context":
        yield from (element["text"] for element in block["elements"])
