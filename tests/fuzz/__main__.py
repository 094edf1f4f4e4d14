"""Print the table of a longer run; exit code 1 if a reader has a fault."""

import sys

from tests.fuzz.files import FILES, outcome
from tests.fuzz.longer import Row, fuzz, table


def main(number: int) -> int:
    """Fuzz every sort of file."""
    rows: list[Row] = []
    for sort, (ending, files) in FILES.items():
        rows.append(fuzz(sort, ending, files, number, outcome))
        print(table(rows[-1:]).splitlines()[-1], file=sys.stderr)
    print(table(rows))
    return 1 if any(row.fault for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
