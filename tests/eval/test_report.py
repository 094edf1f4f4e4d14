import math
import re
from html.parser import HTMLParser

from eval.report import report
from eval.summary import declining

BAD = "<script>alert('x')</script> & \"quotes\""
VOID = {"meta", "br"}


class Tags(HTMLParser):
    """Checks that every element is closed by its own end tag."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_nothing_in_a_report_is_taken_as_html(case) -> None:
    miss = case(
        BAD,
        {"recall@5": 0.0, "seconds": 0.1},
        **dict.fromkeys(("kind", "doc", "style", "question", "answer", "split"), BAD),
        **dict.fromkeys(("tags", "history", "evidence", "shown"), (BAD,)),
        found=(None,),
    )
    tags = Tags()
    page = report([miss], {BAD: BAD})
    tags.feed(page)
    assert not tags.open
    assert "script" not in tags.seen
    assert "<script" not in page


def test_a_report_needs_nothing_else(case) -> None:
    page = report([case()], {})
    assert not re.search(r"<script|<link|<img|src=|url\(|https?://", page)


def test_a_miss_stands_beside_what_was_found(case) -> None:
    hit = case("hit", {"recall@5": 1.0}, question="Found it?")
    miss = case("miss", {"recall@5": 0.5}, question="Lost it?", found=(2, None), shown=("Label (id)\nOpening words",))
    page = report([hit, miss], {})
    assert "Found it?" not in page
    assert all(words in page for words in ("Lost it?", "wt-2026: words", "Label (id)", "Opening words"))
    assert "found at 2, not in the list" in page


def test_what_is_undefined_gets_no_bar(case) -> None:
    page = report([case("x", {"recall@5": 1.0, "facts": math.nan})], {})
    assert ">recall@5<" in page
    assert ">facts<" not in page


def test_the_curve_of_saying_no_runs_from_nothing_to_everything(case) -> None:
    held = [case(f"h{n}", {"confidence": chance, "abstained": 0.0}) for n, chance in enumerate((0.9, 0.6))]
    unheld = [case("u", {"confidence": 0.7, "abstained": 0.0}, kind="unanswerable")]
    assert declining([*held, *unheld]) == [(0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (1.0, 1.0)]
    assert "Saying no, at every threshold" in report([*held, *unheld], {})


def test_without_judged_rows_there_is_no_curve(case) -> None:
    assert declining([case()]) == []
    assert "Saying no" not in report([case()], {})
