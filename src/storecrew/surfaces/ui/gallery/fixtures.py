"""Small objects in the shapes that pages receive, so that looks can be judged without a database."""

from __future__ import annotations

from types import SimpleNamespace as Obj
from typing import Any
from urllib.parse import quote

from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.shell import Menus, Shell

COLORS = ("#3d5a6c", "#b9683c", "#6b7a4b", "#8a4f5d", "#54514c", "#c9a24b")
TITLES = (
    "Oak stool with a round seat",
    "Linen shirt",
    "Enamel mug",
    "Desk lamp, adjustable",
    "Wool blanket with a very long name that needs two lines",
    "Field notebook",
    "Canvas backpack",
    "Cast iron pan",
)
ERRORS = {"email": "Please enter your email address.", "postal_code": "A postal code has 5 digits."}
GIFT_MESSAGE = "Happy birthday, Jun!\nSee you on Sunday."


def eur(amount: int) -> Money:
    """Return euros from cents."""
    return Money(amount, "EUR")


def drawing(number: int, width: int = 800, height: int = 1000) -> str:
    """Return a drawn object on a plate as a data address."""
    color = COLORS[number % len(COLORS)]
    shapes = (
        '<rect x="250" y="330" width="300" height="46" rx="23"/><path d="M290 370 250 720h34l44-350zM510 370l40 350h-34l-44-350z"/>',
        '<path d="M270 320h260l60 120-70 40v260H280V480l-70-40z"/>',
        '<path d="M260 380h250v270a60 60 0 0 1-60 60H320a60 60 0 0 1-60-60z"/><path d="M510 430h60v150h-60v-40h20v-70h-20z"/>',
        '<path d="M330 300h160l60 160H270z"/><path d="M398 460h22v240h100v30H290v-30h108z"/>',
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}"'
        f' fill="#e9ecea"/><g fill="{color}">{shapes[number % len(shapes)]}</g></svg>'
    )
    return "data:image/svg+xml," + quote(svg)


def image(number: int, alt: str = "") -> Any:
    """Return a picture in the shape of ``catalog.ImageFacts``."""
    return Obj(
        id=number,
        url=drawing(number),
        width=800,
        height=1000,
        alt=alt or TITLES[number % 8],
        webp="",
        avif="",
    )


def rating() -> reviews.Rating:
    """Return what twelve reviews say."""
    return reviews.Rating(12, 433, (0, 1, 1, 3, 7))


def card(number: int) -> Any:
    """Return a product card; every state occurs in eight of them."""
    sale = number % 4 == 1
    return Obj(
        id=number,
        slug=f"product-{number}",
        title=TITLES[number % 8],
        url=f"/en/p/product-{number}/",
        image="",
        image_facts=None if number == 5 else image(number),
        price=None if number == 6 else eur(1900 + 730 * number),
        on_request=number == 6,
        strike=eur(2900 + 730 * number) if sale else None,
        lowest_30d=eur(1990 + 730 * number) if sale else None,
        members=None,
        price_from=number % 3 == 0,
        availability=("in_stock", "low", "in_stock", "out")[number % 4],
        swatches=tuple(Obj(value=c, label=c, color=c) for c in COLORS[: number % 7]),
        rating=rating() if number % 3 == 0 else None,
    )


def shell(locale: str = "en", path: str = "/en/") -> Shell:
    """Return a shop with two channels, six categories and a full footer."""

    def node(name: str, *children: str) -> Any:
        return Obj(name=name, url_path=name.lower(), children=tuple(node(c) for c in children))

    channel = Obj(code="default", name="Storecrew", currency="EUR", country="DE", tax_display="gross")
    return Shell(
        name="Storecrew",
        locale=locale,
        locales=("en", "ko"),
        path=path,
        origin="http://localhost",
        channel=channel,
        channels=(channel, Obj(code="kr", name="Storecrew Korea", currency="KRW")),
        categories=(
            node("Home", "Lamps", "Textiles"),
            node("Kitchen", "Pans", "Mugs"),
            node("Clothing"),
            node("Outdoor"),
            node("Paper"),
        ),
        menus=Menus(
            service=(Obj(text="Delivery", url="#"), Obj(text="Returns", url="#")),
            company=(Obj(text="Our story", url="#"),),
            legal=(Obj(text="Terms", url="#"), Obj(text="Privacy", url="#"), Obj(text="Imprint", url="#")),
        ),
        legal=(
            ("Company", "Storecrew Demo GmbH", ""),
            ("Phone", "+49 30 123456", "tel:+4930123456"),
            ("Business registration number", "123-45-67890", ""),
        ),
        year=2026,
        resolve=lambda name, *args, **kwargs: f"/gallery/{name}/" + "".join(f"{a}/" for a in args),
    )


