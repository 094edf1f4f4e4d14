"""Optional ways in need packages that a plain installation does not have."""

from importlib.util import find_spec

from api.errors import SettingsError


def need(module: str, extra: str, wanted_by: str) -> None:
    """Raise SettingsError if a module is missing, naming the extra that brings it."""
    if find_spec(module) is None:
        raise SettingsError(f"{wanted_by} needs the extra {extra!r}: pip install 'chapter-and-verse[{extra}]'.")
