"""A run as one HTML file that needs nothing else: charts, tables, and the misses beside what was found."""

import math
from collections.abc import Mapping, Sequence
from html import escape

from eval.charts import bars, curve
from eval.run import Case
from eval.saved import breakdowns, split_cases
from eval.summary import MAIN, Table, declining, summary

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #0b0c0c; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 3rem; border-top: 4px solid #1d70b8; padding-top: .5rem; }
figure { margin: 1.5rem 0; overflow-x: auto; } figcaption { font-weight: 600; margin-bottom: .5rem; }
svg text { font: 13px system-ui, sans-serif; fill: #0b0c0c; } svg .name { text-anchor: end; }
svg .bar { fill: #5694ca; } svg .interval { stroke: #0b0c0c; stroke-width: 2; } svg .grid { stroke: #dcdfe1; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.miss { border: 1px solid #b1b4b6; padding: .5rem 1rem; margin: 1rem 0; break-inside: avoid; }
.sides { display: grid; grid-template-columns: 1fr 1.4fr; gap: 1.5rem; }
.miss h3 { margin: .3rem 0; font-size: 1.05rem; }
.about { color: #505a5f; font-size: .9rem; }
blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 4px solid #00703c; }
ol { margin: 0; padding-left: 1.3rem; } li { margin-bottom: .4rem; }
@media (max-width: 45rem) { .sides { grid-template-columns: 1fr; } }
"""


def report(cases: Sequence[Case], settings: Mapping[str, object]) -> str:
    """The whole page."""
    parts = [_part(name or "rows", own) for name, own in split_cases(cases).items()]
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Chapter &amp; Verse: evaluation</title>"
        f"<style>{STYLE}</style></head><body><main><h1>Chapter &amp; Verse: evaluation</h1>"
        f"{_settings(settings)}{''.join(parts)}</main></body></html>\n"
    )


def _settings(settings: Mapping[str, object]) -> str:
    rows = "".join(f"<tr><th>{escape(str(k))}</th><td>{escape(str(v))}</td></tr>" for k, v in settings.items())
    return f"<table>{rows}</table>"


def _part(name: str, cases: Sequence[Case]) -> str:
    table = summary(cases)
    shares = {metric: line for metric, line in table.items() if _is_share(line)}
    charts = [bars("Metrics, with 95% intervals; rows in brackets", shares)]
    charts += [bars(f"{MAIN} {title}", groups) for title, groups in breakdowns(cases).items() if groups]
    if points := declining(cases):
        charts.append(curve("Saying no, at every threshold", points, "answerable rows declined", "unanswerable rows declined"))
    misses = [case for case in cases if case.metrics.get(MAIN, math.nan) < 1]
    return (
        f"<section><h2>{escape(name)}: {len(cases)} rows</h2>{''.join(charts)}{_others(table)}"
        f"<h3>Not all found among the first five: {len(misses)}</h3>{''.join(map(_miss, misses))}</section>"
    )


def _is_share(line: Mapping[str, float]) -> bool:
    return "median" not in line and 0 <= line["mean"] <= 1


def _others(table: Table) -> str:
    """Lengths and seconds, for which a bar from 0 to 1 says nothing."""
    rows = "".join(
        f'<tr><th>{escape(metric)}</th><td class="n">{line["median"]:.4g}</td><td class="n">{line["p95"]:.4g}</td></tr>'
        for metric, line in table.items()
        if "median" in line
    )
    return f"<table><tr><th></th><th>median</th><th>95th percentile</th></tr>{rows}</table>" if rows else ""


def _miss(case: Case) -> str:
    history = "".join(f'<p class="about">Before: {escape(h)}</p>' for h in case.history)
    wanted = "".join(f"<blockquote>{escape(quote)}</blockquote>" for quote in case.evidence)
    about = ", ".join(filter(None, (case.id, case.kind, case.doc, case.style, *case.tags)))
    return (
        f'<article class="miss"><p class="about">{escape(about)}; {_ranks(case.found)}</p>{history}'
        f'<h3>{escape(case.question)}</h3><div class="sides"><div><strong>Wanted</strong>{wanted}</div>'
        f"<div><strong>Found</strong><ol>{''.join(map(_shown, case.shown))}</ol></div></div></article>"
    )


def _ranks(found: Sequence[int | None]) -> str:
    """Where each evidence group stands: 'found at 2, not in the list'."""
    return ", ".join("not in the list" if rank is None else f"found at {rank}" for rank in found)


def _shown(text: str) -> str:
    label, _, opening = text.partition("\n")
    return f"<li><strong>{escape(label)}</strong><br>{escape(opening)}</li>"
