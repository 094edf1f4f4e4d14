"""Run every test of a fault and print a table: what broke, what the user saw, what was lost, whether it held."""

import sys
import textwrap

import pytest

COLUMNS = (("fault", 34), ("what the user saw", 62), ("lost", 22), ("held", 6))


class Table:
    """Gathers what each fault's tests came to."""

    def __init__(self) -> None:
        self.said: dict[str, tuple[str, str]] = {}
        self.of: dict[str, str] = {}
        self.failed: set[str] = set()
        self.ran: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("faults"):
                fault, saw, *lost = mark.args
                self.said.setdefault(fault, (saw, lost[0] if lost else "nothing"))
                self.of[item.nodeid] = fault

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        fault = self.of.get(report.nodeid)
        if fault is None:
            return
        if report.failed:
            self.failed.add(fault)
        if report.when == "call":
            self.ran.add(fault)

    def text(self) -> str:
        """The table."""
        lines = [_row([name for name, _ in COLUMNS]), _row(["-" * width for _, width in COLUMNS])]
        for fault, (saw, lost) in sorted(self.said.items()):
            held = "no" if fault in self.failed else "yes" if fault in self.ran else "not run"
            lines.append(_row([fault, saw, lost, held]))
        return "\n".join(lines)


def _row(cells: list[str]) -> str:
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, (_, width) in zip(cells, COLUMNS, strict=True)]
    deep = max(map(len, wrapped))
    lines = [[piece[n] if n < len(piece) else "" for piece in wrapped] for n in range(deep)]
    return "\n".join("  ".join(f"{cell:<{width}}" for cell, (_, width) in zip(line, COLUMNS, strict=True)) for line in lines)


if __name__ == "__main__":
    table = Table()
    code = pytest.main(["-m", "faults", *sys.argv[1:]], plugins=[table])
    print(f"\n{table.text()}")
    sys.exit(code)
