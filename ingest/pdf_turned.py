"""Words that stand on their side in a cell of a drawn grid, as the level before a row does: they are the cell's words."""

from collections.abc import Sequence
from functools import reduce

from ingest.pdf_geometry import Box, Run, turned_box
from ingest.pdf_grids import grids
from ingest.pdf_lines import as_lines, in_rows
from ingest.pdf_tables import in_slots, inside
from ingest.pdf_words import join


def labels(quarters: Sequence[Sequence[Run]], turn: int, drawn: Sequence[Box], crop: Box) -> tuple[list[Run], list[str]]:
    """
    The words of other quarter turns than the page's: those alone in a cell, upright at its top, and what else is said.

    `quarters` are the runs of each turn, as they are once it is upright; what runs over a cell's edges is a watermark.
    """
    found: list[Run] = []
    others: list[str] = []
    for quarter, every in enumerate(quarters):
        runs = [run for run in every if run.text.strip() and quarter != turn]
        held = set[int]()
        for grid in grids([turned_box(box, quarter, crop) for box in drawn]) if runs else []:
            for slot, own in in_slots(grid, runs).items():
                box = turned_box(slot.box, (turn - quarter) % 4, turned_box(crop, quarter, crop))
                if not inside(quarters[turn], box) and all(slot.box[0] <= run.x and run.end <= slot.box[2] for run in own):
                    found.append(_in_cell(own, box))
                    held |= {id(run) for run in own}
        others += [run.text.strip() for run in runs if id(run) not in held]
    return found, others


def _in_cell(runs: Sequence[Run], box: Box) -> Run:
    """The lines of a label as one run in the middle of its cell, at the top."""
    lines = as_lines(sorted(in_rows(runs), key=lambda row: -row.y), 0, 0)
    text = reduce(lambda said, line: join(said, line.text)[0], lines, "")
    x, size = (box[0] + box[2]) / 2, lines[0].size
    return Run(text, x, x, box[3] - size / 2, size, all(line.bold for line in lines))
