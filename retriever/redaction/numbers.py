"""Numbers and signs that point at one person: of health, insurance, telephone, case and car, and addresses of mail and post."""

import re
from collections.abc import Callable

_GAP = r"[\s.–-]?"
_WAYS = r"\s*(?:(?:number|num|nr|no|ref(?:erence)?|id)\b\.?|#)?\s*(?:is|was|:|=|-|#)*\s*"
"""How a number is introduced after what it is of."""
_YEAR = r"(?!(?:19|20)\d\d(?:[-/]\d\d)?(?![\w/-]))"
_PAPER = r"(?!DFE)"
"""Publications have numbers such as DFE-00123-2026."""
_OFFICE = r"(?:mailbox|masa|scr|statutoryframework|coordinator|unwantedprisonercontact|people-affs)[\w.-]*@\w+\.gov\.uk"
"""The addresses that the documents give."""
_MAIL = r"\w.!#$%&'*+/=?^`{|}~’-"
_SITES = r"(?:facebook|instagram|tiktok|twitter|x|snapchat|youtube|twitch)\.com/"
_APPS = r"(?:user ?name|gamertag|handle|snap(?:chat)?|insta(?:gram)?|tiktok|discord|roblox|kik|telegram)"
_SYSTEMS = r"(?:LCS|mosaic|liquid ?logic|eclipse|care ?first|azeus|URN|UPN|ULN|CAD|cpoms|systmone|MRN|niche)"
_RECORDS = r"(?:case|file|client|person|record|incident|crime|log|referral|ref|reference|passport|tag|id)"
_OWNERS = r"(?:customer|patient|pupil|police|hospital|court|visa|claim|home office|social work|our|your)"
_SIGNS = re.compile(r"[\d@]|\.com| dot ", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"(?<![\d£])\d{3}[\s.–-]{0,3}\d{3}[\s.–-]{0,3}\d{4}(?!\d)")


