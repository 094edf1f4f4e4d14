"""
What in a message tells of danger, in so many words, and the parts of a message that are judged by themselves.

The reader judges danger (`retriever.routes`); what is said here only lets it count from a lower chance, or shows it a part.
"""

import re
from collections.abc import Sequence

PIECE = 300
"""Characters of the pieces in which a message is judged that is longer than the reader's window."""
WINDOW = 400
"""Characters that the reader sees of a message (96 tokens)."""
_SENTENCE = re.compile(r"(?<=[.!?\n])\s+")
_WORDS = re.compile(r"\w\W+\w")
"""More than one word; of a single endless one the reader knows nothing."""
_NOW = re.compile(
    r"\b(right now|now|just (?:now|gone|told|said|been|run|taken|left|rung|rang|come|came|turned|found|seen|heard|texted)|"
    r"just (?:walked|disclosed|arrived|locked|started|grabbed|snatched|climbed|jumped)|"
    r"(?:has|have|had|he's|she's|they've|i've|'ve|'s) just|at (?:this|the) (?:very )?(?:moment|minute)|as we speak|tonight|"
    r"this (?:minute|second|evening)|(?:minutes?|mins?|seconds?) ago|in (?:a|an|one|two|ten|\d+) (?:minutes?|mins?|hours?)|"
    r"about to|any (?:minute|second|moment)|on (?:his|her|their|the) way|outside (?:my|the|our)|hiding|"
    r"(?:can't|cant|cannot|won't|wont) wake|(?:not|isn't|isnt|stopped) breathing|help|quick(?:ly)?|urgent|hurry)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(hit(?:s|ting)?|beat(?:s|ing|en)?|punch\w*|kick\w*|slap\w*|knife|knives|gun|machete|blade|weapon|blood|bleed\w*|"
    r"burn\w*|strangl\w*|chok\w*|kill\w*|suicid\w*|die|dying|dead|overdos\w*|tablets|pills|unconscious|breath\w*|floppy|limp|"
    r"rap(?:e|ed|ing)|abus\w*|molest\w*|touch(?:ing|ed)|hurt\w*|attack\w*|threat\w*|stab\w*|drown\w*|shak(?:e|en|ing)|"
    r"traffick\w*|groom\w*|abduct\w*|snatch\w*|grabbed|locked|alone|scream\w*|jump|bridge|roof|rope|bleach|poison\w*|hammer|"
    r"drunk|fgm|cut|chained|tied up|starv\w+|forced marriage|missing|run (?:off|away)|bruis\w*|injur\w*|scared|"
    r"frighten\w*|crying)\b",
    re.IGNORECASE,
)
_KIN = (
    r"(?:(?:step[ -]?)?(?:dad|daddy|father|mum|mummy|mam|mom|mother)|parents?|uncle|aunt(?:ie|y)?|brother|sister|cousin|"
    r"nan(?:a|ny)?|gran(?:ny|d(?:d?ad|pa|ma|father|mother))?|boyfriend|girlfriend|partner|carers?|foster (?:mum|dad|carers?)|"
    r"teacher|coach)"
)
_HURT = r"(?:fracture|head injury|unexplained|bruis\w+|burns?|scald\w*)"
_TAKEN = (
    r"(?:parents?|mum|mother|dad|father|they|family) (?:wants?|are|is) (?:to )?"
    r"(?:leav(?:e|ing)|tak(?:e|ing) (?:\w+ ){1,3}home|walk(?:ing)? out|go(?:ing)? home)"
)
_HITS = (
    r"(?:hit(?:s|ting)?|beat(?:s|ing)?|hurt(?:s|ing)?|touch(?:es|ed|ing)?|kick(?:s|ed|ing)?|punch(?:es|ed|ing)?|"
    r"slap(?:s|ped|ping)?|burn(?:s|ed|t|ing)?|chok(?:es|ed|ing)|strangl(?:es|ed|ing)|rap(?:es|ed|ing)|"
    r"threaten(?:s|ed|ing)?)"
)
_SAID = r"(?:told|tells|telling|said|says|saying|disclosed|discloses)"
_TOLD = re.compile(
    rf"\bmy (?:\w+ )?{_KIN}(?:'?s)?(?: and (?:my )?\w+)? (?:\w+ ){{0,2}}?"
    r"(?:hits?|hitting|beats?|beating|hurts?|hurting|touch(?:es|ing)|kicks?|kicking|punch(?:es|ing)|slaps?|slapping|burns?|burning|"
    r"chok(?:es|ing)|rap(?:es|ing)|threatens?|comes? (?:in|into) my (?:bed)?room)\b"
    r"(?! (?:him|her|them|it|the|my|our|his|their)\b(?!.{0,20}\band (?:me|us)\b))"
    r"|\bi(?: am|'?m)? (?:want to|wanna|going to|gonna|might|will) (?:die|kill myself|end it|hurt myself)\b"
    rf"|\b{_HURT}\b.{{0,80}}\b{_TAKEN}\b|\b{_TAKEN}\b.{{0,80}}\b{_HURT}\b"
    r"|\bi(?:(?: am|'?m) not safe| feel unsafe| (?:do not|don'?t|no longer|never) feel safe) "
    r"(?:at home|here|with (?:him|her|them)|in (?:my|this|the) (?:foster|placement|home|house|unit|children'?s home))\b"
    rf"|\b{_KIN}(?:'?s)?(?: (?:has|is|have|been|always|only|still|keeps?|sometimes|just)){{0,3}} {_HITS} me\b"
    rf"|\b{_SAID} (?:me|us|(?:his|her|their|the|a|my) \w+)\b.{{0,40}}\b(?:{_KIN}|he|she)(?:'?s)? "
    rf"(?:(?:has|is|have|been|always|keeps?|just) ){{0,3}}{_HITS} (?:her|him|them|me|us)\b"
    r"|\bpregnant by (?:\d+|an (?:adult|older)|"
    r"(?:her|my|his) (?:uncle|dad|father|step\w*|brother|cousin|gran\w+|teacher|coach))\b"
    r"|\bi(?:'?m| am) (?:being|getting) (?:hit|beaten|hurt|touched|raped|abused|threatened)\b"
    r"|\b(?:strangling|stabbing|choking|drowning) (?:my|me|her|him|the)\b"
    r"(?! (?:\w+ )?(?:managers?|boss|colleagues?|team|supervisors?|computer|laptop|printer|system)\b)"
    r"|\b(?:isn'?t|not|stopped) breathing\b"
    r"|\bthreaten(?:s|ed|ing) to (?:drive (?:off|into|in front)|jump|throw|drop|set fire|burn|blow|crash)\b"
    r"|\b(?:child(?:ren)?|kids?|bab(?:y|ies)|boys?|girls?|toddler|sons?|daughter|lad) (?:is|are|was|being|'s) (?:being )?"
    r"(?:chained|tied|caged|shackled)\b"
    r"|\btaken (?:\w+ ){0,2}(?:tablets|pills|overdose|paracetamol)\b"
    rf"|\bi(?:'?m| am) (?:so |really |too )?(?:scared|afraid|frightened|terrified) (?:of (?:my (?:\w+ )?{_KIN}|him|her|them)|"
    r"to (?:go|be at|stay at) home)\b",
    re.IGNORECASE,
)
"""A child tells of harm, or what it has told is passed on, or it is not safe where it lives, or is injured and taken away."""
_THEM = (
    r"(?:\w+ )?(?:son|daughter|kids?|child(?:ren)?|bab(?:y|ies)|boys?|girls?|toddlers?|grand(?:son|daughter|child(?:ren)?)|"
    r"niece|nephew|brother|sister|twins?|lad|her|him|them|me|us)"
)
_COMING = re.compile(
    rf"\b(?:threat(?:en(?:s|ed|ing)?|s)?|going|gonna|vow(?:s|ed)?|promised|swears|swore|wants|plans|planning) (?:to )?"
    rf"(?:kill|stab|hurt|drown|burn|shoot|poison|smother|strangle|batter|snatch|kidnap|hit|harm) {_THEM}\b"
    r"|\b(?:scared|afraid|frightened|terrified|worried|fears?)\b.{0,40}\b(?:will|'ll|going to|gonna|might|would|could) "
    r"(?:kill|hurt|hit|beat|harm|stab|take|snatch|do)\b"
    rf"|\b(?:is|are|'s|keeps?|he|she|they) (?:still )?(?:beating|hitting|abusing|raping|molesting|strangling|starving|shaking|"
    rf"kicking|punching|slapping|burning) (?:up )?{_THEM}\b"
    r"|\b(?:is|are|was|am|'s|'re|she|he|getting|been) being (?:\w+ )?"
    r"(?:abused|raped|beaten|hit|hurt|touched|molested|assaulted|starved|strangled|tortured)\b",
    re.IGNORECASE,
)
"""Harm that is threatened, feared or going on, whoever speaks of it: 'my ex has threatened to kill our son'."""
_YOUNG = (
    r"(?:kids|children|(?:my|our|the|a|this) (?:\w+ )?"
    r"(?:baby|babies|kids?|child(?:ren)?|twins|toddler|boys?|girls?|son|daughter))"
)
_MAY_HARM = re.compile(
    r"\bi(?:'?m| am| have|'ve)?(?: (?!ever\b|used\b|told\b|he\b|she\b|they\b|mum\b|dad\b|parents?\b|some)\w+){0,5}? "
    r"(?:want to|wanna|thinking (?:about|of)|think about|think i (?:might|could|will|may)|thoughts (?:about|of)|"
    r"feel like|might|may|going to|gonna|could|urges? to|tempted to)(?: just)? "
    rf"(?:(?:hurt|harm|hit|shak|smother|drown|abus|molest)(?:e|ing)? (?:{_YOUNG}|him|her|them)|"
    rf"(?:kill|strangl|throw|touch)(?:e|ing)? {_YOUNG})\b"
    rf"|\bi(?:'?m| am)? (?:so |really )?(?:scared|afraid|frightened|terrified|worried)\b[^.?!]{{0,30}}?"
    rf"\b(?:what i (?:might|may|could|will|would) do|(?:hurting|harming|shaking|hitting|smothering) (?:{_YOUNG}|him|her|them)|"
    rf"make me (?:do something|hurt|harm|hit)|i(?:'ll| will| might| may| could) do something)\b"
    rf"|\bwhat if i (?:hurt|harm|hit|shake|smother|drown|kill) (?:{_YOUNG}|him|her|them)\b"
    r"|\b(?:better off without me|better off if i (?:was|were) (?:dead|gone))\b"
    r"|\bsexual (?:thoughts|feelings|urges) (?:about|for|towards?) (?:\w+ ){0,2}"
    r"(?:\w*daughters?|\w*sons?|child\w*|kids?|girls?|boys?|niece|nephew|pupils?|minors?)\b",
    re.IGNORECASE,
)
"""Somebody is afraid of what they may do to a child."""
_DISCLOSED = re.compile(
    r"\b(?:told|tells|telling|says?|said|saying|disclos\w+|confided|hears?|heard|texted|admitted)\b[^.?!]{0,90}?"
    r"\b(?:(?:was|been|being|got|were|is) (?:\w+ )?(?:raped|sexually (?:assaulted|abused|exploited|touched)|passed around|"
    r"trafficked)|pregnant by|used to (?:touch|rape) (?:her|him|them)|"
    r"(?:had|has|having) sex with (?:her|him)|pa(?:ys|id) (?:her|him|them) for (?:photos?|pics?|pictures?|videos?|nudes|sex)|"
    r"(?:made|makes|forced|forces) (?:him|her|them) (?:to )?(?:do|have|perform) "
    r"(?:sex\w*|things)|raped)\b"
    r"|\b(?:girl|boy|pupil|child|student|teenager|\d{1,2}[ -]year[ -]old)\b[^.?!]{0,50}\b(?:was|been|got) "
    r"(?:raped|sexually assaulted)\b[^.?!]{0,40}\b(?:on|last|yesterday|today|this|at)\b",
    re.IGNORECASE,
)
"""A child's word of rape or the like is passed on."""
_KNOWN = re.compile(
    r"\b(?:already|referred|referral|strategy|strat|section ?47|s47|conference|on a plan|allocated|court|convict\w*|prison|"
    r"review|"
    r"as a child|years ago|historic\w*|non[- ]recent|adults?|died|deceased|"
    r"if (?:an?|any|some) |law|police (?:know|are|have)|(?:mother|mum|woman|wife) (?:has )?(?:told|says|said)|"
    r"in (?:19|20)\d\d|case study|training|quiz|example)\b",
    re.IGNORECASE,
)
"""Those who act know of it, or it is long past."""
_WAS = re.compile(r"\bwhen (?:she|he|they|i) (?:was|were)\b", re.IGNORECASE)
_STILL_YOUNG = re.compile(
    r"\b(?:pupils?|students?|girl|boy|child|daughter|son|niece|nephew|teenager|\d{1,2}[ -]year[ -]old|year (?:\d|1[0-3]))\b",
    re.IGNORECASE,
)
"""Of whom it may be long past, and who is a child now."""
_REPORTED = re.compile(
    r"\b(?:(?:says?|said|saying|disclos(?:es|ed|ing)|report(?:s|ed)|reveal(?:s|ed)|claim(?:s|ed)|admit(?:s|ted)|confided|mentioned|"
    r"texted|told|tells|telling)(?: (?:me|us|him|her|them|you|(?:the|a|my|our|his|her|their|your) (?:[\w-]+ )?[\w-]+))?"
    r"(?: (?:today|yesterday|that|how|last night|this morning|just now))*"
    r"|(?:i|we) (?:was|were|have been|'ve been) told(?: that)?|heard(?: that)?)\s+(?P<told>[^?]{12,})",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^\W*(?:who|what|when|where|which|why|how|do|does|did|is|are|can|could|should|must|may|will|would)\b|"
    r"\b(?:who|what|when|where|which|how|whether|if) "
    r"(?:do|does|to|is|are|can|could|should|must|may|will|would|long|soon|i|we)\b|"
    r"\b(?:do|can|could|should|must|may) (?:i|we|they|the)\b|\b(?:ok(?:ay)?|allowed|fine) to\b|"
    r"\b(?:tell|show|list|explain|give)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:\b(?:my|our) )?\b(?:e-?mail|phone|mobile|number|tel(?:ephone)?|contact|address)\b[^.?!]{0,20}"
    r"\[(?:email|phone|address|postcode)\]",
    re.IGNORECASE,
)
"""Where an answer may be sent, which tells of nothing: 'my email is ...'."""
_FEWEST_TOLD = 4
"""Words that tell of anything."""
_BEGUN = r"(?:^|[,;:–—]|\s-+\s)\s*(?:(?:so|and|but|also|btw|ok|then|pls|please)\s+)*"
_AUXILIARY = r"(?:do|does|did|is|are|has|have|can|could|should|must|may|will|would|shall)"
_ASKING = re.compile(
    rf"(?:{_BEGUN}|\s)(?:what(?:['’]?s)?|how|whether|why|tell me|explain|show me|give me|"
    rf"{_AUXILIARY} (?:i|we|they|you|u|it|there)|(?:who|which|when|where) (?:{_AUXILIARY}|to))\b"
    rf"|{_BEGUN}(?:who(?:['’]?s|se)?|which|list|{_AUXILIARY} (?:an?|the|this|that|my|our|she|he))\b",
    re.IGNORECASE,
)
"""From here to its end a sentence asks."""


