"""Who the demo agency works for and who works there: three subscribers, the website's portion, the desk."""

from decimal import Decimal
from typing import Literal

import msgspec

from newswire.item.rights import Outlet

DeskRole = Literal["reporter", "editor", "duty-chief", "sales", "administrator"]


class DemoProduct(msgspec.Struct, frozen=True, kw_only=True):
    """What is sold: a named query."""

    name: str
    query: str


class DemoSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a subscriber who signs in to the portal; `language` is that of the interface."""

    username: str
    name: str
    email: str
    language: str


class DemoSubscriber(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation with its contract; the first seat is the contact. `country` is an ISO 3166-1 alpha-2 code.

    `price` is for a `billing` (month or year); the contract lasts `months`, reckoned from a month ago.
    """

    key: str
    organisation: str
    country: str
    outlet: Outlet
    price: Decimal
    currency: str
    billing: Literal["month", "year"]
    months: int
    products: tuple[DemoProduct, ...]
    may_have_embargoed: bool
    archive_days: int
    seats: tuple[DemoSeat, ...]

    @property
    def contact(self) -> DemoSeat:
        """Whom the agency talks to there."""
        return self.seats[0]


class DeskPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the newsroom; `language` is that of the interface."""

    username: str
    name: str
    email: str
    role: DeskRole
    language: str


SUBSCRIBERS: tuple[DemoSubscriber, ...] = (
    DemoSubscriber(
        key="yeni-ufuk",
        organisation="Yeni Ufuk Gazetesi",
        country="TR",
        outlet="newspaper",
        price=Decimal("1850.00"),
        currency="EUR",
        billing="month",
        months=12,
        products=(DemoProduct(name="Türkçe ve İngilizce bülten", query="lang:(tr OR en)"),),
        may_have_embargoed=True,
        archive_days=365,
        seats=(
            DemoSeat(username="zeynep", name="Zeynep Korutürkoğlu", email="zeynep@yeniufuk.example", language="tr"),
            DemoSeat(username="baris", name="Barış Tanyelioğlu", email="baris@yeniufuk.example", language="tr"),
            DemoSeat(username="helen", name="Helen Marchwood", email="helen@yeniufuk.example", language="en"),
        ),
    ),
    DemoSubscriber(
        key="alnawras-tv",
        organisation="قناة النورس",
        country="LB",
        outlet="broadcaster",
        price=Decimal("31200.00"),
        currency="USD",
        billing="year",
        months=24,
        products=(
            DemoProduct(
                name="النشرة العربية والدولية",
                query='lang:ar OR (lang:en AND (subject:("medtop:11000000" OR "medtop:16000000") OR section:world))',
            ),
        ),
        may_have_embargoed=False,
        archive_days=90,
        seats=(
            DemoSeat(username="laila", name="ليلى الصبّاغي", email="laila@alnawras.example", language="ar"),
            DemoSeat(username="omar", name="عمر المنصوري الحاج", email="omar@alnawras.example", language="ar"),
        ),
    ),
    DemoSubscriber(
        key="cancha-total",
        organisation="Cancha Total",
        country="ES",
        outlet="website",
        price=Decimal("640.00"),
        currency="EUR",
        billing="month",
        months=3,
        products=(DemoProduct(name="Deportes en todos los idiomas", query='subject:"medtop:15000000"'),),
        may_have_embargoed=False,
        archive_days=30,
        seats=(
            DemoSeat(username="marta", name="Marta Iriondo Salas", email="marta@canchatotal.example", language="es"),
        ),
    ),
)

WEBSITE_QUERY = 'type:(text OR alert OR picture) AND urgency:[1 TO 7] AND NOT subject:"medtop:20000386"'
"""The portion that goes public: no advisories, nothing of low urgency, and no commodity prices, which are sold."""

DESK: tuple[DeskPerson, ...] = (
    DeskPerson(username="maren", name="Maren Solheim", email="maren@newswire.example", role="reporter", language="en"),
    DeskPerson(username="elif", name="Elif Taşkıran", email="elif@newswire.example", role="reporter", language="tr"),
    DeskPerson(username="salma", name="سلمى الراوي", email="salma@newswire.example", role="editor", language="ar"),
    DeskPerson(username="anna", name="Анна Верещук", email="anna@newswire.example", role="editor", language="ru"),
    DeskPerson(
        username="camille", name="Camille Desrochers", email="camille@newswire.example", role="editor", language="fr"
    ),
    DeskPerson(username="edwin", name="Edwin Hale", email="edwin@newswire.example", role="duty-chief", language="en"),
    DeskPerson(
        username="gonzalo", name="Gonzalo Arrieta", email="gonzalo@newswire.example", role="duty-chief", language="es"
    ),
    DeskPerson(username="sanna", name="Sanna Ekholm", email="sanna@newswire.example", role="sales", language="en"),
    DeskPerson(
        username="ruth", name="Ruth Calloway", email="ruth@newswire.example", role="administrator", language="en"
    ),
)
