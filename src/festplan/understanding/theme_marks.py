"""Whether a text says that a word is its theme."""

from __future__ import annotations

import re

from festplan.understanding.surroundings import Surroundings

THEME_AFTER = re.compile(
    r"[ -]?(?:theme[ds]?\b|themed|vibes?\b|style\b|styled\b|decor\b|decorations?\b|aesthetic\b|"
    r"inspired\b|motif\b|look\b|feel\b|everything\b|plates\b|balloons\b|backdrop\b|centerpieces\b|"
    r"colou?r scheme|palette\b|accents\b|colou?rs\b|tablecloths?\b|party theme|birthday theme|"
    r"ambiance\b|mood\b|touches\b|details\b)"
)
_THEME_BEFORE = re.compile(
    r"\b(?:theme|themed)(?: (?:is|will be|would be|to be|should be|to|of|as|around))?[ :=-]*"
    r"(?:an? |the |our |like )?$|"
    r"\b(?:loves?|loving|adores?|obsessed with|crazy about|into|mad about|big fan of|vibe:?|very|"
    r"decor should be|"
    r"vibes? of|style:?|all about|theme should be|decorations?(?: in| with|:)?|decorate with|"
    r"inspired by|dressed as|feels? like|look like|looks like|transform(?:ed)? into|"
    r"turn(?:ed)? into|make it)(?: an? | the | all | all things | big | everything | "
    r"really "
    r"| )$"
)
_LIKED = re.compile(
    r"\b(?:loves?|loving|adores?|obsessed with|crazy about|into|mad about|big fan of|very|make it)"
    r"[a-z ]{0,16}$"
)
_OTHER_HEAD = re.compile(
    r"(?:,? (?:and |or |& )?(?!(?:a|an|the|for|with|so|but|in|at|on|to|is|are|we|i|theme[ds]?|"
    r"vibes?|part(?:y|ies))\b)[a-z-]+){0,3}[ -](?:cakes?|cupcakes?|cheesecakes?|gateau|torte|"
    r"sponge|frosting|"
    r"icing|buttercream|filling|cookies|macarons|ice cream)\b"
)


def theme_marked(around: Surroundings) -> bool:
    """Whether the text says that the word is the theme.

    What is liked names no theme where it belongs to another thing: "we'd love a lemon cake".
    """
    if around.follows(THEME_AFTER):
        return True
    if not around.precedes(_THEME_BEFORE):
        return False
    return not (around.follows(_OTHER_HEAD) and around.precedes(_LIKED))
