"""Kinds of command-line arguments."""

import argparse
from datetime import date
from pathlib import Path

Subparsers = argparse._SubParsersAction


def day(text: str) -> date:
    """A date, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD, for example 2016-05-01") from None


def existing_file(text: str) -> Path:
    """A file that is there; '-' is standard input."""
    path = Path("/dev/stdin") if text == "-" else Path(text)
    if not path.exists() or path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return path


def existing_path(text: str) -> Path:
    """A file or folder that is there."""
    path = Path(text)
    return path if path.is_dir() else existing_file(text)


def count(text: str) -> int:
    """How many, from 1 to 100."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 100")
    return int(text)


def days(text: str) -> int:
    """A number of days, from 0 to 36500 (a hundred years)."""
    if not (text.isascii() and text.isdigit()) or int(text) > 36_500:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 0 to 36500")
    return int(text)