def listing(**changes: Any) -> Any:
    """Return the view of a list with facets, chips and a next page."""

    def value(label: str, count: int, selected: bool = False, swatch: str = "") -> Any:
        return Obj(value=label.lower(), label=label, count=count, selected=selected, swatch=swatch)

    view = Obj(
        action="/gallery/listing/",
        q="",
        sort="featured",
        default_sort="featured",
        currency="EUR",
        total=42,
        places=(("Cups & mugs", "#"), ("Delivery", "#")),
        price_range=("4", "320"),
        price_bars=tuple(
            Obj(x=x * 5, y=24 - height, width=4, height=height, inside=x > 5)
            for x, height in enumerate((2, 6, 12, 24, 20, 11, 7, 9, 4, 3, 0, 2, 1, 0, 0, 1, 0, 0, 0, 1))
        ),
        price_min="",
        price_max="",
        in_stock=False,
        in_stock_count=38,
        facets=(
            Obj(
                name="Color",
                param="f.color",
                kind="color",
                selected=True,
                values=(
                    value("Slate", 12, True, COLORS[0]),
                    value("Rust", 7, False, COLORS[1]),
                    value("Moss", 0, False, COLORS[2]),
                ),
            ),
            Obj(
                name="Material",
                param="f.material",
                kind="choice",
                selected=False,
                values=tuple(value(f"Material {i}", 20 - i) for i in range(10)),
            ),
            Obj(
                name="Dishwasher safe",
                param="f.dishwasher",
                kind="boolean",
                selected=False,
                values=(value("Yes", 9),),
            ),
        ),
        chips=(("Color: Slate", "?"), ("In stock only", "?")),
        clear_url="?",
        pairs_without_sort=(("f.color", "slate"),),
        sorts=(("featured", "Recommended"), ("price", "Lowest price first")),
        did_you_mean="",
        did_you_mean_url="",
        items=tuple(card(i) for i in range(8)),
        more_url="?show=16",
        popular=(),
    )
    view.__dict__.update(changes)
    return view


def delivery(**changes: Any) -> Any:
    """Return the promise of delivery with two ways to send and two countries."""
    view = Obj(
        headline="With you Tue, Dec 1 – Thu, Dec 3",
        detail="Delivery to Germany: €4.90. Free from €80.00.",
        price=eur(490),
        country="DE",
        country_name="Germany",
        postal_code="",
        countries=(("FR", "France"), ("DE", "Germany")),
        ways=(
            Obj(name="Standard", cost="€4.90", days="Tue, Dec 1 – Thu, Dec 3"),
            Obj(name="Express", cost="€9.90", days="Tue, Dec 1"),
        ),
        at_once=False,
        collected=True,
    )
    view.__dict__.update(changes)
    return view


def product(**changes: Any) -> Any:
    """Return (page, view) of a product with two options."""
    page = Obj(
        id=1,
        slug="desk-lamp",
        title="Desk lamp, adjustable",
        subtitle="Warm light from a folded steel sheet",
        brand="Werkhof",
        status="live",
        html="<p>A lamp that stays where you put it. The joint needs no spring.</p><ul><li>Steel, powder coated</li><li>Cable 2 m</li></ul>",
    )

    def option(label: str, state: str = "", selected: bool = False, color: str = "") -> Any:
        return Obj(label=label, state=state, selected=selected, color=color, url="?variant=x")

    view = Obj(
        images=(image(3), image(7), image(11)),
        image_sizes="(min-width: 60rem) 40rem, 100vw",
        variant=Obj(id=1, sku="LAMP-1"),
        price=eur(8900),
        strike=eur(10900),
        lowest=eur(9200),
        members=eur(8500),
        price_from=False,
        unit_price="",
        sellable=True,
        on_request=False,
        is_voucher=False,
        max_quantity=20,
        word="low",
        available=3,
        delivery=delivery(),
        groups=(
            Obj(
                label="Color",
                chosen="Slate",
                number=1,
                values=(
                    option("Slate", "", True, COLORS[0]),
                    option("Rust", "sold-out", False, COLORS[1]),
                    option("Moss", "", False, COLORS[2]),
                ),
            ),
            Obj(
                label="Height",
                chosen="45 cm",
                number=2,
                values=(option("45 cm", "", True), option("60 cm", "impossible"), option("80 cm")),
            ),
        ),
        in_stock_elsewhere=None,
        specs=(("Material", "Steel", ""), ("Color", "Slate", COLORS[0]), ("Weight", "1.2 kg", "")),
    )
    view.__dict__.update(changes)
    return page, view


