"""Who learns from which row."""

from dataclasses import dataclass

from eval.halves import for_judge, for_reader


@dataclass(frozen=True)
class Asked:
    question: str


ROWS = [Asked(f"What is question {number} about?") for number in range(400)]


def test_a_row_is_the_judges_or_the_readers() -> None:
    judge, reader = for_judge(ROWS, 4), for_reader(ROWS, 4)
    assert {*judge, *reader} == {*ROWS}
    assert len(judge) + len(reader) == len(ROWS)
    assert 70 <= len(judge) <= 130


def test_a_row_stays_where_it_is_when_others_go() -> None:
    assert for_judge(ROWS[::3], 2) == [row for row in ROWS[::3] if row in for_judge(ROWS, 2)]
