"""Real towns, parts of towns and postcodes (RÚIAN), in which the invented firms have invented addresses."""

from typing import Final

import numpy as np

_TABLE: Final = """\
Praha|Nové Město|Praha 1|11000|Hlavní město Praha|CZ0100|500054|1
Praha|Vinohrady|Praha 2|12000|Hlavní město Praha|CZ0100|500089|1
Praha|Karlín|Praha 8|18600|Hlavní město Praha|CZ0100|500208|1
Praha|Smíchov|Praha 5|15000|Hlavní město Praha|CZ0100|500143|1
Praha|Holešovice|Praha 7|17000|Hlavní město Praha|CZ0100|500186|1
Praha|Nusle|Praha 4|14000|Hlavní město Praha|CZ0100|500119|1
Praha|Libeň|Praha 8|18000|Hlavní město Praha|CZ0100|500208|1
Praha|Stodůlky|Praha 13|15500|Hlavní město Praha|CZ0100|539694|1
Praha|Dejvice|Praha 6|16000|Hlavní město Praha|CZ0100|500178|1
Praha|Žižkov|Praha 3|13000|Hlavní město Praha|CZ0100|500097|1
Brno|Ořešín|Brno-Ořešín|62100|Jihomoravský kraj|CZ0642|551422|0
Brno|Zábrdovice|Brno-střed|60200|Jihomoravský kraj|CZ0642|550973|1
Brno|Veveří|Brno-střed|60200|Jihomoravský kraj|CZ0642|550973|1
Brno|Židenice|Brno-Židenice|61500|Jihomoravský kraj|CZ0642|551058|1
Brno|Královo Pole|Brno-Královo Pole|61200|Jihomoravský kraj|CZ0642|551007|1
Brno|Líšeň|Brno-Líšeň|62800|Jihomoravský kraj|CZ0642|551287|1
Ostrava|Moravská Ostrava|Moravská Ostrava a Přívoz|70200|Moravskoslezský kraj|CZ0806|545911|1
Ostrava|Vítkovice|Vítkovice|70300|Moravskoslezský kraj|CZ0806|554227|1
Ostrava|Poruba|Poruba|70800|Moravskoslezský kraj|CZ0806|546224|1
Ostrava|Hrabová|Hrabová|72000|Moravskoslezský kraj|CZ0806|554669|1
Plzeň|Bolevec|Plzeň 1|32300|Plzeňský kraj|CZ0323|545970|1
Plzeň|Východní Předměstí|Plzeň 2-Slovany|32600|Plzeňský kraj|CZ0323|545988|1
Plzeň|Jižní Předměstí|Plzeň 3|30100|Plzeňský kraj|CZ0323|546003|1
Liberec|Liberec VI-Rochlice||46006|Liberecký kraj|CZ0513|556904|1
Liberec|Liberec I-Staré Město||46001|Liberecký kraj|CZ0513|556904|1
Olomouc|Klášterní Hradisko||77900|Olomoucký kraj|CZ0712|500496|1
Olomouc|Nemilany||78301|Olomoucký kraj|CZ0712|500496|1
České Budějovice|České Budějovice 2||37001|Jihočeský kraj|CZ0311|544256|1
České Budějovice|České Budějovice 1||37001|Jihočeský kraj|CZ0311|544256|1
Hradec Králové|Plácky||50002|Královéhradecký kraj|CZ0521|569810|1
Hradec Králové|Plačice||50002|Královéhradecký kraj|CZ0521|569810|1
Pardubice|Nemošice||53002|Pardubický kraj|CZ0532|555096|1
Ústí nad Labem|Neštěmice||40331|Ústecký kraj|CZ0427|502081|1
Zlín|Lužkovice||76001|Zlínský kraj|CZ0724|585068|1
Zlín|Velíková||76314|Zlínský kraj|CZ0724|585068|0
Jihlava|Popice||58601|Kraj Vysočina|CZ0632|586846|0
Karlovy Vary|Sedlec||36010|Karlovarský kraj|CZ0412|554961|1
Kladno|Kročehlavy||27201|Středočeský kraj|CZ0203|532053|1
Most|Velebudice||43401|Ústecký kraj|CZ0425|567027|1
Opava|Jaktař||74601|Moravskoslezský kraj|CZ0805|555321|1
Frýdek-Místek|Místek||73801|Moravskoslezský kraj|CZ0802|598003|1
Tábor|Čekanice||39002|Jihočeský kraj|CZ0317|552046|1
Znojmo|Mramotice||67151|Jihomoravský kraj|CZ0647|593711|0
Písek|Hradiště||39701|Jihočeský kraj|CZ0314|549240|1
Cheb|Podhrad||35002|Karlovarský kraj|CZ0411|554481|1
Trutnov|Střítež||54101|Královéhradecký kraj|CZ0525|579025|1
Kolín|Sendražice||28002|Středočeský kraj|CZ0204|533165|0
Mladá Boleslav|Debř||29301|Středočeský kraj|CZ0207|535419|1
Třebíč|Ptáčov||67401|Kraj Vysočina|CZ0634|590266|0
Uherské Hradiště|Mařatice||68601|Zlínský kraj|CZ0722|592005|1
Žďár nad Sázavou|Stržanov||59102|Kraj Vysočina|CZ0635|595209|0
Beroun|Beroun-Centrum||26601|Středočeský kraj|CZ0202|531057|1
Rokycany|Borek||33701|Plzeňský kraj|CZ0326|559717|1
Semily|Bítouchov||51301|Liberecký kraj|CZ0514|576964|0
Blansko|Olešná||67801|Jihomoravský kraj|CZ0641|581283|0
Náchod|Běloves||54701|Královéhradecký kraj|CZ0523|573868|1
Chrudim|Chrudim II||53701|Pardubický kraj|CZ0531|571164|1
Telč|Telč-Podolí||58856|Kraj Vysočina|CZ0632|588024|1
Mikulov|Mikulov||69201|Jihomoravský kraj|CZ0644|584649|1
Litomyšl|Pohodlí||57001|Pardubický kraj|CZ0533|578347|0
Český Krumlov|Latrán||38101|Jihočeský kraj|CZ0312|545392|1
Kutná Hora|Šipší||28401|Středočeský kraj|CZ0205|533955|1
Vsetín|Horní Jasenka||75501|Zlínský kraj|CZ0723|541630|1
Domažlice|Havlovice||34401|Plzeňský kraj|CZ0321|553425|0
Cítov|Daminěves||27704|Středočeský kraj|CZ0206|534731|0
"""
"""town | part | city district | postcode | region | district (LAU) | ICZUJ | has named streets"""

