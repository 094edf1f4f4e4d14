"""
Which documents a question sets side by side: those it names or means, and what is in force.

Few name them: 'the old book', 'as it stands', 'what is out for comment', 'has that been dropped?' mean documents by what they
are. What nobody wrote a pattern for is answered from what is in force, as any question.
"""

import re
from collections.abc import Mapping, Sequence

from corpus.model import Status
from corpus.register import Document

ORDER = (Status.WITHDRAWN, Status.STATUTORY, Status.NON_STATUTORY, Status.LOCAL, Status.CONSULTATION)
"""What was, what is, and what may be."""
_TEXT = r"(?:editions?|guidance|versions?|books?|texts?|advice|wording|documents?|rules?|regime|framework|list|definition|wt)"
_EARLIER = re.compile(
    rf"\b(?:old(?:er)?|earlier|previous|prior|last|former|preceding|superseded)\s+(?:\w+\s+){{0,2}}?{_TEXT}\b"
    r"|\b(?:then|old) (?:and|vs?\.?|versus|or) (?:now|new)\b|\bwho then\b"
    r"|\bin (?:those|my) days?\b|\bin the (?:old|earlier|previous) one\b",
    re.IGNORECASE,
)
"""Means an edition that is no longer in force."""
_PRESENT = re.compile(
    rf"\b(?:current(?:ly)?|present|today(?:'s|’s)?|now(?:adays)?|these days|at present|at the moment|as (?:it|things) stands?|in force|"
    rf"already|still|today|statutory (?:guidance|text)|the (?:guidance|glossary|rules?|rule ?book)|"
    rf"(?:newest|latest|new|2026|current|present) (?:(?:\w+ )?{_TEXT}|one)|in the book|(?:this|these) ones?)\b",
    re.IGNORECASE,
)
"""Means what is in force."""
_COMING = re.compile(
    r"\bpropos\w*|\bconsult(?:ation|ed)\b|\bdrafts?\b(?! report| plan)|\b(?:out|paper) (?:for|with)(?: the)? (?:comment|views|questions)|"
    r"\bthe (?:new )?plans (?:now|out|for|go|touch|say|want|change)\b|\b(?:in|under) (?:the|these) (?:new )?plans\b|"
    r"\bgovernment(?:'s|’s)? (?:ideas|plans|wants?|proposals?)|\bministers? (?:want|plan|propose)|"
    r"\b(?:do|are|will|would) they (?:\w+ )?(?:want(?:ing)? to|planning to|going to) (?:change|add|drop|make|scrap)|"
    r"\b(?:re(?:write|draft)|overhaul|upcoming|in future|what is coming|what's coming|if (?:this|these) (?:gets?|are|is|goe?s?) )\w*|"
    r"\bthe plans touch\b|\bfloated\b|\bthinking of (?:changing|dropping|adding)|\bthey want to (?:scrap|add|drop|change|keep|move)\b|"
    r"\b(?:the|that|a) new (?:act|regs|regulations|return|information sharing duty)\b|\b(?:due|going) to change\b|\banything changing\b|"
    r"\bwould (?:that|this|it|they) (?:change|go on|stay)\b|\bregs would\b|\bnow and later\b|\bmacpts? next\b",
    re.IGNORECASE,
)
"""Means what is proposed."""
_STANDARDS = re.compile(
    r"\b(?<!national )(?<!multi-agency )(?<!practice )(?<!minimum )(?<!same )standards\b(?! [abc]\b)"
    r"|\blead practitioners? must learn\b|\b(?:lcpp|lead practitioner) (?:documents?|standards?|paper)\b",
    re.IGNORECASE,
)
"""Beside another document: the standards of lead child protection practitioners."""
_GUIDE = re.compile(r"\b(?:partnership|programme|families first) (?:guide|booklet)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:both|each|the two|all three|which of the)(?: of the)? (?:documents?|guides?|texts?|papers?)\b[^.?!]*\b(?:says?|agree|sees?|push|"
    r"deals?|cover|put|seem|exception)\b|\bguide and guidance\b|\bstatutory and programme guides?\b"
    r"|\b(?:which|what) (?:document|paper|guide)s? (?:says?|carr(?:y|ies)|deals?|defines?)\b|\bhow far does each document\b",
    re.IGNORECASE,
)
"""Sets documents side by side without saying which."""
_SIDE_BY_SIDE = re.compile(
    r"\b(?:compar\w*|contrast\w*|versus|vs?|against|both|match(?:es)?|agree\w*|differ\w*|same|side by side|overlap\w*|square|"
    r"in (?:step|line)|goes?(?:ing)? (?:further|beyond)|relax\w*|add anything|sit with|either|beside|equals?|"
    r"and (?:what|how|who|in)|and (?:\w+ ){1,3}(?:says?|wants?|asks?)|too)\b|=|\?.*\?|\w: .*\?",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:now(?:adays)?|today|these days|current(?:ly)?|present|2026|wt ?26|newer|this one|swap\w*|shift\w*|instead|added|gone|since|"
    r"compar\w*|contrast\w*|versus|vs|differ\w*|chang(?:e|es|ed)|replac\w*|same|reword\w*|grow[ns]?|strict(?:er)?|strong(?:er)?|moved|"
    r"dropped|scrapped|no longer|isn['’]t in|than (?:the|in|it)|still (?:true|apply|applies|have to|need to|the)|equivalents?|swapped|anything new)\b",
    re.IGNORECASE,
)
"""Beside an edition that is no longer in force: asks what has become of it."""
_CHANGE = re.compile(
    r"\b(?:chang(?:e|es|ed|ing)|replac\w*|instead|scrap\w*|dropp\w*|drop|stay(?:ing|s)?|go on|keep|stronger|tighten\w*|differ\w*|more|"
    r"extra|add(?:ed)?|new|free(?:r|dom)?|still|touch)\b",
    re.IGNORECASE,
)
"""Beside a proposal: asks what would be other than it is."""
_RULE = r"(?:rules?|guidance|wording|lines?|phrases?|sentences?|limits?|requirements?|definitions?|deadlines?|timescales?|duty|duties|word)"
_MOVED = (
    r"(?:changed|dropped|scrapped|removed|gone|softened|tightened|relaxed|widened|narrowed|replaced|renamed|stricter|weaker|"
    r"stronger|moved|grown|been added)"
)
_FORMER = r"(?:lscbs?|local safeguarding children boards?|the boards?|scrs?|serious case reviews?|cafs?|common assessment framework|core assessments?)"
_SINCE_THEN = re.compile(
    rf"\b{_RULE}\b[^.?!]{{0,70}}\b(?:been |got |is |has |have ){_MOVED}\b|\bha(?:s|ve) (?:the|that|this|what's)\b[^.?!]{{0,70}}\b{_RULE}\b[^.?!]{{0,40}}\b{_MOVED}\b"
    r"|\b(?:what did it|it|guidance|that|this) used? to (?:just )?(?:say|be|read|mention)\b"
    rf"|\bis (?:it|that|this|that {_RULE}) (?:an? )?(?:new(?! baby)|old or)\b|[-–—:]\s+new\?"
    r"|\btook (?:its|their) place\b|\bstill exist|\bstill true\b|\b(?:did|have) they (?:take|taken) out\b|\bhas that gone\b"
    rf"|\b{_FORMER}\b.*\b(?:now|today|these days|nowadays|any ?more|instead|equivalent)\b|\bthe boards did\b"
    r"|\b(?:before|previously|formerly)\b[^.?!]{0,60}[.?!]\s*(?:what about )?now\b|\bwas there ever anything\b"
    r"|\btrained (?:\w+ ){0,3}ago\b|\bthat'?s how it'?s always been\b|\bbefore, it said\b",
    re.IGNORECASE,
)
"""Asks what has become of a rule, without naming the edition that held it."""
_ABOUT = re.compile(
    r"\b(?:consultation|proposals?|changes?|paper|questions?|responses?) (?:on|about|to|for|of) (?:the )?(?:working together|wt)\b"
    r"|\b(?:working together|wt) (?:consultation|proposals?)\b",
    re.IGNORECASE,
)
"""Names the consultation by what it is about."""

