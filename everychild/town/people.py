"""The true people of the town: households, the adults in them, and the children, as nobody's file has them."""

from dataclasses import dataclass, field
from datetime import date

from everychild.town.names import Community
from everychild.town.places import Place
from everychild.town.schools import School


@dataclass(slots=True)
class Adult:
    """An adult of a child's life. `key` tells the adults of a household apart."""

    key: int
    given: str
    family: str
    sex: str
    relation: str
    born: date
    place: Place
    telephone: str
    language: str = "ENG"
    interpreter: bool = False
    responsibility: str = "Y"
    court_order: bool = False
    may_have_contact: bool = True
    lives_with: bool = True

    @property
    def title(self) -> str:
        return "Mr" if self.sex == "M" else "Mrs" if self.key % 2 else "Ms"


@dataclass(slots=True)
class Household:
    """A family: its home, the one before, the other parent's, and its adults and children."""

    number: int
    community: Community
    family: str
    other_family: str
    place: Place
    before: Place
    other_place: Place | None = None
    adults: list[Adult] = field(default_factory=list)
    children: list["Child"] = field(default_factory=list)
    relative: Adult | None = None
    keys_of_workers: dict[str, int] = field(default_factory=dict)
    listed: dict[tuple[str, int], str] = field(default_factory=dict)
    """(school, adult) -> the adult's family name as that school wrote it, for all the family's children."""
    kind: str = ""
    """ordinary ones have none; else refuge, shielded, placed_here, …"""
    usual: dict[str, School] = field(default_factory=dict)
    """The school of each kind that the family's children go to."""
    seen_as: dict[str, tuple[bool, str]] = field(default_factory=dict)
    """source -> whether it uses the other family name, and which home it holds (now, before, other): one source hears one story of a family."""

    @property
    def mother(self) -> Adult | None:
        return next((adult for adult in self.adults if adult.sex == "F" and adult.relation in ("PAM", "FOM")), None)


@dataclass(slots=True)
class Roll:
    """A spell on a school's register; `left` is None while it lasts."""

    school: School
    status: str
    entered: date
    year: str
    left: date | None = None
    key: str = ""


@dataclass(slots=True)
class Need:
    """What children's social care did about a child, episode by episode; one referral and what followed it."""

    referral: str
    referred: date
    source: str
    code: str
    team: str
    worker: str
    no_further_action: bool = False
    closed: date | None = None
    why_closed: str = ""
    assessed: tuple[date, date | None] | None = None
    factors: tuple[str, ...] = ()
    plan: tuple[date, date | None] | None = None
    enquiry: tuple[date, date | None] | None = None
    conference: date | None = None
    protection: tuple[date, date | None] | None = None
    category: str = ""
    reviews: tuple[date, ...] = ()
    care: "Care | None" = None


@dataclass(slots=True)
class Care:
    """A period of being looked after."""

    key: str
    began: date
    legal: str
    placement: str
    place: Place
    team: str
    worker: str
    ended: date | None = None
    why_ended: str = ""


@dataclass(slots=True)
class Child:
    """A child as they are. What each source says of them is another matter."""

    person: str
    birth: str
    slot: int
    household: Household
    given: str
    middle: str
    known_as: str
    family: str
    born: date
    sex: str
    order: int = 1
    ethnicity: str = "WBRI"
    language: str = "ENG"
    former_family: str = ""
    school_family: str = ""
    """The adopters' name, where the school uses it already."""
    nhs: str = ""
    upn: str = ""
    former_upn: str = ""
    uln: str = ""
    kind: str = ""
    expected: date | None = None
    one_name: bool = False
    place: Place | None = None
    """Where the child lives when not with the household: with foster carers, adopters, in a unit."""
    old_place: Place | None = None
    age: int = 0
    """On 31 August; −1 for a child not born then."""
    rolls: list[Roll] = field(default_factory=list)
    moved_school: Roll | None = None
    """The roll that a transfer file follows the child from."""
    not_in: frozenset[str] = frozenset()
    """Sources that hold nothing of this child, whatever the rates."""
    surely_in: frozenset[str] = frozenset()
    must: set[str] = field(default_factory=set)
    """Kinds of record that the first source able to must give: so that every town holds each kind."""
    plan: str = "N"
    """SEN provision: N, K or E."""
    status: str = ""
    """For social care: '', known, need, protected, looked_after, sealed, placed, unaccompanied, placed_here, unborn."""
    adopted_on: date | None = None
    died_on: date | None = None
    """Known to social care; the other sources have not heard."""
    ids: dict[str, str] = field(default_factory=dict)
    """source -> the child's id there."""
    needs: list[Need] = field(default_factory=list)

    @property
    def home(self) -> Place:
        return self.place or self.household.place

    @property
    def sibling(self) -> "Child | None":
        return next((other for other in self.household.children if other is not self), None)
