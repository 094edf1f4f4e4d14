import re
from pathlib import Path

from api.output import answer_text
from retriever.ask import Assistant

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_the_answer_in_the_readme_is_the_one_that_is_printed(assistant: Assistant) -> None:
    question = re.search(r'make ask Q="([^"]+)"', README)
    assert question
    assert answer_text(assistant.ask(question[1])) in README
