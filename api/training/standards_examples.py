"""Examples of standards, rows and coverage for the API's description."""

_TEXT = (
    "Looked after children's significant vulnerability to child criminal exploitation (CCE) and child sexual exploitation "
    "(CSE) can relate to unmet emotional and economic needs, and trauma stemming from intra-familial harm. Children in care "
    "face higher likelihood of sexual exploitation particularly those with multiple placements or unstable relationships."
)
_STATEMENT = {
    "id": "lcpp-2026/S3.T12",
    "short": "S3.T12",
    "standard": 3,
    "kind": "learn that",
    "text": _TEXT,
    "label": "LCPP standards, standard 3, learn that 12 (S3.T12)",
    "href": "/read/lcpp-2026#S3.T12",
    "support": {"wt-2026": 7, "consultation-2026": 1},
}
_SUPPORT = {
    "statement": _STATEMENT,
    "paragraph": "wt-2026/231",
    "label": "Working Together 2026, paragraph 231",
    "doc": "wt-2026",
    "status": "statutory",
    "in_force": True,
    "strength": "direct",
    "words": "the particular vulnerabilities of looked after children in relation to certain types of harm",
    "note": "",
    "href": "/read/wt-2026#231",
    "current": True,
}
STATEMENTS = {"standards": {"3": "Formulating the likelihood of significant harm"}, "statements": [_STATEMENT]}
FOUND = {
    "topic": "looked after children",
    "standard": 3,
    "counts": {"says it": 1},
    "matches": [
        {
            "statement": _STATEMENT,
            "fit": "says it",
            "score": 3.738,
            "words": ["Looked after children"],
            "why": "‘Looked after children’",
        }
    ],
}
SUPPORTED = {"statement": _STATEMENT, "rows": [_SUPPORT]}
SERVED = {"id": "wt-2026/231", "label": "Working Together 2026, paragraph 231", "rows": [_SUPPORT]}
COVERAGE = {
    "edition": "wt-2026",
    "paragraphs": 566,
    "covered": 186,
    "rows": 1006,
    "places": [
        {"chapter": "Chapter 5", "title": "Local reviews", "first": "wt-2026/385", "paragraphs": 3, "covered": 0},
    ],
    "lines": [
        {"name": "S3.T12", "text": _TEXT, "direct": 3, "partial": 4, "background": 0, "cells": [[0, 0, 0]]},
    ],
    "unsupported": {"S2.T7": "Nothing on human figure drawings"},
    "thin": ["S1.T3"],
    "uncovered": ["wt-2026/385"],
}