def speaks_of_harm(message: str) -> bool:
    """Whether a message has a word of harm."""
    return bool(_HARM.search(message))


def harm_is_near(message: str) -> bool:
    """Whether a message speaks of harm and of now, or of harm to come."""
    return bool(speaks_of_harm(message) and _NOW.search(message)) or bool(_COMING.search(message))


def without_contact(message: str) -> str:
    """A message without where an answer may be sent."""
    return _CONTACT.sub("", message).strip() or message


def tells_of_harm(message: str) -> bool:
    """Whether a message tells, in so many words, of harm to a child or by its writer that nobody may know of yet."""
    past = _KNOWN.search(message) or (_WAS.search(message) and not _STILL_YOUNG.search(message))
    disclosed = _DISCLOSED.search(message) and not past
    return bool(_TOLD.search(message) or _MAY_HARM.search(message) or disclosed)


def asks(message: str) -> bool:
    """Whether a message asks something; one that only tells of danger gets what protects the child, and nothing else."""
    return bool(_ASKS.search(message))


def pieces(message: str) -> Sequence[str]:
    """
    The pieces of a message that are judged by themselves as well: of one that the reader does not see whole all sentences,
    short ones together; of another the sentences that speak of harm and of now, beside which it says something else.
    """
    sentences = _SENTENCE.split(message)
    if len(message) <= WINDOW:
        return [s for s in sentences if _NOW.search(s) and _HARM.search(s)] if len(sentences) > 1 else ()
    found: list[str] = []
    for sentence in sentences:
        for start in range(0, len(sentence), PIECE):
            part = sentence[start : start + PIECE]
            if not _WORDS.search(part):
                continue
            if found and len(found[-1]) + len(part) < PIECE:
                found[-1] += f" {part}"
            else:
                found.append(part)
    return found


def what_it_tells(message: str) -> Sequence[str]:
    """What a message tells beside what it asks, judged by itself too: a question on procedure hides what is going on."""
    told: list[str] = []
    asked = False
    for sentence in _SENTENCE.split(message) if len(message) <= WINDOW else ():
        asking = _ASKING.search(sentence)
        asked = asked or asking is not None or sentence.rstrip().endswith("?")
        if asking:
            told.append(sentence[: asking.start()].strip(" ,;:-"))
        elif not sentence.rstrip().endswith("?"):
            told.append(sentence)
    whole = ". ".join(part.rstrip(".") for part in told if len(part.split()) >= _FEWEST_TOLD - 1)
    return [whole] if asked and len(whole.split()) >= _FEWEST_TOLD else ()


def what_is_reported(message: str) -> Sequence[str]:
    """What a message reports of what others said, judged by itself too: who passes it on makes it no less a danger."""
    return [own["told"].strip() for own in _REPORTED.finditer(message[:WINDOW])]
