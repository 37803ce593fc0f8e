"""First and last names, and drawing invented people from them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.demodata.columns import Flags, Texts, chance, choose, folded, joined, pick, pool

_MEN: Final = pool(
    "Jan Petr Pavel Tomáš Jiří Josef Martin Jaroslav Miroslav Zdeněk Václav Michal František Jakub Milan Karel "
    "Lukáš David Vladimír Ondřej Ladislav Roman Stanislav Marek Radek Daniel Antonín Vojtěch Filip Adam Matěj "
    "Miloslav Aleš Jaromír Libor Dominik Vlastimil Štěpán Patrik Lubomír Šimon Dušan Oldřich Rudolf Luboš "
    "Bohumil Robert Radim Kryštof Richard Vít Ivo Hynek Čeněk Dalibor Bořivoj Ctibor Otakar Přemysl Řehoř"
)
_WOMEN: Final = pool(
    "Jana Marie Eva Hana Anna Lenka Kateřina Věra Lucie Alena Petra Jaroslava Veronika Martina Jitka Tereza "
    "Ludmila Helena Michaela Zdeňka Ivana Monika Jarmila Zuzana Markéta Eliška Marcela Barbora Dagmar Dana "
    "Kristýna Vlasta Božena Irena Miroslava Libuše Pavla Růžena Andrea Natálie Olga Šárka Simona Adéla Klára "
    "Nikola Iveta Blanka Renata Gabriela Kamila Radka Milada Bohumila Denisa Drahomíra Ludiše Žofie Rozálie Ema"
)
_FAMILIES: Final = tuple(
    name.split("/")
    for name in [
        "Novák/Nováková",
        "Svoboda/Svobodová",
        "Novotný/Novotná",
        "Dvořák/Dvořáková",
        "Černý/Černá",
        "Procházka/Procházková",
        "Kučera/Kučerová",
        "Veselý/Veselá",
        "Horák/Horáková",
        "Němec/Němcová",
        "Pokorný/Pokorná",
        "Marek/Marková",
        "Pospíšil/Pospíšilová",
        "Hájek/Hájková",
        "Jelínek/Jelínková",
        "Král/Králová",
        "Růžička/Růžičková",
        "Beneš/Benešová",
        "Fiala/Fialová",
        "Sedláček/Sedláčková",
        "Doležal/Doležalová",
        "Zeman/Zemanová",
        "Kolář/Kolářová",
        "Krejčí/Krejčí",
        "Navrátil/Navrátilová",
        "Čermák/Čermáková",
        "Urban/Urbanová",
        "Vaněk/Vaňková",
        "Blažek/Blažková",
        "Kříž/Křížová",
        "Kovář/Kovářová",
        "Kratochvíl/Kratochvílová",
        "Bartoš/Bartošová",
        "Vlček/Vlčková",
        "Kopecký/Kopecká",
        "Musil/Musilová",
        "Šimek/Šimková",
        "Konečný/Konečná",
        "Malý/Malá",
        "Čech/Čechová",
        "Štěpánek/Štěpánková",
        "Staněk/Staňková",
        "Holub/Holubová",
        "Kadlec/Kadlecová",
        "Dušek/Dušková",
        "Soukup/Soukupová",
        "Šťastný/Šťastná",
        "Mareš/Marešová",
        "Sýkora/Sýkorová",
        "Moravec/Moravcová",
        "Vávra/Vávrová",
        "Tichý/Tichá",
        "Matoušek/Matoušková",
        "Říha/Říhová",
        "Ševčík/Ševčíková",
        "Bureš/Burešová",
        "Hruška/Hrušková",
        "Mašek/Mašková",
        "Pavlík/Pavlíková",
        "Dostál/Dostálová",
        "Toman/Tomanová",
        "Zelenka/Zelenková",
        "Havlík/Havlíková",
        "Strnad/Strnadová",
        "Janda/Jandová",
        "Bednář/Bednářová",
        "Hrubý/Hrubá",
        "Vondráček/Vondráčková",
        "Mlynář/Mlynářová",
        "Tesař/Tesařová",
        "Skála/Skálová",
        "Žák/Žáková",
        "Jeřábek/Jeřábková",
        "Slavík/Slavíková",
        "Chalupa/Chalupová",
        "Kubát/Kubátová",
        "Havránek/Havránková",
        "Suchý/Suchá",
        "Šafránek/Šafránková",
        "Ječmínek/Ječmínková",
        "Vrbka/Vrbková",
        "Lískovec/Lískovcová",
        "Střelka/Střelková",
        "Žďárský/Žďárská",
        "Ořechovský/Ořechovská",
        "Pěnička/Pěničková",
        "Řeřicha/Řeřichová",
        "Zvoneček/Zvonečková",
        "Tůma/Tůmová",
        "Kavka/Kavková",
        "Křepelka/Křepelková",
        "Jedlička/Jedličková",
        "Borůvka/Borůvková",
        "Šípek/Šípková",
        "Nezval/Nezvalová",
        "Dohnal/Dohnalová",
        "Ťulpa/Ťulpová",
    ]
)
FAMILY_NAMES: Final[Texts] = np.array([one[0] for one in _FAMILIES], dtype=object)
"""Surnames in the men's form, the one that firms are named by."""
_WOMENS_FAMILY_NAMES: Final[Texts] = np.array([one[1] for one in _FAMILIES], dtype=object)
_BEFORE: Final = pool("Ing. Mgr. Bc. MUDr. JUDr. PhDr. RNDr. MVDr.")
_AFTER: Final = pool("Ph.D. CSc. MBA DiS.")


@dataclass(frozen=True, slots=True)
class People:
    """Invented people, one a row."""

    female: Flags
    first: Texts
    last: Texts
    before: Texts
    after: Texts

    @property
    def full(self) -> Texts:
        """First name and surname, without titles."""
        return joined(self.first, " ", self.last)

    def mailbox(self) -> Texts:
        """The part of an e-mail address before the at sign."""
        return joined(folded(self.first), ".", folded(self.last))


def draw_people(rng: np.random.Generator, count: int) -> People:
    """Invent ``count`` people: sex, names, and for one in five a degree."""
    female = chance(rng, count, 0.5)
    family = rng.integers(len(FAMILY_NAMES), size=count)
    before = choose(chance(rng, count, 0.2), pick(rng, _BEFORE, count), None)
    after = choose(chance(rng, count, 0.04), pick(rng, _AFTER, count), None)
    return People(
        female=female,
        first=choose(female, pick(rng, _WOMEN, count), pick(rng, _MEN, count)),
        last=choose(female, _WOMENS_FAMILY_NAMES[family], FAMILY_NAMES[family]),
        before=before,
        after=after,
    )
