"""The log: lines for people, or JSON objects for machines; neither holds a word of what was asked or answered."""

import json
import logging
import traceback
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from opentelemetry.trace import get_current_span

PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"
FIELDS = ("method", "route", "status", "ms", "problem")
"""What a line may say beside its message, by the `extra` of the call; nothing else is written."""
FRAMES = 8
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being served, in its log lines and in the header X-Request-Id."""


def log_config(form: str) -> dict[str, Any]:
    """The configuration of logging, as `logging.config.dictConfig` takes it; `form` is 'plain' or 'json'."""
    formatters = {"plain": {"()": Plain, "fmt": PLAIN}, "json": {"()": Json}}
    quiet = {"handlers": ["stderr"], "level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"own": formatters[form]},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "own"}},
        "loggers": {
            "api": {"handlers": ["stderr"], "level": "INFO"},
            # A library's own log lines may quote what it was given; ours never do.
            **dict.fromkeys(("retriever", "uvicorn", "httpx", "opentelemetry"), quiet),
        },
    }


def where(frames: Iterable[traceback.FrameSummary]) -> str:
    """Where something happened, the innermost last."""
    return " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in list(frames)[-FRAMES:])


def raised(info: Raised) -> str:
    """What sort of error it was and where, never its message: that may hold a question."""
    kind, _, at = info
    return f"{kind.__name__} at {where(traceback.extract_tb(at))}" if kind else ""


class Plain(logging.Formatter):
    """Lines for people; of an error its sort and its place."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802 (logging's own name)
        """One line instead of a traceback."""
        return raised(ei)


class Json(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and of a request its id, route, status and trace."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if own := request_id.get():
            line["request"] = own
        if (span := get_current_span().get_span_context()).is_valid:
            line["trace"] = f"{span.trace_id:032x}"
        if record.exc_info:
            line["error"] = raised(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
