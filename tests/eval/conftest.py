from collections.abc import Callable

import pytest

from eval.run import Case

CaseMaker = Callable[..., Case]


@pytest.fixture
def case() -> CaseMaker:
    """Makes a case of the metrics that are given, by keyword or as a mapping."""

    def make(name: str = "r1", metrics: dict[str, float] | None = None, **fields: object) -> Case:
        values: dict[str, object] = {
            "id": name,
            "kind": "fact",
            "doc": "wt-2026",
            "tags": (),
            "style": "plain",
            "question": "Who?",
            "metrics": metrics or {"recall@5": 1.0},
            "found": (1,),
            "passages": ("wt-2026/1",),
            "evidence": ("wt-2026: words",),
            "answer": "",
            "answer_kind": "answer",
            "split": "test",
        }
        return Case(**{**values, **fields})  # type: ignore[arg-type]

    return make
