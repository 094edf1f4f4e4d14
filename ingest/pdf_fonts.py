"""A PDF font as text needs it: letters and widths of character codes, and whether it is bold."""

import re
from collections.abc import Mapping

from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font

FORCE_BOLD, HEAVY = 1 << 18, 600
SOFT_HYPHEN = "\u00ad"
BOLD_NAME = re.compile(r"bold|black|heavy|demi|medi$|cmb|sfbx|ecbx|lmbx", re.IGNORECASE)
SYMBOL_NAME = re.compile(r"symbol|dingbats", re.IGNORECASE)


class PageFont:
    """A font's letters and widths, decoded once."""

    def __init__(self, resource: DictionaryObject) -> None:
        font = Font.from_font_resource(resource)
        self.font = font
        self.widths: Mapping[str, float] = font.character_widths
        self.default = float(font.character_widths.get("default", 500))
        self.symbols = bool(SYMBOL_NAME.search(font.name) or "Wingdings" in font.name)
        descriptor = font.font_descriptor
        weight = descriptor.weight if isinstance(descriptor.weight, (int, float)) else 0
        flags = descriptor.flags if isinstance(descriptor.flags, int) else 0
        self.bold = bool(BOLD_NAME.search(font.name) or weight >= HEAVY or flags & FORCE_BOLD)

    def decode(self, data: bytes) -> tuple[str, float, int]:
        """Return the text, its width in thousandths of the size, and how many character codes it has."""
        if isinstance(self.font.encoding, str):
            codes = data.decode(self.font.encoding, "surrogatepass" if len(data) % 2 == 0 else "replace")
            letters = [self.font.character_map.get(code, code) for code in codes]
        else:
            codes = data.decode("latin-1")
            letters = [self._letter(code) for code in codes]
        widths = [float(self.widths.get(code, self.default)) for code in codes]
        shown = [letter for letter, width in zip(letters, widths, strict=True) if width or letter != SOFT_HYPHEN]
        return self._readable("".join(shown)), sum(widths), len(codes)

    def _letter(self, code: str) -> str:
        letter = self.font.encoding.get(ord(code), code)  # type: ignore[union-attr]
        return str(self.font.character_map.get(letter, letter))

    def _readable(self, text: str) -> str:
        """Private-use symbols (Word's Symbol and Wingdings bullets) are bullets when they stand alone."""
        text = re.sub("[\uf020-\uf0ff]", lambda m: "•" if ord(m[0]) != 0xF020 else " ", text)
        lone = text.strip()
        return text.replace(lone, "•") if self.symbols and len(lone) == 1 else text


def font_or_none(resource: DictionaryObject) -> PageFont | None:
    """Read a font; a damaged one gives None, and only its own text is lost."""
    try:
        return PageFont(resource)
    except LimitReachedError:
        raise
    except Exception:  # pypdf raises what it likes here
        return None