def cart(**changes: Any) -> Any:
    """Return a cart with an ordinary, a reduced and a sold-out line."""

    def line(number: int, **more: Any) -> Any:
        base = {
            "id": number,
            "title": TITLES[number],
            "options": {"Color": "Slate", "Size": "M"},
            "url": "#",
            "image": drawing(number),
            "quantity": number,
            "unit_price": eur(1900),
            "total": eur(1900 * number),
            "strike": None,
            "full": None,
            "is_gift": False,
            "availability": "in_stock",
            "notice": "",
            "present": None,
            "reason": "",
            "public": None,
        }
        return Obj(**{**base, **more})

    member = line(1, reason="Your price as a Silver member", public=eur(2200))
    view = Obj(
        lines=(member, line(2, strike=eur(2900), availability="low"), line(3, availability="out")),
        goods=eur(11400),
        discounts=(Obj(label="10% off everything", code="SPRING10", amount=eur(1140)),),
        codes=(Obj(text="SPRING10", applied=True, sentence=""),),
        shipping=eur(490),
        full_shipping=None,
        shipping_label="",
        shipping_estimated=True,
        country_name="Germany",
        gift_wrap=True,
        gift_message=GIFT_MESSAGE,
        gift_wrap_price=eur(350),
        fees=eur(350),
        tax=eur(1772),
        total=eur(11100),
        tenders=(),
        due=eur(11100),
        tax_display="gross",
        item_count=6,
        free_over=eur(1600),
        blocked=False,
        email="mina@example.com",
        address_line="Mina Park, Hauptstr. 1, 10115 Berlin",
        method_name="Standard",
        in_parcel=True,
        point=None,
    )
    view.__dict__.update(changes)
    return view


def tenders(amount: int) -> tuple[Any, ...]:
    """Return a voucher, credit and points that pay an amount together."""
    return (
        Obj(label="Gift voucher …7K4M", kind="voucher", account=7, amount=eur(amount - 750)),
        Obj(label="Store credit", kind="credit", account="", amount=eur(500)),
        Obj(label="250 points", kind="points", account="", amount=eur(250)),
    )


def purse(credit: int, points: int) -> loyalty.Purse:
    """Return what somebody could pay with; a point pays a cent."""
    return loyalty.Purse(eur(credit), points, eur(points), 100)


def offered(credit: int, points: int) -> Any:
    """Return what the checkout offers of a purse."""
    return Obj(credit=eur(credit) if credit else None, points=points, points_worth=eur(points))


def address_form(errors: dict[str, str] | None = None, *, in_parcel: bool = True) -> Any:
    """Return the address form of Germany, with messages where asked; for the tax alone without a parcel."""
    errors = errors or {}

    def field(name: str, label: str, **more: Any) -> Any:
        base = {
            "name": name,
            "label": label,
            "value": "",
            "error": errors.get(name, ""),
            "required": True,
            "autocomplete": "",
            "type": "text",
            "inputmode": "",
            "pattern": "",
            "width": "",
            "hint": "",
            "wrong": "",
            "missing": "",
            "choices": (),
            "optional_line": False,
        }
        return Obj(**{**base, **more})

    fields = (
        field("name", "Full name", autocomplete="name"),
        field("street", "Street and number", autocomplete="address-line1"),
        field("street2", "Apartment, floor", optional_line=True, required=False),
        field("postal_code", "Postal code", width="w-2", inputmode="numeric"),
        field("city", "City", width="w-4"),
        field("phone", "Phone", type="tel", inputmode="tel", hint="Only if the carrier cannot find you."),
    )
    street, street2, city = fields[1], fields[2], fields[4]
    return Obj(
        fields=fields if in_parcel else (fields[0], fields[3]),
        more=() if in_parcel else (street, street2, city),
        more_open=bool(errors),
        company=Obj(name="", name_error="", number="DE1", number_error="", is_open=bool(errors)),
        lookup=in_parcel,
        errors=errors,
        country="DE",
        countries=(("DE", "Germany"), ("KR", "South Korea")),
        email=Obj(value="", error=errors.get("email", "")),
    )


def steps(now: int) -> Any:
    """Return the three steps of the checkout with one of them current."""
    names = ("Address", "Delivery", "Payment")
    return tuple(
        Obj(name=n, url="#", state="done" if i < now else "now" if i == now else "")
        for i, n in enumerate(names)
    )
