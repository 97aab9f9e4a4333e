"""The words for who comes, as patterns."""

from __future__ import annotations

KIDS = (
    r"kids?|children|child|kiddos?|kiddies|toddlers?|little ones|littles|youngsters|boys?|girls?|"
    r"classmates|teens?|teenagers?|tots|tweens?|students|schoolkids|pupils|preschoolers|"
    r"ninos|ninas|criancas|kinder|bacche|bachche|kindergartners|kindergarteners|youths?|"
    r"(?:great-)?grandchildren|(?:great-)?grandkids|childs|"
    r"littl'?e?[- ]?'?uns|young[- ]?'?uns|bairns|weans|nippers|munchkins|sprogs|infants|"
    r"childrens|littlies|"
    r"under[- ]?(?:fives|sixes|sevens|eights|tens|elevens|twelves|thirteens|1[0-8]s|[4-9]s)"
)
ADULTS = r"adults?|grown[- ]?ups?|parents|moms|dads|mums|elders|seniors|grandparents|over 18s"
GUESTS = (
    r"guests?|people|ppl|peeps|persons?|pax|attendees|heads?|invitees|folks|humans|invitados|"
    r"friends|mates|co-?workers|colleagues|employees|staff|team ?mates|team members|members|"
    r"family members|relatives|ladies|women|men|guys|gents|invites|attendants|participants|"
    r"visitors|covers|rsvps|gaste|invited guests|family|souls|mouths|players|engineers|"
    r"doctors|nurses|teachers|volunteers|clients|customers|"
    r"neighbou?rs|cousins|bridesmaids|developers|donors|delegates|residents|soldiers|singles|"
    r"pers|bods|campers|scouts|executives|alumni|veterans|lads|blokes|gals|mums and dads|moms and "
    r"dads|bodies|folk|kin|relations|pals|chums|besties|kinfolk|patrons|parishioners|peoples|"
    r"gente|personas|pessoas|personen|leute|convidados|amigos|mehmaan|log|seats filled|homies|"
    r"nos|supporters|sponsors|attendance|adults and kids|walkers|runners"
)
ROLE = rf"(?:(?P<kids>{KIDS})|(?P<adults>{ADULTS})|(?P<couples>couples)|(?P<guests>{GUESTS}))\b"
