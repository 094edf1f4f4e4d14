"""Kinds of values that requests hold, taken as their schema says and not otherwise."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

LONGEST = 20_000
"""Characters let through: a long message may hold an emergency; what is long and none is refused by ask() itself."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"[^\W_]")]
"""A text with a letter or digit in it; its model needs `regex_engine="python-re"`."""


def _day(value: Any) -> Any:
    """Let a date through; pydantic would take seconds since 1970 for one too."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("write a day as YYYY-MM-DD")
    return value


def _number(value: Any) -> Any:
    """Let a number through; pydantic would take 'true' and text for one too."""
    if isinstance(value, bool | str):
        raise ValueError("write a whole number")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Few = Annotated[int, Field(ge=1, le=20), BeforeValidator(_number)]
Many = Annotated[int, Field(ge=1, le=100), BeforeValidator(_number)]