def sides(text: str, named: Sequence[str], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """
    The documents that `text` sets side by side, two or more, in the order was, is, may be; none if it does not compare.

    `named` are those it names; of the library's `documents` it may mean others by what they are.
    """
    own = {d: document for d, document in documents.items() if document.formerly is None}
    of = {status: [d for d, document in own.items() if document.status is status] for status in ORDER}
    current = [d for d in of[Status.STATUTORY] if own[d].working_together == d] or of[Status.STATUTORY]
    coming = of[Status.CONSULTATION] if _COMING.search(text) else []
    asked = [d for d in named if not (d in current and _ABOUT.search(text))]
    asked += of[Status.WITHDRAWN] if _EARLIER.search(text) else []
    asked += coming
    if asked or _PRESENT.search(text) or _SIDE_BY_SIDE.search(text):
        asked += [d for d in own if "lcpp" in d] if _STANDARDS.search(text) else []
        asked += [d for d in own if "ffp" in d] if _GUIDE.search(text) else []
    asked = list(dict.fromkeys(asked))
    if len(asked) > 1:
        return _in_order([*asked, *(current if _PRESENT.search(text) and not coming else [])], own)
    if not asked:
        if _SINCE_THEN.search(text):
            return _in_order([*of[Status.WITHDRAWN], *current], own)
        return _in_order([*current, *of[Status.NON_STATUTORY]], own) if _SEVERAL.search(text) else ()
    status = own[asked[0]].status if asked[0] in own else None
    if asked[0] in current or status is None:
        return ()
    if status is Status.WITHDRAWN:
        compares = bool(_SINCE.search(text))
    elif status is Status.CONSULTATION:
        compares = bool(_PRESENT.search(text) or (_CHANGE.search(text) and re.search(r"\bwould|\bany|\bor\b", text)))
    else:
        compares = bool(_PRESENT.search(text) and _SIDE_BY_SIDE.search(text))
    return _in_order([*asked, *current], own) if compares else ()


def _in_order(names: Sequence[str], documents: Mapping[str, Document]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(names), key=lambda d: ORDER.index(documents[d].status) if d in documents else 0))
