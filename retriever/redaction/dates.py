"""Dates that point at one child: of birth, and of a day in the life of a case; not those of documents or an as-of day."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\b"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:,? (?:19|20)\d\d|,? ['’]\d\d|/\d{2,4})?"
_SPELT = rf"{_DAY}(?:st|nd|rd|th)?[ -](?:day )?(?:of )?{_MONTH}{_YEAR}|{_MONTH} (?:the )?{_DAY}(?:st|nd|rd|th)?\b{_YEAR}"
_FIGURES = (
    rf"{_DAY}[/.–-](?:1[0-2]|0?[1-9])[/.–-](?:19|20)\d\d|{_DAY}[/-](?:1[0-2]|0?[1-9])[/-]\d\d"
    rf"|(?:19|20)\d\d[/-](?:1[0-2]|0[1-9])[/-]{_DAY}"
)
_DOTTED = rf"{_DAY}\.(?:1[0-2]|0?[1-9])\.\d\d"
"""A date where somebody is spoken of, a number of a paragraph elsewhere."""
_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?P<figures>{_FIGURES})|(?P<dotted>{_DOTTED})|(?P<spelt>{_SPELT}))(?![\w/-]|\.\d| year)", re.IGNORECASE
)
_BORN = r"d\.?o\.?b\b\.?|date of birth|birth ?da(?:te|y)"
_BIRTH = re.compile(
    rf"(?P<cue>\b(?:(?:{_BORN})[\s:=(,-]*(?:is |was |of |on )?(?:the )?|born[\s:(,-]*(?:on |in )?(?:the )?)"
    r"|\[name\](?:'s)?[\s,(–-]{1,3}(?:born )?(?=\d))"
    rf"(?:{_SPELT}|{_FIGURES}|{_DOTTED}|{_DAY}/(?:1[0-2]|0?[1-9])\b(?!/)|{_MONTH} (?:19|20)\d\d)(?!\w)",
    re.IGNORECASE,
)
_BIRTH_DIGITS = re.compile(
    rf"(?P<cue>\b(?:{_BORN})[\s:=(,-]*(?:is |was |of )?)"
    r"(?:\d{1,2}[ .]\d{1,2}[ .]\d{2,4}|\d{8}|\d{6}|(?:19|20)\d\d)(?!\w)",
    re.IGNORECASE,
)
_BIRTH_AFTER = re.compile(rf"[\s,]*\(?(?:{_BORN})", re.IGNORECASE)
_PAPER = (
    r"(?:consultations?|guidance|guide|edition|versions?|acts?|bill|regulations?|standards?|documents?|framework|publication|"
    r"updates?|statement|plan for change|reset|programme|duty|law|rules?|changes?|reforms?|deadline|working together|kcsie)"
)
_OF_PAPER = re.compile(
    rf"(?:\bas (?:of|at|on)|\bin force(?: on| from| since)?|\b(?:by|dated|from|until|effective|{_PAPER}|came in|"
    r"(?:published|updated|issued|released|launched|opened?|opens|clos\w+|start\w*|commenc\w+|laid|passed|announced|amended|force|"
    r"effect|apply|applies)(?: on| from| in)?))[\s,:(]*(?:of|on|the)?[\s,:(]*$",
    re.IGNORECASE,
)
_PAPER_AFTER = re.compile(rf"[\s,)'’s]*(?:[\w'’-]+ ){{0,3}}{_PAPER}\b", re.IGNORECASE)
_OF_TEXT = re.compile(r"\s+(?:of|in|from|under) (?:the|our|my|your|that|this)\b", re.IGNORECASE)
_PAPER_NEAR = re.compile(rf"\b{_PAPER}\b", re.IGNORECASE)
_CASE = re.compile(
    r"\[name\]|\b(?:s?he|his|hers?|him|meeting|discussion|conference|icpc|rcpc|hearing|referr\w+|visit\w*|incident|assault\w*|"
    r"injur\w+|bruis\w+|hit|hurt|arrest\w*|admitted|discharged|died|death|disclos\w+|seen|missing|placed|removed|moved|attended|"
    r"reported|happened|told|rang|phoned|(?:my|our|the|a|this|that) (?:client|pupil|patient|child|boy|girl|baby|son|daughter|"
    r"mother|father|mum|dad|family))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[?!\n\x00]|\.\s")
_REACH = 60
"""Characters beside a date that are read for what it is the date of."""


def hide_dates(text: str) -> str:
    """A text with '[date of birth]' and '[date]' for the days that identify."""
    text = _BIRTH.sub(r"\g<cue>[date of birth]", text)
    text = _BIRTH_DIGITS.sub(r"\g<cue>[date of birth]", text)
    return _DATE.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    if _BIRTH_AFTER.match(match.string, match.end()):
        return "[date of birth]"
    return "[date]" if _of_a_case(match) else match.group()


def _of_a_case(match: re.Match[str]) -> bool:
    """Whether a date is a day in the life of a case: beside a person or an event, and not beside a document."""
    text = match.string
    before, after = text[max(0, match.start() - _REACH) : match.start()], text[match.end() : match.end() + _REACH]
    if _OF_PAPER.search(before) or _PAPER_AFTER.match(after) or (match["dotted"] and _OF_TEXT.match(after)):
        return False
    sentence = _SENTENCE.split(before)[-1] + " " + _SENTENCE.split(after)[0]
    if _CASE.search(sentence):
        return True
    return match["figures"] is not None and not _PAPER_NEAR.search(sentence)
