"""What the OpenAPI description shows of the registers and of a count."""

from typing import Any

from api.routes.examples import PARAGRAPH, TEXT

PLACE: dict[str, Any] = {
    "source": {"id": PARAGRAPH, "digest": "0123456789abcdef"},
    "doc": "wt-2026",
    "label": "Working Together 2026, paragraph 167",
    "heading": ["Chapter 3", "Section 3", "Timeliness"],
    "page": 62,
    "href": "/read/wt-2026#167",
    "status": "statutory",
    "sentences": [0],
    "quote": TEXT,
}
_ROW: dict[str, Any] = {"place": PLACE, "obligation": "should"}
LIMIT: dict[str, Any] = {
    **_ROW,
    "id": f"{PARAGRAPH}:t1",
    "sort": "within",
    "what": TEXT,
    "lead": "",
    "actors": ["local authority children's social care"],
    "words": "Within one working day",
    "amount": 1,
    "unit": "working day",
    "start": "of a referral being received",
    "backwards": False,
}
_DUTY = {
    **_ROW,
    "id": f"{PARAGRAPH}:d1",
    "actors": ["local authority children's social care"],
    "what": TEXT,
    "lead": "",
    "named_by": "the sentence",
}
_DEFINITION = {
    **_ROW,
    "id": "wt-2026/fn-209:def1",
    "obligation": "none",
    "term": "Working day",
    "words": "any day which is not ...",
}
_ATTENDANCE = {
    **_ROW,
    "id": "wt-2026/strategy-discussion/attendees:a1",
    "meeting": "strategy discussion",
    "part": "attends",
    "attendees": ["social workers", "health practitioners", "police"],
    "words": "A local authority social worker, health practitioners and a police representative should ...",
    "lead": "",
}


def _listed(register: str, row: dict[str, Any]) -> dict[str, Any]:
    return {"register": register, "count": 1, "rows": [row], "library": "486405d2d193658d"}


LIMITS = _listed("time-limits", LIMIT)
DUTIES = _listed("duties", _DUTY)
DEFINITIONS = _listed("definitions", _DEFINITION)
ATTENDANCE = _listed("attendance", _ATTENDANCE)
DUE = {
    "limit": LIMIT,
    "start": "2026-12-03",
    "end": "2026-12-04",
    "days": [{"day": "2026-12-04", "number": 1, "skipped": ""}],
    "rule": "Day one is Friday 4 December 2026, the first working day after Thursday 3 December 2026; ...",
}
