"""How runs and comparisons look on a terminal."""

import math
from collections.abc import Mapping, Sequence

from eval.compare import Compared
from eval.run import Case
from eval.saved import breakdowns
from eval.summary import Table, summary

IDS = 8
"""Ids of won or lost rows that a line shows; --json has all."""
RETRIEVAL = ("recall@1", "recall@3", "recall@5", "recall@10", "recall@4000c", "mrr", "ndcg@10")


def run_table(name: str, cases: Sequence[Case]) -> str:
    """All figures of one split."""
    table = summary(cases)
    shares = {metric: line for metric, line in table.items() if "median" not in line}
    skewed = {metric: line for metric, line in table.items() if "median" in line}
    blocks = [f"{name or 'rows'}: {len(cases)} rows", _shares(shares)]
    blocks += [_breakdown(title, groups) for title, groups in breakdowns(cases).items() if len(groups) > 1]
    blocks.append(_skewed(skewed))
    return "\n\n".join(block for block in blocks if block)


def systems_table(name: str, systems: Mapping[str, Sequence[Case]]) -> str:
    """The retrieval metrics of several systems side by side."""
    tables = {system: summary(cases) for system, cases in systems.items()}
    rows = max(int(t["recall@5"]["rows"]) for t in tables.values())
    lines = [f"{name}: {rows} answerable rows", f"{'':<14}" + "".join(f"{system:>22}" for system in tables)]
    for metric in RETRIEVAL:
        lines.append(f"{metric:<14}" + "".join(f"{_with_interval(t[metric]):>22}" for t in tables.values()))
    return "\n".join(lines)


def comparison_table(name: str, compared: Sequence[Compared]) -> str:
    """Two runs, metric by metric, then the rows won and lost at recall@5."""
    head = f"{'metric':<24}{'rows':>6}{'A':>9}{'B':>9}{'B - A':>9}{'won':>6}{'lost':>6}{'p':>9}  test"
    lines = [f"{name or 'rows'}", head]
    for c in compared:
        lines.append(
            f"{c.metric:<24}{c.rows:>6}{_figure(c.a):>9}{_figure(c.b):>9}{_signed(c.difference):>9}"
            f"{len(c.won):>6}{len(c.lost):>6}{c.p:>9.2g}  {c.test}"
        )
    main = next((c for c in compared if c.metric == "recall@5"), None)
    if main is not None:
        lines += ["", f"recall@5 won:  {_ids(main.won)}", f"recall@5 lost: {_ids(main.lost)}"]
    return "\n".join(lines)


def _shares(table: Table) -> str:
    return "\n".join([f"{'metric':<28}{'mean':>8}{'95% interval':>18}{'rows':>7}", *_lines(table)])


def _lines(table: Table) -> list[str]:
    lines = []
    for metric, line in ((m, own) for m, own in table.items() if own["rows"]):
        known = not math.isnan(line.get("low", math.nan))
        interval = f"{_figure(line['low'])} to {_figure(line['high'])}" if known else ""
        lines.append(f"{metric:<28}{_figure(line['mean']):>8}{interval:>18}{line['rows']:>7.0f}")
    return lines


def _skewed(table: Table) -> str:
    if not table:
        return ""
    lines = [f"{'':<28}{'median':>12}{'95th':>12}{'rows':>7}"]
    for metric, line in table.items():
        scale, unit = (1000, "ms") if metric.endswith("seconds") else (1, "")
        title = metric.replace("seconds", "").strip() or "whole answer" if unit else f"{metric} (characters)"
        values = (f"{scale * line[k]:.1f} {unit}".strip() for k in ("median", "p95"))
        lines.append(f"{title:<28}" + "".join(f"{v:>12}" for v in values) + f"{line['rows']:>7.0f}")
    return "\n".join(lines)


def _breakdown(title: str, groups: Table) -> str:
    return "\n".join([f"recall@5 {title}", *_lines(groups)])


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _signed(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:+.3f}"


def _with_interval(line: Mapping[str, float]) -> str:
    return f"{_figure(line['mean'])} ({line['low']:.2f}-{line['high']:.2f})"


def _ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - IDS} more" if len(ids) > IDS else ""
    return (", ".join(ids[:IDS]) or "none") + more
