"""A quiz as a table for a spreadsheet; no cell of it is ever taken for a formula."""

import csv
import io

from training.quiz_items import Item, ItemKind, Quiz

COLUMNS = ("number", "id", "kind", "question", "options", "answer", "explanation", "paragraphs", "statements")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def quiz_csv(quiz: Quiz) -> str:
    """A row for each item, with a byte order mark so that spreadsheets read it as UTF-8."""
    held = io.StringIO()
    rows = csv.writer(held, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for number, item in enumerate(quiz.items, 1):
        rows.writerow([cell(value) for value in _row(number, item)])
    return "\ufeff" + held.getvalue()


def cell(text: str) -> str:
    """A cell's text: with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _row(number: int, item: Item) -> tuple[str, ...]:
    paragraphs = dict.fromkeys(proof.source.id for proof in item.proofs)
    shown = (str(number), item.id, item.kind.value, item.question, " | ".join(options_of(item)), " | ".join(answer_of(item)))
    return (*shown, item.explanation, " ".join(paragraphs), " ".join(item.statements))


def options_of(item: Item) -> tuple[str, ...]:
    """What is shown to choose from, in the order in which it is shown."""
    match item.kind:
        case ItemKind.ORDER:
            return tuple(item.options[place].text for place in item.shown)
        case ItemKind.MATCH:
            return (*(o.text for o in item.options), *(item.options[place].partner for place in item.shown))
        case _:
            return tuple(o.text for o in item.options)


def answer_of(item: Item) -> tuple[str, ...]:
    """The right answer in words."""
    match item.kind:
        case ItemKind.LIMIT:
            return item.accepted
        case ItemKind.MATCH:
            return tuple(f"{o.text}: {o.partner}" for o in item.options)
        case _:
            return tuple(o.text for o in item.options if o.right)
