"""What the preview warns of."""

from dataclasses import replace

from ingest.preview import preview
from tests.ingest.made import read


def test_the_preview_says_what_was_left_out_and_which_numbers_come_twice() -> None:
    lines = [f"1.{n} The duty team must answer matter {n} within four hours." for n in (*range(1, 16), *range(1, 5))]
    entries = "\n\n".join(f"{title} ..... {n}" for n, title in enumerate(("Referral", "Visits"), 2))
    source = f"Borough procedures\n\nContents\n\n{entries}\n\n# Referral\n\n" + "\n\n".join(lines)
    assert preview(read("twice.txt", source)).warnings == (
        "4 paragraph numbers come a second time, the first is twice/1.1-bis; one of the two may be no number.",
        "3 lines were left out as a contents list, the last is 'Visits'.",
    )


def test_the_preview_doubts_page_numbers_beyond_the_pages_and_counts_in_words() -> None:
    understood = read("long.html", f"<h1>A</h1>{'<p>The duty team must answer a referral.</p>' * 3}<p>{'Long. ' * 900}</p>")
    paragraphs = tuple(replace(p, page=9 * n) for n, p in enumerate(understood.assembled.paragraphs))
    odd = replace(
        understood, assembled=replace(understood.assembled, paragraphs=paragraphs), reading=replace(understood.reading, pages=4)
    )
    assert preview(odd).warnings[1:] == (
        "1 paragraph is very long, the first is long/a/4; several may have run together.",
        "Page numbers from 0 to 27 were read in 4 pages; check those that are cited.",
    )