_ROWS: Final = tuple(tuple(line.split("|")) for line in _TABLE.splitlines())

CITY: Final = tuple(row[0] for row in _ROWS)
PART: Final = tuple(row[1] for row in _ROWS)
DISTRICT: Final = tuple(row[2] or None for row in _ROWS)
POSTCODE: Final = tuple(row[3] for row in _ROWS)
REGION: Final = tuple(row[4] for row in _ROWS)
LAU: Final = tuple(row[5] for row in _ROWS)
ICZUJ: Final = tuple(row[6] for row in _ROWS)
HAS_STREETS: Final = tuple(row[7] == "1" for row in _ROWS)

_COURT_OF_REGION: Final = {
    "Hlavní město Praha": "MSPH",
    "Středočeský kraj": "MSPH",
    "Jihočeský kraj": "KSCB",
    "Plzeňský kraj": "KSPL",
    "Karlovarský kraj": "KSPL",
    "Ústecký kraj": "KSUL",
    "Liberecký kraj": "KSUL",
    "Královéhradecký kraj": "KSHK",
    "Pardubický kraj": "KSHK",
    "Kraj Vysočina": "KSBR",
    "Jihomoravský kraj": "KSBR",
    "Zlínský kraj": "KSBR",
    "Olomoucký kraj": "KSOS",
    "Moravskoslezský kraj": "KSOS",
}
COURT: Final = tuple(_COURT_OF_REGION[region] for region in REGION)
"""The register court of each place, as it stands behind the stroke of a court file."""

_STREET_NAMES: Final = (
    "Lipová|Dlouhá|Nádražní|Zahradní|Školní|Polní|Květinová|Krátká|Sadová|Luční|Jasanová|Javorová|Topolová|"
    "Habrová|Kaštanová|Březová|Olšová|Vrbová|Šeříková|Jeřabinová|Mlýnská|Hrnčířská|Kovářská|Tkalcovská|"
    "Kolářská|Bednářská|Sladovnická|Pekařská|Soukenická|Provaznická|Zámečnická|Truhlářská|Skladová|Dílenská|"
    "Tovární|Strojírenská|Průmyslová|Hutní|Sklářská|Papírenská|Lomená|Příčná|Okružní|Spojovací|Horní|Dolní|"
    "Nová|Stará|Slunečná|Stinná|Větrná|Vyhlídková|Lesní|Potoční|Rybniční|Studniční|Pramenná|Jezerní|"
    "Na Výsluní|Na Stráni|Na Kopci|Na Rozcestí|Na Pile|Na Valech|Na Samotě|Na Výhledu|Nad Potokem|Nad Lomem|"
    "Nad Školou|Pod Lipami|Pod Strání|Pod Vodojemem|Pod Hájem|Pod Kaštany|U Mlýna|U Kapličky|U Hřiště|"
    "U Sokolovny|U Cihelny|U Rybníka|U Pily|U Lesa|V Aleji|V Zahradách|V Úvoze|V Dolinách|Ve Dvoře|Za Humny|"
    "Za Tratí|Za Vodou|Za Sadem|K Lesu|K Nádraží|K Lomu|Mezi Ploty|Jiráskova|Havlíčkova|Palackého|Žižkova|"
    "Husova|Komenského|Smetanova|Dvořákova|Nerudova|nám. Míru|Zelný trh"
)
STREETS: Final = tuple(_STREET_NAMES.split("|"))
"""Invented streets; any town may have any of them."""
HOUSES: Final = 1_300
NUMBERS: Final = np.array([str(number) for number in range(HOUSES)], dtype=object)
"""House numbers as texts, by number."""
