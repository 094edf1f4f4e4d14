"""What was made before, as it is read back: a pack, a quiz, rows of the alignment or of a register, whatever their shape."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.library import Library
from training.alignment import Row
from training.errors import TrainingError
from training.pack import FORMAT, KIND, NAME, Kept
from training.source import Source, digest

LARGEST = 10_000_000
"""Bytes of a file that is checked."""
DEEPEST = 60
"""Lists and objects within one another."""
NOT_CURRENT = ("withdrawn", "proposal", "not in force", "consultation")


def read(path: Path) -> bytes:
    """A file, or the pack.json of a pack's folder; raises TrainingError."""
    file = path / NAME if path.is_dir() else path
    try:
        if file.stat().st_size > LARGEST:
            raise TrainingError(f"{str(file)!r} is larger than {LARGEST:,} bytes; give the pack.json of a pack.")
        return file.read_bytes()
    except FileNotFoundError as error:
        what = f"{str(path)!r} holds no {NAME}" if path.is_dir() else f"There is no file {str(path)!r}"
        raise TrainingError(f"{what}; give a pack's folder, its {NAME}, or another file made here.") from error
    except OSError as error:
        raise TrainingError(f"{str(file)!r} cannot be read: {error.strerror or error}.") from error


def material(data: bytes, library: Library) -> tuple[Kept, ...]:
    """What a file (JSON, or a JSON object a line) stands on; `library` lends the words it still has. Raises TrainingError."""
    parsed = _parsed(data)
    if isinstance(parsed, dict) and parsed.get("kind") == KIND:
        return _of_pack(parsed)
    found: dict[tuple[str, str], Kept] = {}
    for one in _within(parsed, "", library, 0):
        before = found.get((one.id, one.digest))
        used = tuple(dict.fromkeys([*(before.used_in if before else ()), *one.used_in]))
        current = one.as_current or (before is not None and before.as_current)
        found[one.id, one.digest] = Kept(
            one.id, one.digest, one.label, one.text or (before.text if before else ""), used, current
        )
    if not found:
        raise TrainingError("The file remembers no paragraph, so there is nothing to check; give the pack.json of a pack.")
    return tuple(found.values())


def of_rows(rows: Iterable[Row], library: Library) -> tuple[Kept, ...]:
    """What rows of the reviewed table stand on: their statements and paragraphs, each once."""
    uses: dict[Source, list[str]] = {}
    words: dict[Source, str] = {}
    for row in rows:
        for own in row.sources:
            uses.setdefault(own, []).append(f"row {row.statement.partition('/')[2]}")
            words.setdefault(own, row.words if own.id == row.paragraph else "")
    return tuple(_of_row(own, used, words[own], library) for own, used in uses.items())


def _of_row(own: Source, used: Sequence[str], words: str, library: Library) -> Kept:
    paragraph = library.paragraphs.get(own.id)
    same = paragraph is not None and digest(paragraph) == own.digest
    label = paragraph.label if paragraph is not None else own.id
    return Kept(own.id, own.digest, label, paragraph.text if paragraph and same else words, tuple(dict.fromkeys(used)))


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8")
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise TrainingError("The file is not JSON; give the pack.json of a pack, or another file made here.") from error


def _of_pack(parsed: dict[str, Any]) -> tuple[Kept, ...]:
    if parsed.get("format") != FORMAT:
        raise TrainingError(
            f"The pack is of another version (format {parsed.get('format')!r}, this one reads {FORMAT}); make it again."
        )
    sources = parsed.get("sources")
    try:
        kept = tuple(_kept(one) for one in sources or ())
    except (KeyError, TypeError) as error:
        raise TrainingError("The pack's list of sources is damaged; make the pack again.") from error
    if not kept:
        raise TrainingError("The pack's list of sources is damaged; make the pack again.")
    return kept


def _kept(one: dict[str, Any]) -> Kept:
    own = Kept(
        one["id"], one["digest"], one["label"], one["text"], tuple(map(str, one["used_in"])), bool(one.get("as_current", True))
    )
    if not all(isinstance(value, str) for value in (own.id, own.digest, own.label, own.text)):
        raise TypeError("a source's words are no text")
    return own


def _within(value: Any, where: str, library: Library, deep: int) -> Iterator[Kept]:
    """Every object that remembers a paragraph, wherever in a file it stands, named by the object around it."""
    if deep > DEEPEST:
        return
    if isinstance(value, list):
        for number, own in enumerate(value, 1):
            yield from _within(own, f"{where} {number}".strip(), library, deep + 1)
    if isinstance(value, dict):
        remembered = _remembered(value)
        if remembered:
            yield _found(value, *remembered, where, library)
        for key, own in value.items():
            inner = _remembered(own) if isinstance(own, dict) else None
            if inner:  # such an object has the words beside it, not within
                yield _found({**value, **own}, *inner, where, library)
            else:
                yield from _within(own, f"{where} {_name(value, key)}".strip(), library, deep + 1)


def _remembered(value: dict[str, Any]) -> tuple[str, str] | None:
    """The id and digest an object remembers, if it does."""
    name = value.get("id") if isinstance(value.get("id"), str) else value.get("paragraph")
    kept = value.get("digest")
    if isinstance(name, str) and "/" in name and isinstance(kept, str) and kept:
        return name, kept
    return None


def _found(value: dict[str, Any], name: str, kept: str, where: str, library: Library) -> Kept:
    paragraph = library.paragraphs.get(name)
    same = paragraph is not None and digest(paragraph) == kept
    words = next((value[k] for k in ("text", "quote", "words") if isinstance(value.get(k), str)), "")
    label = value.get("label") if isinstance(value.get("label"), str) else ""
    force = " ".join(str(value.get(k, "")) for k in ("standing", "status"))
    used = str(value.get("statement") or where or "the file")
    text = paragraph.text if paragraph is not None and same else words
    current = not any(word in force for word in NOT_CURRENT)
    return Kept(name, kept, str(label) or (paragraph.label if paragraph else name), text, (used,), current)


def _name(value: dict[str, Any], key: str) -> str:
    own = value.get("id")
    return f"{own} {key}" if isinstance(own, str) else key
