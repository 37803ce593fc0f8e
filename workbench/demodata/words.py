"""The word stock that invented firms are named from, and how legal forms are written."""

from typing import Final

import numpy as np

from workbench.demodata.columns import Texts, pool

HEADS: Final = pool(
    "Elektro Techno Agro Metalo Stavo Dřevo Plasto Termo Hydro Auto Klima Sklo Papíro Texti Eko Bio Geo Astro Energo "
    "Strojo Svar Lino Kovo Interi Fasá Konstru Logis Trans Infor Data Digi Servi Medi Dento Opti Labo Farma Kera "
    "Beto Cihlo Vápeno Štěrko Žulo Pískovo Vino Chmelo Mlýno Pekaro Cukro Ovoco Zeleno Rybo Medo Včelo Koňo Tiro"
)
JOINTS: Final = pool("|va|ra|ko|ti|mo|ne|ri|la|do|sa|be|vi|ro|ta|lu|mi|no|pe|zo|ře|ši|žá|ďá", "|")
ENDS: Final = pool(
    "mont stav tex plast kov služ trade prim union spol invest bau form line pro max tech gas term plus nova dur "
    "fix lux mark merk nova print rex san sped tank ton trak vent vis vit voda zar dex lit mer gon bal kor"
)
ADJECTIVES: Final = pool(
    "Modrý Zlatý Bílý Zelený Černý Tichý Starý Nový Horský Polní Lesní Jižní Severní Východní Západní Ranní Večerní "
    "Letní Zimní Kamenný Dubový Lipový Měděný Křišťálový Žulový Stříbrný Jantarový Rubínový Šedý Pestrý"
)
NOUNS: Final = pool(
    "kámen dvůr mlýn vrch potok ořech javor sokol jelen klíč most maják kompas kotel zvon štít dub buk brod žebřík "
    "kříž pramen ostrov přístav kopec šroub motor nástroj hřeben čáp krtek ježek rys kolibřík mamut řemen džbán"
)
ACTIVITIES: Final = pool(
    "stavby|elektro|instalace|zemní práce|doprava|autodoprava|truhlářství|pekařství|řeznictví|účetnictví|daně a audit|"
    "reality|střechy|fasády|okna a dveře|podlahy|kovovýroba|zámečnictví|tiskárna|reklama|zahrady|čerpadla|klimatizace|"
    "plynoservis|autoservis|pneuservis|nábytek|interiéry|projekce|geodézie|nástroje|obaly|plasty|sklenářství|kamenictví|"
    "pohřební služba|catering|ubytování|pivovar|vinařství|mlýn|včelařství|lékárna|zubní ordinace|rehabilitace|"
    "veterina|software|servis počítačů|e-shop|velkoobchod|stavebniny|hutní materiál|železářství|textil|obuv|hračky|"
    "papírnictví|knihkupectví|jazyková škola|autoškola|úklid|ostraha",
    "|",
)
TAILS: Final = pool(
    "Servis|Trade|Group|Czech|Morava|Bohemia|Invest|Holding|Reality|Logistic|Engineering|Technik|Systém|Export|Import|"
    "Plus|Profi|Centrum|Development|Construction|Consulting|Design|Energy|Production|Solutions|CZ|Finance|Facility|"
    "Distribuce|Výroba|Obchod|Stavby|Projekt|Kontakt|Region|Sever|Jih|Západ|Východ",
    "|",
)
SISTER_TAILS: Final = pool("Holding|Invest|Reality|Servis|Group|Logistic|Energy|Obchod|Výroba|Facility", "|")
CLUBS: Final = pool(
    "Sportovní klub|Spolek přátel|Myslivecký spolek|Kulturní spolek|Chovatelský klub|Divadelní spolek|Turistický oddíl|"
    "Zahrádkářský spolek|Rybářský spolek|Šachový klub|Pěvecký sbor|Klub modelářů",
    "|",
)
INSTITUTIONS: Final = pool(
    "Základní škola|Mateřská škola|Základní umělecká škola|Střední odborná škola|Domov pro seniory|Městská knihovna|"
    "Muzeum a galerie|Dům dětí a mládeže|Technické služby|Dětský domov",
    "|",
)
COOPERATIVES: Final = pool(
    "Zemědělské družstvo|Bytové družstvo|Výrobní družstvo|Spotřební družstvo|Lidové družstvo", "|"
)

