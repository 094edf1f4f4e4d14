"""Whatever a file holds, it is read or refused in a sentence; a bounded run of what 'make fuzz' does for longer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.files import FILES, outcome
from tests.fuzz.longer import EXAMPLES, fuzz, table


@pytest.mark.parametrize("sort", FILES)
def test_a_file_is_read_or_refused_in_a_sentence(sort: str) -> None:
    ending, files = FILES[sort]

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(files)
    def holds(data: bytes) -> None:
        assert outcome(ending, data) in ("read", "refused")

    holds()


def test_the_longer_run_prints_what_was_found() -> None:
    def fragile(ending: str, data: bytes) -> str:
        if data == b"x":
            raise KeyError("lost")
        return "read"

    rows = [fuzz("sound", "txt", st.just(b"y"), 5, fragile), fuzz("broken", "txt", st.just(b"x"), 5, fragile)]
    assert (rows[0].fault, rows[1].fault.startswith("KeyError")) == ("", True)
    assert "KeyError" in table(rows)
