"""Words of a paragraph as they are quoted: chosen sentences and items in reading order, each list under its lead-in."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import groupby

from corpus.model import Kind, Obligation, Paragraph, Sentence

GAP = " […] "
"""Stands where sentences between two quoted ones, or items of a list, are left out."""
_SAYS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|must|should|may|might|can|could|will|would|do(?:es)?|not|means?|includ\w+|"
    r"appl(?:y|ies)|sets?|provid\w+|requir\w+|allows?|gives?|states?|such as|they|we|who|if|where|this)\b",
    re.IGNORECASE,
)
"""Stands in what says anything: a title has none of these."""
_LISTED = re.compile(
    r"\b(?:guidance issued|resources|further (?:reading|information)|references|bibliography)\b", re.IGNORECASE
)
"""The heading of a list of texts."""


@dataclass(frozen=True)
class Excerpt:
    """Chosen sentences of a paragraph, by their places in it, ascending."""

    paragraph: Paragraph
    numbers: tuple[int, ...]
    answering: int | None = field(default=None, compare=False)
    """The place of the sentence whose duty is the answer's, if one is known to answer best."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences chosen."""
        return tuple(self.paragraph.sentences[n] for n in self.numbers)

    @property
    def lines(self) -> tuple[str, ...]:
        """The words line by line, as Markdown: running text, or list items under the lead-ins that rule them."""
        chosen = {part: list(own) for part, own in groupby(self.numbers, lambda n: self.paragraph.sentences[n].part)}
        for lead in list(self._leads(chosen)):
            chosen[lead] = sorted({*chosen.get(lead, ()), *self._lead_numbers(lead)})
        cut = self._cut(chosen.keys())
        return tuple(self._line(part, chosen[part]) + (GAP.rstrip() if part in cut else "") for part in sorted(chosen))

    @property
    def quote(self) -> str:
        """The longest run of chosen sentences that stand side by side in the paragraph, verbatim."""
        runs: list[list[int]] = []
        for n in self.numbers:
            if runs and n == runs[-1][-1] + 1:
                runs[-1].append(n)
            else:
                runs.append([n])
        longest = max(runs, key=lambda run: sum(len(self.paragraph.sentences[n].text) for n in run))
        by_part = groupby((self.paragraph.sentences[n] for n in longest), lambda s: s.part)
        return "\n".join(" ".join(s.text for s in own) for _, own in by_part)

    @property
    def duty(self) -> Obligation:
        """The duty of the sentence that answers; where none is known to, the strongest of all."""
        return self.obligation if self.answering is None else self.paragraph.sentences[self.answering].obligation

    @property
    def obligation(self) -> Obligation:
        """The strongest duty among the chosen sentences."""
        found = {s.obligation for s in self.sentences}
        return next((o for o in (Obligation.MUST, Obligation.SHOULD, Obligation.MAY) if o in found), Obligation.NONE)

    @property
    def names_only(self) -> bool:
        """Whether its words only name a text: a footnote that is a title, or titles of a list of texts."""
        listed = self.paragraph.kind is Kind.FOOTNOTE or any(map(_LISTED.search, self.paragraph.heading[-1:]))
        return listed and not any(_SAYS.search(sentence.text) for sentence in self.sentences)

    def _leads(self, chosen: dict[int, list[int]]) -> Iterator[int]:
        """The parts whose words open the lists that chosen items stand in, the outer ones too."""
        waiting = [self.paragraph.sentences[own[0]].lead for own in chosen.values()]
        while waiting:
            lead = waiting.pop()
            if lead is not None:
                yield lead
                waiting.append(next((s.lead for s in self.paragraph.sentences if s.part == lead), None))

    def _cut(self, chosen: Set[int]) -> set[int]:
        """The parts after which items of a list that is quoted, or words between what is quoted, are left out."""
        items: dict[int | None, set[int]] = {}
        for sentence in self.paragraph.sentences:
            if sentence.lead is not None or self.paragraph.parts[sentence.part].level:
                items.setdefault(sentence.lead, set()).add(sentence.part)
        left_out = {item for own in items.values() if chosen & own for item in own - chosen}
        left_out |= {s.part for s in self.paragraph.sentences if min(chosen) < s.part < max(chosen)} - chosen
        return {max(part for part in chosen if part < item) for item in left_out if item > min(chosen)}

    def _lead_numbers(self, part: int) -> list[int]:
        """Of a part that opens a list its last sentence: the one that the list completes."""
        return [n for n, s in enumerate(self.paragraph.sentences) if s.part == part][-1:]

    def _line(self, part: int, numbers: Sequence[int]) -> str:
        text = ""
        for before, n in zip([None, *numbers], numbers, strict=False):
            text += ("" if before is None else " " if n == before + 1 else GAP) + self.paragraph.sentences[n].text
        own = self.paragraph.parts[part]
        if not own.level:
            return text
        indent = "  " * (own.level - 1)
        if own.marker in ("", "-", "•"):
            return f"{indent}- {text}"
        begins = not numbers[0] or self.paragraph.sentences[numbers[0] - 1].part != part
        return f"{indent}{own.marker}{' ' if begins else GAP}{text}"


def merged(excerpts: Iterable[Excerpt]) -> list[Excerpt]:
    """Excerpts in order, those of one paragraph as one, in the place of the first."""
    found: dict[str, Excerpt] = {}
    for own in excerpts:
        first = found.setdefault(own.paragraph.id, own)
        found[own.paragraph.id] = replace(first, numbers=tuple(sorted({*first.numbers, *own.numbers})))
    return list(found.values())
