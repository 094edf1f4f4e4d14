import math

import pytest

from eval.compare import compare, exact_p
from eval.errors import RunError


@pytest.mark.parametrize(
    ("won", "lost", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),  # 2 * 1/2
        (5, 0, 0.0625),  # 2 * 1/32
        (5, 1, 0.21875),  # 2 * (1 + 6) / 64
        (8, 2, 0.109375),  # 2 * (1 + 10 + 45) / 1024
        (2, 8, 0.109375),
        (3, 3, 1.0),
        (10, 0, 0.001953125),  # 2 / 1024
    ],
)
def test_the_exact_p_of_tables_worked_out_by_hand(won: int, lost: int, p: float) -> None:
    assert exact_p(won, lost) == p


def test_many_rows_do_not_overflow() -> None:
    assert 0 < exact_p(1200, 900) < 1e-9


def test_runs_are_paired_by_id_not_by_order(case) -> None:
    a = [case("x", {"recall@5": 0.0}), case("y", {"recall@5": 1.0}), case("only-a", {"recall@5": 1.0})]
    b = [case("y", {"recall@5": 1.0}), case("only-b", {"recall@5": 1.0}), case("x", {"recall@5": 1.0})]
    (one,) = compare(a, b)["test"]
    assert (one.rows, one.a, one.b, one.won, one.lost, one.test) == (2, 0.5, 1.0, ("x",), (), "McNemar")


def test_recall_is_won_only_when_everything_is_found(case) -> None:
    a = [case("x", {"recall@5": 0.0}), case("y", {"recall@5": 0.5})]
    b = [case("x", {"recall@5": 0.5}), case("y", {"recall@5": 1.0})]
    (one,) = compare(a, b)["test"]
    assert (one.difference, one.won) == (0.5, ("y",))


def test_less_is_better_for_stale_and_seconds(case) -> None:
    a = [case("x", {"stale": 1.0, "seconds": 0.1})]
    b = [case("x", {"stale": 0.0, "seconds": 0.2})]
    stale, seconds = compare(a, b)["test"]
    assert (stale.won, stale.lost) == (("x",), ())
    assert (seconds.won, seconds.lost, seconds.test) == ((), ("x",), "sign")


def test_what_is_undefined_in_either_run_is_left_out(case) -> None:
    a = [case("x", {"mrr": math.nan}), case("y", {"mrr": 0.5})]
    b = [case("x", {"mrr": 1.0}), case("y", {"mrr": 0.25})]
    (one,) = compare(a, b)["test"]
    assert (one.rows, one.lost) == (1, ("y",))


def test_runs_without_a_row_in_common_are_refused(case) -> None:
    with pytest.raises(RunError, match="share no rows"):
        compare([case("x")], [case("y")])
