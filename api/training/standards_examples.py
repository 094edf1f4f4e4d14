"""Examples of standards, rows and coverage for the API's description."""

_TEXT = (
    "Retraction is common, particularly when children report sexual abuse, and rarely indicates that the child is not at "
    "ongoing likelihood of suffering significant harm."
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
    "topic": "retraction",
    "standard": None,
    "counts": {"says it": 1},
    "matches": [{"statement": _STATEMENT, "fit": "says it", "score": 4.03, "words": ["Retraction"], "why": "‘Retraction’"}],
}
SUPPORTED = {"statement": _STATEMENT, "rows": [_SUPPORT]}
SERVED = {"id": "wt-2026/231", "label": "Working Together 2026, paragraph 231", "rows": [_SUPPORT]}
COVERAGE = {
    "edition": "wt-2026",
    "paragraphs": 566,
    "covered": 186,
    "rows": 1013,
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
