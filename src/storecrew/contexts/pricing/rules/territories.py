"""Member states of the EU and the parts of countries that tax treats in another way.

Found by postal code, or by region code where a form sends one. From the VAT directive 2006/112/EC (articles
6 and 7) and the national laws; no rates here, those are rows of the rate table under the territory's code.
"""

from __future__ import annotations

from typing import NamedTuple

EU_COUNTRIES = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)


class Territory(NamedTuple):
    """A part of ``country``: ``taxed`` says whether VAT is due there at all, ``in_eu_vat`` for whose
    rules.
    """

    country: str
    code: str
    name: str
    postal: tuple[str, ...]
    taxed: bool
    in_eu_vat: bool
    regions: tuple[str, ...] = ()


def _outside(
    country: str, code: str, name: str, postal: tuple[str, ...], regions: tuple[str, ...] = ()
) -> Territory:
    return Territory(country, code, name, postal, taxed=False, in_eu_vat=False, regions=regions)


def _own_rates(
    country: str, code: str, name: str, postal: tuple[str, ...], regions: tuple[str, ...] = ()
) -> Territory:
    return Territory(country, code, name, postal, taxed=True, in_eu_vat=True, regions=regions)


KLEINWALSERTAL = _own_rates(
    "AT", "KLEINWALSERTAL", "Jungholz and Mittelberg", ("6691", "6991", "6992", "6993")
)

TERRITORIES: tuple[Territory, ...] = (
    _outside(
        "ES",
        "CN",
        "Canary Islands",
        ("35", "38"),
        ("CN", "GC", "TF", "LAS PALMAS", "SANTA CRUZ DE TENERIFE"),
    ),
    _outside("ES", "CE", "Ceuta", ("51",), ("CE", "CEUTA")),
    _outside("ES", "ML", "Melilla", ("52",), ("ML", "MELILLA")),
    _outside("DE", "HELGOLAND", "Heligoland", ("27498",)),
    _outside("DE", "BUSINGEN", "Büsingen", ("78266",)),
    _outside("FI", "AX", "Åland Islands", ("22",), ("AX", "01", "ÅLAND", "AHVENANMAA")),
    _outside("IT", "LIVIGNO", "Livigno", ("23041",)),
    _outside("IT", "CAMPIONE", "Campione d'Italia", ("22061",)),
    _outside("GR", "ATHOS", "Mount Athos", ("63086", "63087"), ("69",)),
    _outside("FR", "GP", "Guadeloupe", ("971",)),
    _outside("FR", "MQ", "Martinique", ("972",)),
    _outside("FR", "GF", "French Guiana", ("973",)),
    _outside("FR", "RE", "Réunion", ("974",)),
    _outside("FR", "PM", "Saint Pierre and Miquelon", ("975",)),
    _outside("FR", "YT", "Mayotte", ("976",)),
    _outside("FR", "WF", "Wallis and Futuna", ("986",)),
    _outside("FR", "PF", "French Polynesia", ("987",)),
    _outside("FR", "NC", "New Caledonia", ("988",)),
    KLEINWALSERTAL,
    _own_rates("PT", "20", "Azores", ("95", "96", "97", "98", "99"), ("20", "AZORES", "AÇORES")),
    _own_rates("PT", "30", "Madeira", ("90", "91", "92", "93", "94"), ("30", "MADEIRA")),
    # For goods, Northern Ireland follows the VAT rules of the EU, at the rates of the United Kingdom.
    _own_rates("GB", "XI", "Northern Ireland", ("BT",), ("NIR", "XI", "NORTHERN IRELAND")),
)
# Written with a German post code although the place is Austrian.
_AUSTRIAN_BY_GERMAN_CODE = ("87491", "87567", "87568", "87569")
# Countries of their own for the post, part of another for VAT; True = taxed like that country.
_BY_COUNTRY: dict[str, tuple[str, str, str, bool]] = {
    "IC": ("ES", "CN", "Canary Islands", False),
    "EA": ("ES", "CE", "Ceuta and Melilla", False),
    "AX": ("FI", "AX", "Åland Islands", False),
    "GP": ("FR", "GP", "Guadeloupe", False),
    "MQ": ("FR", "MQ", "Martinique", False),
    "GF": ("FR", "GF", "French Guiana", False),
    "RE": ("FR", "RE", "Réunion", False),
    "YT": ("FR", "YT", "Mayotte", False),
    "MC": ("FR", "", "Monaco", True),
    "IM": ("GB", "", "Isle of Man", True),
    "XI": ("GB", "XI", "Northern Ireland", True),
}


def territory_of(country: str, region: str, postal_code: str) -> Territory | None:
    """Return the special territory of a place, or None for an ordinary one."""
    if country in _BY_COUNTRY:
        parent, code, name, taxed = _BY_COUNTRY[country]
        in_eu = taxed and (parent in EU_COUNTRIES or code == "XI")
        return Territory(parent, code, name, (), taxed=taxed, in_eu_vat=in_eu)
    code = postal_code.upper().replace(" ", "")
    if country == "DE" and code.startswith(_AUSTRIAN_BY_GERMAN_CODE):
        return KLEINWALSERTAL
    wanted = region.strip().upper().removeprefix(f"{country}-")
    for territory in TERRITORIES:
        if territory.country != country:
            continue
        if (code and territory.postal and code.startswith(territory.postal)) or wanted in territory.regions:
            return territory
    return None
