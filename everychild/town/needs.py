"""What children's social care has done about a child: the episodes from which its extract and its census are both written."""

from datetime import date, timedelta

from everychild.town.block import Block
from everychild.town.chance import Chance
from everychild.town.people import Care, Child, Need
from everychild.town.rates import AS_AT

_SOURCES = ("2A", "2A", "6", "6", "3A", "3B", "3E", "1A", "1D", "2B", "5A", "5D", "4", "8", "9", "3F", "7")
_CODES = ("N1", "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N5", "N6", "N8")
_FACTORS = ["1B", "2B", "3A", "3B", "4A", "4B", "5A", "6A", "7A", "9A", "11A", "12A", "14A", "16A", "18B", "19B", "19C", "20", "21", "22A"]
CATEGORIES = {"NEG": "Neglect", "EMO": "Emotional abuse", "PHY": "Physical abuse", "SAB": "Sexual abuse", "MUL": "Multiple: Neglect, Emotional abuse"}
_CATEGORY_DRAW = ("NEG", "NEG", "NEG", "NEG", "EMO", "EMO", "EMO", "PHY", "SAB", "MUL")
_PLACEMENTS = ("U1", "U3", "U4", "U4", "U6", "U6", "U6", "U6", "K2", "H5", "P1")


def needs_of(block: Block, child: Child) -> list[Need]:
    """The child's referrals, oldest first, with what followed each; none where only a contact was made."""
    chance, status = block.chance, child.status
    if status == "placed_here":
        return []
    made = []
    old_enough = (AS_AT - child.born).days > 450
    if status == "known" and (not old_enough or chance.happens(0.45)):
        return []
    if status == "known" or (old_enough and status in ("need", "protected", "looked_after") and chance.happens(0.35)):
        made.append(_past(block, child))
    if status != "known":
        made.append(_present(block, child))
    return made


def _begin(block: Block, child: Child, referred: date, team: str) -> Need:
    chance = block.chance
    code = block.town.team(team, block.number)
    return Need(block.key("R"), referred, chance.pick(_SOURCES), chance.pick(_CODES), code, block.worker(code).code)


def _past(block: Block, child: Child) -> Need:
    """A referral that was closed: without further action, after an assessment, or after a plan."""
    chance = block.chance
    referred = chance.day(max(child.born, AS_AT - timedelta(days=365 * 6)), AS_AT - timedelta(days=420))
    need = _begin(block, child, referred, "ASM")
    fate = chance.random()
    if fate < 0.12:
        need.no_further_action, need.closed, need.why_closed = True, referred + timedelta(days=chance.whole(1, 5)), "RC7"
        return need
    _assess(chance, need, done=True)
    authorised = need.assessed[1] if need.assessed and need.assessed[1] else referred
    if fate < 0.6:
        need.closed, need.why_closed = authorised + timedelta(days=chance.whole(0, 10)), chance.pick(("RC8", "RC9"))
    else:
        planned = authorised + timedelta(days=chance.whole(5, 20))
        ended = planned + timedelta(days=chance.whole(60, 300))
        need.plan, need.closed, need.why_closed = (planned, ended), ended + timedelta(days=chance.whole(0, 14)), "RC7"
    return need


def _assess(chance: Chance, need: Need, *, done: bool) -> None:
    began = need.referred + timedelta(days=chance.whole(0, 5))
    ended = began + timedelta(days=chance.whole(20, 62))
    need.assessed = (began, ended if done or ended < AS_AT else None)
    if need.assessed[1]:
        need.factors = tuple(sorted({chance.pick(_FACTORS) for _ in range(chance.whole(1, 4))}))


def _present(block: Block, child: Child) -> Need:
    """A referral that is open (or, for an adopted child, closed by the order)."""
    chance, status = block.chance, child.status
    longest = {"need": 500, "unborn": 120, "protected": 700}.get(status, 1600)
    earliest = max(child.born, AS_AT - timedelta(days=longest)) if status != "unborn" else AS_AT - timedelta(days=longest)
    until = (child.adopted_on or child.died_on or AS_AT) - timedelta(
        days={"need": 10, "unborn": 10, "protected": 60, "sealed": 420, "placed": 330}.get(status, 45)
    )
    team = {"need": "FH", "unborn": "ASM", "protected": "SAFE", "unaccompanied": "UASC"}.get(status, "CLA")
    if status == "need" and child.plan == "E" and chance.happens(0.4):
        team = "DCT"
    need = _begin(block, child, chance.day(earliest, until), team)
    _assess(chance, need, done=status not in ("need", "unborn"))
    if status == "unaccompanied":
        need.code = "N8"
    if status in ("protected", "looked_after", "sealed", "placed") or chance.happens(0.15):
        _enquire(chance, need, protected=status == "protected")
    if status in ("need", "refuge") and need.assessed and need.assessed[1] and chance.happens(0.75):
        need.plan = (need.assessed[1] + timedelta(days=chance.whole(1, 15)), None)
    if status in ("looked_after", "sealed", "placed", "unaccompanied"):
        need.care = _care(block, child, need)
    if child.died_on:
        need.closed, need.why_closed, need.plan = child.died_on, "RC2", None
    if status == "sealed":
        need.closed, need.why_closed = child.adopted_on, "RC1"
    return need


def _enquire(chance: Chance, need: Need, *, protected: bool) -> None:
    """A section 47 enquiry; for a protected child a conference, a plan and its reviews."""
    began = need.referred + timedelta(days=chance.whole(0, 12))
    ended = began + timedelta(days=chance.whole(5, 15))
    need.enquiry = (began, ended if ended <= AS_AT else None)
    if protected and need.enquiry[1]:
        need.conference = began + timedelta(days=chance.whole(12, 24))
        need.protection, need.category = (need.conference, None), chance.pick(_CATEGORY_DRAW)
        reviews, due = [], need.conference + timedelta(days=chance.whole(70, 91))
        while due < AS_AT:
            reviews.append(due)
            due += timedelta(days=chance.whole(140, 182))
        need.reviews = tuple(reviews)


def _care(block: Block, child: Child, need: Need) -> Care:
    chance = block.chance
    latest = (child.adopted_on or AS_AT) - timedelta(days=200 if child.status in ("sealed", "placed") else 5)
    began = chance.day(need.referred, min(latest, need.referred + timedelta(days=200)))
    team = block.town.team("UASC" if child.status == "unaccompanied" else "ADOP" if child.status in ("sealed", "placed") else "CLA", block.number)
    placement = "A6" if child.status in ("sealed", "placed") else chance.pick(_PLACEMENTS[:10] if child.age < 16 else _PLACEMENTS)
    legal = "E1" if placement == "A6" else "V2" if child.status == "unaccompanied" else chance.pick(("C2", "C2", "C1", "V2"))
    care = Care(block.key("L"), began, legal, placement, child.place or child.home, team, block.worker(team).code)
    if child.status == "sealed":
        care.ended, care.why_ended = child.adopted_on, chance.pick(("E11", "E12"))
    return care