def _pattern(what: str, cue: str = "", flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern for what is taken out, after a cue that stays."""
    return re.compile(f"(?P<cue>{cue}){what}", flags)


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("handle", _pattern(rf"\b(?:https?://)?(?:www\.)?{_SITES}(?!educationgovuk)[\w@./?=-]+")),
    ("email", _pattern(rf"(?<![{_MAIL}])(?!{_OFFICE})[{_MAIL}]+@[\w.-]*\w")),
    ("email", _pattern(r"\b(?:[\w-]{1,30} dot ){0,3}[\w.-]{2,40} at \w{2,20} dot (?:com|co dot uk|org|net|uk)\b")),
    ("handle", _pattern(r"(?<![\w@])@(?!educationgovuk)\w[\w.]*")),
    (
        "handle",
        _pattern(
            r"(?=[a-z.-]*[\d_])(?!\d+\b)\w[\w.]{2,30}",
            rf"\b{_APPS}(?: (?:name|account|user|handle|id))?\s*(?:is|as|:|=)?\s*",
        ),
    ),
    ("NHS number", _pattern(rf"(?<!\d)(?:\d{_GAP}){{9}}\d(?!\d)", rf"\b(?:NHS|health (?=n)){_WAYS}")),
    (
        "National Insurance number",
        _pattern(r"[A-Z]{2}[\s.-]?(?:\d{2}[\s.-]?){3}[A-Z]?(?!\w)", rf"\b(?:NI|NINO|national insurance){_WAYS}"),
    ),
    ("National Insurance number", _pattern(r"(?<![^\W_])[A-Z]{2}[\s.-]{0,2}(?:\d{2}[\s.-]{0,2}){3}[A-DFMP](?![^\W_])")),
    ("case number", _pattern(r"(?<![^\W_])[A-Z]{2}\d{2}[A-Z]\d{4,6}(?![^\W_])")),  # of a court: BM23C00123
    (
        "case number",
        _pattern(rf"(?=[A-Z/.-]{{0,8}}\d{{2}}){_YEAR}[A-Z0-9][A-Z0-9/.-]{{2,}}[A-Z0-9]\b", rf"\b{_SYSTEMS}{_WAYS}"),
    ),
    (
        "case number",
        _pattern(
            rf"{_PAPER}(?=[A-Z/.-]{{0,8}}\d){_YEAR}[A-Z0-9][A-Z0-9/.-]*\d[A-Z0-9/-]*",
            rf"\b(?:{_RECORDS}|{_OWNERS})\s*(?:(?:number|num|no|ref(?:erence)?|id)\b\.?|#)\s*(?:is|was|:|=|#)*\s*",
        ),
    ),
    (
        "case number",
        _pattern(
            rf"{_PAPER}(?=[A-Z]{{1,4}}[-/]?\d{{4}}|(?:[/-]?\d){{5}}){_YEAR}[A-Z0-9/-]{{5,}}\b",
            rf"(?:\b{_RECORDS}\b|#)[\s:#.]{{0,3}}",
        ),
    ),
    ("case number", _pattern(r"(?<![\w/])(?:[A-Z]{2,3}/\d{4,8}/\d{2,4}|\d{2}[A-Z]{0,3}/\d{4,8}/\d{2})(?![\w/])")),
    (
        "postcode",
        _pattern(
            r"(?<![^\W_])(?!S\d{1,2}(?:Z[A-Z]| ?\d(?:st|nd|rd|th))\b|SW1P 3BT)"  # s17ZA and 's47 2nd' are sections
            r"(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNP-Y]?\s{0,3}\d[ABD-HJLNP-UW-Z]{2})(?![^\W_])"
        ),
    ),
    ("postcode", _pattern(r"[A-Z]{1,2}\d[\dA-Z]?\b", r"\bpost ?code(?: is| of|:)?\s+")),
    ("car registration", _pattern(r"(?<![^\W_])(?!WT|CA)[A-Z]{2}\d{2}\s?[A-Z]{3}(?![^\W_])", flags=re.NOFLAG)),
    (
        "car registration",
        _pattern(
            r"\b(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z])\b",
            r"\b(?:reg|registration|number ?plate|licence plate|plate|car|van|vehicle|driving)\b[^\d\n,.]{0,24}?",
        ),
    ),
    (
        "phone",  # not 03.. and 08.., which are nobody's own
        _pattern(r"(?<![\d£])(?:(?:\+\d{1,3}|00\d{2})(?:[\s().–-]{0,3}\d){8,11}|\(?0(?![38])(?:[\s().–-]{0,2}\d){9,10})(?!\d)"),
    ),
    (
        "phone",
        _pattern(
            r"(?!0?8?0[038])(?:\d[\s-]?){5,10}\d(?!\d)",
            r"\b(?:tel(?:ephone)?|phone|mobile|mob|landline)\b(?: (?:number|no\.?|him|her|me|them|mum|dad|on|is|at))*[\s:.]*",
        ),
    ),
    ("case number", _pattern(rf"(?<![\w/-]){_PAPER}[A-Z]{{1,4}}[-/]?\d{{5,12}}[A-Z]{{0,2}}(?![\w/])")),
    ("case number", _pattern(r"(?<![\w£€$.,/-])(?!0[38]\d)\d{7,}(?<!000)(?![,.]?\w|%)")),
)
"""The kinds and what they look like, those that say what they are first."""


def hide_numbers(text: str) -> str:
    """A text with a bracketed word for each of them."""
    if not _SIGNS.search(text):
        return text
    for kind, pattern in _PATTERNS:
        if kind == "phone":
            text = _hide_health_numbers(text)
        text = pattern.sub(_replacement(kind), text)
    return text


def valid_nhs_number(digits: str) -> bool:
    """Whether ten digits end in their check digit (modulus 11, NHS Data Dictionary)."""
    numbers = [int(digit) for digit in digits]
    check = 11 - sum(n * weight for n, weight in zip(numbers[:9], range(10, 1, -1), strict=True)) % 11
    return check % 11 == numbers[9]


def _replacement(kind: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        return f"{match['cue']}[{kind}]"

    return replace


def _hide_health_numbers(text: str) -> str:
    """A text without ten digits that are valid, wherever among other digits they begin."""
    start = 0
    while match := _TEN_DIGITS.search(text, start):
        if valid_nhs_number("".join(filter(str.isdecimal, match.group()))):
            text = f"{text[: match.start()]}[NHS number]{text[match.end() :]}"
        start = match.start() + 1
    return text