PRIVATE, TRADER, SRO, AS, VOS, COOP, SVJ, CLUB, PUBLIC = (
    "",
    "101",
    "112",
    "121",
    "111",
    "205",
    "145",
    "706",
    "331",
)
"""Codes of legal forms (ČSÚ code list 56); a private person without a trade has none."""
FORM_WEIGHTS: Final = {
    SRO: 56.0,
    TRADER: 20.0,
    AS: 7.0,
    PRIVATE: 4.0,
    SVJ: 4.0,
    CLUB: 3.0,
    COOP: 2.5,
    PUBLIC: 2.5,
    VOS: 1.0,
}
PERSON_FORMS: Final = (PRIVATE, TRADER)

OFFICIAL_ENDINGS: Final[dict[str, Texts]] = {
    SRO: pool(
        " s.r.o.| s.r.o.| s.r.o.|, s.r.o.|, s.r.o.|, spol. s r.o.| spol. s r.o.|, společnost s ručením omezeným",
        "|",
    ),
    AS: pool(" a.s.| a.s.|, a.s.|, a.s.|, akciová společnost", "|"),
    VOS: pool(", v.o.s.| v.o.s.|, veřejná obchodní společnost", "|"),
    COOP: pool(", družstvo|, družstvo", "|"),
    CLUB: pool(", z. s.|, z.s.| z. s.", "|"),
    PUBLIC: pool(", příspěvková organizace", "|"),
}
"""How the register writes the form behind the name; the other forms stand alone."""
LOOSE_ENDINGS: Final[dict[str, Texts]] = {
    SRO: pool(" s.r.o.|, s.r.o.| s. r. o.|, spol. s r.o.| spol.s r.o.| sro|,s.r.o.| S.R.O.|| , s.r.o.", "|"),
    AS: pool(" a.s.|, a.s.| a. s.| as| akc. spol.||, A.S.", "|"),
    VOS: pool(" v.o.s.|, v. o. s.| vos|", "|"),
    COOP: pool("|, družstvo| družstvo", "|"),
    CLUB: pool(" z.s.|, z.s.|, z. s.|| o.s.", "|"),
    PUBLIC: pool("|, p.o.| přísp. org.|, příspěvková organizace", "|"),
}
"""How people write it in a list of clients."""

NACE: Final = pool(
    "41200 43210 43220 43910 25620 25110 28990 16230 10710 10130 46900 47110 47910 49410 45200 62010 62020 63110 68200 "
    "69200 70220 71120 73110 81210 81300 82990 86230 75000 55100 56100 01110 01500 11050 11020 22220 31090 18120 96090"
)
NACE_OF_FORM: Final = {SVJ: "68320", CLUB: "94990", PUBLIC: "85200", COOP: "01500"}
ACTIVITY_LABELS: Final = pool(
    "stavebnictví|strojírenství|obchod|doprava|služby|zemědělství|informační technologie|zdravotnictví|školství|"
    "gastronomie|reality|účetnictví",
    "|",
)
KATPO: Final = np.array(["000", "110", "120", "130", "210", "220", "230", "240", "310"], dtype=object)
KATPO_WEIGHTS: Final = [38.0, 22.0, 20.0, 8.0, 5.0, 2.0, 3.0, 1.5, 0.5]
EMPLOYEES: Final = {
    "110": "0", "120": "1–5", "130": "6–9", "210": "10–19", "220": "20–24", "230": "25–49", "240": "50–99",
    "310": "100–199",
}  # fmt: skip
