"""Short and spoken forms, written out before any rule reads them: "w/o", "2morrow", "full stop"."""

from __future__ import annotations

import re

from festplan.understanding.sought import holds
from festplan.understanding.wording import Wording

_WRITTEN_OUT = {
    "w/o": "without",
    "u": "you",
    "r": "are",
    "hes": "he's",
    "shes": "she's",
    "theyre": "they're",
    "weve": "we've",
    "whats": "what's",
    "thats": "that's",
    "theres": "there's",
    "nt": "not",
    "2morrow": "tomorrow",
    "2moro": "tomorrow",
    "2mrw": "tomorrow",
    "tmr": "tomorrow",
    "tmrw": "tomorrow",
    "2nite": "tonight",
    "tonite": "tonight",
    "2day": "today",
    "ltd": "limited",
    "nae": "no",
    " comma": ",",
    " full stop": ".",
    " question mark": "?",
    " exclamation mark": "!",
    "new paragraph": ";",
    "new line": ";",
    "veg": "vegetarian",
    "vegs": "vegetarian",
    "vego": "vegetarian",
    "vegos": "vegetarian",
    "ad": "adults",
    "ads": "adults",
    "ch": "kids",
    "chd": "kids",
}
_SHORT = re.compile(
    r"\bnae\b|\bw/o\b|\bw/ ?(?=[a-z])|\b4 (?=(?:my|our|the|a|his|her)\b)|\b[ur]\b(?!\$)|\bnt\b|"
    r"\b(?:do|does|did|is|are|was|were|wo|ca|could|would|should|have|has|had)nt\b|"
    r"\b(?:hes|shes|theyre|weve|whats|thats|theres)\b|"
    r"\b(?:2morrow|2moro|2mrw|tmrw?|2nite|tonite|2day)\b|"
    r" (?:comma|full stop|question mark|exclamation mark)(?= |$)|\bnew (?:paragraph|line)\b|"
    r"\bvegos?\b|(?<=\bpure )veg\b|(?<=[\dxoenr] )vegs?\b(?= ?(?:$|[,;.&+/-]|and\b|only\b))|"
    r"\bveg(?= (?:only|food|menu|option|meal|dishes|catering|buffet|guests))|"
    r"\b[a-z]{3,}in'(?![a-z])|"
    r"(?<=\d )ads?(?= ?[,+/&] ?\d+ ch)|(?<=\d )chd?\b(?= ?(?:$|[,;.+/&]))"
)

_MAYBE_SHORT = re.compile(r"\b[ur]\b|nt\b|in'|\b(?:ch|chd|ads?)\b")
_MAYBE_HOLD = (
    "nae", "w/", "4 ", "hes", "theyre", "weve", "whats", "thats", "theres", "2m", "2n", "2d", "tmr",
    "tonite", " comma", "full stop", " mark", "new paragraph", "new line", "veg",
)  # fmt: skip
"""What every short form holds; a text without any of it is left at once."""


def written_out(wording: Wording) -> Wording:
    """The wording with its short forms written out."""
    if wording.text.startswith("-") or "; -" in wording.text:
        wording = _without_bullets(wording)
    if not holds(wording.text, _MAYBE_HOLD) and not _MAYBE_SHORT.search(wording.text):
        return wording
    return wording.rewrite(
        (match.start(), match.end(), _long(match.group()))
        for match in _SHORT.finditer(wording.text)
    )


def _without_bullets(wording: Wording) -> Wording:
    """The wording without hyphens at the beginning of lines, where more than one line has one."""
    bullets = [match.span() for match in _BULLET.finditer(wording.text)]
    return wording.rewrite((*span, "") for span in bullets) if len(bullets) > 1 else wording


_BULLET = re.compile(r"(?:^|(?<=; ))-(?=\w)")
"""A hyphen that a word follows at once; alone before a number it is a minus."""


def _long(short: str) -> str:
    if short in _WRITTEN_OUT:
        return _WRITTEN_OUT[short]
    if short.endswith("nt"):
        return short[:-2] + "n't"
    if short.endswith("in'"):
        return short[:-1] + "g"
    return "for " if short == "4 " else "with "
