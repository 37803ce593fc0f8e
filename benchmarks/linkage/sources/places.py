"""Where the second market lies: real towns, and invented villages around them with the post office of another place."""

import random
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.linkage.sources.words import stock
from workbench.demodata import places as towns
from workbench.demodata.columns import Texts, Whole, texts

_KINDS: Final = stock(
    "Horní Dolní Nová Stará Velká Malá Bílá Černá Dlouhá Suchá Zadní Přední Červená Česká Moravská"
)

_BASES: Final = stock(
    "Lhota Ves Říčka Lípa Hora Bystřice Olešnice Bělá Kamenice Jablonná Studená Rokytnice Třebová Svatava Skalice Bukovina "
    "Doubrava Hlína Lomnice Závist Borová Lučina Vrbice Osečná Turná Kozlová Rybná Vinice Chlumná Sázava"
)
_LONELY: Final = stock(
    "Zálesí Podhájí Chlístov Bezděkov Kozojedy Mokrovousy Nesvačily Přestavlky Radonice Skuhrov Štítary Těšovice Újezdec "
    "Vrchotice Zbyslavice Žernov Číhaň Ďáblov Řepníky Křečhoř Lubná Hostín Ostrov Hradišťko Kunčice Benátky Brodek Dubany"
)
_FOLK: Final = stock(
    "Masarykova Husova Komenského Jiráskova Palackého Nerudova Smetanova Tyršova Žižkova Riegrova Havlíčkova Fügnerova Čapkova "
    "Nádražní Školní Zahradní Lipová Polní Luční Krátká Dlouhá Nová Příčná Hlavní Sokolská Pražská Brněnská Plzeňská Ostravská "
    "Olomoucká Kolínská Kladenská Táborská Jihlavská Opavská Moravská Česká Slezská Slovanská Mírová Dělnická Rolnická Hřbitovní "
    "Kostelní Farní Zámecká Hradní Mostní Nábřežní Vodní Lesní Sadová Květnová Průmyslová Tovární Výstavní Novodvorská Blatenská"
)
_PHRASES: Final = stock(
    "náměstí Svobody|náměstí Míru|Masarykovo náměstí|náměstí T. G. Masaryka|Tyršovo nábřeží|třída Kpt. Jaroše|třída Míru|Na Příkopě|"
    "Na Vyhlídce|Na Hrázi|U Stadionu|U Nemocnice|U Hřbitova|Pod Kaštany|Pod Nádražím|Nad Tratí|K Rybníku|V Lukách|28. října|"
    "5. května|17. listopadu|9. května|1. máje|Bratří Čapků|Boženy Němcové|Mistra Jana Husa|Generála Píky|Za Mlýnem|Ve Smečkách",
    "|",
)
STREETS: Final = (*_FOLK, *_PHRASES, *towns.STREETS)


@dataclass(frozen=True, slots=True)
class Places:
    """Towns first, then villages.

    Attributes:
        city: name of the municipality.
        part: its part.
        district: the city district, ``None`` where there is none.
        postcode: five digits.
        office: the place of the post office.
        office_postcode: the postcode of that one.
        has_streets: streets have names there.
        weight: how likely a firm has its seat there.
    """

    city: Texts
    part: Texts
    district: Texts
    postcode: Texts
    office: Texts
    office_postcode: Texts
    has_streets: "np.ndarray"
    weight: "np.ndarray"

    def draw(self, rng: np.random.Generator, count: int) -> Whole:
        """Indexes of places, towns more often than villages."""
        return np.asarray(
            np.searchsorted(np.cumsum(self.weight), rng.random(count)).clip(max=len(self.city) - 1)
        )


def draw_places(draw: random.Random, villages: int) -> Places:
    """The towns of RÚIAN and so many invented villages; villages of one name lie in several regions."""
    names = [f"{kind} {base}" for kind in _KINDS for base in _BASES] + [*_BASES, *_LONELY] * 4
    of_town = [draw.randrange(len(towns.CITY)) for _ in range(villages)]
    named = [draw.choice(names) for _ in range(villages)]
    codes = [f"{towns.POSTCODE[town][:3]}{draw.randrange(1, 100):02d}" for town in of_town]
    near = [max(0, one - 1 - draw.randrange(3)) for one in range(villages)]
    weight = np.array(
        [0.72 / (rank + 4) for rank in range(len(towns.CITY))]
        + [1.0 / (rank + 60) for rank in range(villages)]
    )
    share = weight[: len(towns.CITY)].sum() / weight.sum()
    weight[: len(towns.CITY)] *= 0.7 / share
    weight[len(towns.CITY) :] *= 0.3 / (1 - share)
    return Places(
        texts([*towns.CITY, *named]),
        texts([*towns.PART, *(one if draw.random() < 0.8 else draw.choice(names) for one in named)]),
        texts([*towns.DISTRICT, *[None] * villages]),
        texts([*towns.POSTCODE, *codes]),
        texts([*towns.CITY, *(named[one] for one in near)]),
        texts([*towns.POSTCODE, *(codes[one] for one in near)]),
        np.array([*towns.HAS_STREETS, *[False] * villages]),
        weight / weight.sum(),
    )
