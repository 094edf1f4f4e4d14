import math
import random

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from eval.gold import Evidence, GoldRow
from eval.metrics import RankedText, found_at, graded_ndcg, ndcg, recall, reciprocal_rank, retrieval, within


def row(*evidence: Evidence, kind: str = "fact") -> GoldRow:
    return GoldRow("r", kind, "", "Who?", (), evidence, (), ())


def text(words: str, doc: str = "a") -> RankedText:
    return RankedText(words, doc, words)


def test_a_quote_is_found_by_its_letters_in_its_own_document() -> None:
    wanted = row(Evidence("a", "the child’s plan", 1))
    assert found_at(wanted, [text("The child's plan", doc="b"), text("... The Child's\n- plan ...")]) == [2]


def test_quotes_of_a_group_are_alternatives_and_every_group_counts() -> None:
    wanted = row(Evidence("a", "one", 1), Evidence("a", "uno", 1), Evidence("a", "two", 2), Evidence("a", "three", 3))
    found = found_at(wanted, [text("uno"), text("nothing"), text("two")])
    assert found == [1, 3, None]
    assert [recall(found, k) for k in (1, 2, 3)] == [1 / 3, 1 / 3, 2 / 3]
    assert reciprocal_rank(found) == 1.0


def test_what_was_looked_for_and_not_found_is_0() -> None:
    assert recall([None], 5) == reciprocal_rank([None]) == ndcg([None]) == 0.0


def test_metrics_of_a_row_without_an_answer_are_undefined() -> None:
    of_nothing = retrieval(row(kind="out-of-domain"), [text("x")])
    misleading = retrieval(row(Evidence("a", "x", 1), kind="adversarial"), [text("x")])
    assert all(math.isnan(v) for v in [*of_nothing.values(), *misleading.values()])


def test_reading_stops_in_the_middle_of_a_text_that_is_too_long() -> None:
    read = within([text("abcdef"), text("ghijkl"), text("mno")], budget=8)
    assert [t.text for t in read] == ["abcdef", "gh"]


def test_words_beyond_the_budget_are_not_found_though_their_text_comes_first() -> None:
    wanted = row(Evidence("a", "the end", 1))
    measured = retrieval(wanted, [text("x" * 5000 + "the end")])
    assert (measured["recall@1"], measured["recall@4000c"]) == (1.0, 0.0)


def test_one_text_that_holds_every_group_is_a_perfect_ranking() -> None:
    assert ndcg([1, 1]) == 1.0
    assert ndcg([2, 2]) < 1.0


@pytest.mark.parametrize("seed", range(20))
def test_metrics_agree_with_ir_measures_on_random_rankings(seed: int) -> None:
    chance = random.Random(seed)
    texts = [f"text{i:03}" for i in range(40)]
    right = chance.sample(texts, chance.randint(1, 12))
    ranked = chance.sample(texts, 30)
    run = {"q": {name: 100.0 - place for place, name in enumerate(ranked)}}
    theirs = ir_measures.calc_aggregate([R @ 1, R @ 5, R @ 10, RR, nDCG @ 10], {"q": dict.fromkeys(right, 1)}, run)
    wanted = row(*(Evidence("a", name, n) for n, name in enumerate(right)))
    ours = retrieval(wanted, [text(name) for name in ranked])
    assert [ours[n] for n in ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10")] == pytest.approx(
        [theirs[m] for m in (R @ 1, R @ 5, R @ 10, RR, nDCG @ 10)]
    )


@pytest.mark.parametrize("seed", range(20))
def test_graded_ndcg_agrees_with_ir_measures(seed: int) -> None:
    chance = random.Random(seed)
    texts = [f"text{i}" for i in range(40)]
    grades = {name: chance.randint(0, 3) for name in chance.sample(texts, 15)} | {"text0": 2}
    ranked = chance.sample(texts, 30)
    run = {"q": {name: 100.0 - place for place, name in enumerate(ranked)}}
    theirs = ir_measures.calc_aggregate([nDCG @ 10], {"q": grades}, run)
    assert graded_ndcg(ranked, grades) == pytest.approx(theirs[nDCG @ 10])
