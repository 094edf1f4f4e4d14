"""A check's report for a terminal."""

import textwrap
from collections import Counter

from api.output import WIDTH
from retriever.differences import marked
from training.staying_true import Doubt, Doubtful, Report

SAID = {
    Doubt.REWORDED: "REWORDED",
    Doubt.MOVED: "MOVED, the same words",
    Doubt.GONE: "GONE",
}


def report_text(report: Report) -> str:
    """What is doubtful, old and new words one under the other, in bold (**) what the other does not have."""
    return "\n\n".join([summary(report), *map(_doubtful, report.doubtful)])


def summary(report: Report) -> str:
    """The report in one sentence."""
    looked = f"{report.looked_at:,} paragraph{'s' * (report.looked_at != 1)} looked at"
    if report.true:
        return f"{looked}; all of them still say the same."
    counts = Counter(d.doubt for d in report.doubtful)
    told = ", ".join(f"{counts[doubt]:,} {doubt}" for doubt in Doubt if counts[doubt])
    return f"{looked}; {len(report.doubtful):,} doubtful: {told}."


def _doubtful(own: Doubtful) -> str:
    where = f"{own.before} -> {own.after}" if own.after and own.after != own.before else own.before
    lines = [f"{SAID[own.doubt]}: {where}", f"  used in: {', '.join(own.used_in)}"]
    if own.doubt is Doubt.MOVED:
        return "\n".join([*lines, f"  now: {own.after_label}", _indented(own.new)])
    old, new = marked(own.old, own.new) if own.new else (own.old, "")
    lines += ["- was:", _indented(old or "(its words were not kept)")]
    return "\n".join([*lines, "- is:", _indented(new or "(nothing)")])


def _indented(text: str) -> str:
    wrapped = (
        textwrap.fill(line.strip(), WIDTH, initial_indent="    ", subsequent_indent="    ") for line in text.splitlines()
    )
    return "\n".join(wrapped)
