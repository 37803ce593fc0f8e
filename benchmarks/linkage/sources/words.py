"""What invented firms and people of the second market are called."""

from typing import Final

import numpy as np


def stock(text: str, separator: str | None = None) -> tuple[str, ...]:
    """A stock of words to choose from."""
    return tuple(text.split(separator))


MEN: Final = stock(
    "Jiří Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk František Václav Michal Milan Karel Jakub Lukáš David "
    "Ladislav Vladimír Ondřej Roman Stanislav Marek Radek Daniel Antonín Vojtěch Filip Adam Miloslav Matěj Aleš Jaromír "
    "Libor Dominik Patrik Vlastimil Jindřich Miloš Oldřich Lubomír Rudolf Ivan Luboš Robert Štěpán Radim Richard Bohumil "
    "Matyáš Vít Ivo Rostislav Luděk Dušan Kamil Šimon Vladislav Zbyněk Bohuslav Michael Alois Viktor Štefan Jozef René"
)
WOMEN: Final = stock(
    "Marie Jana Eva Hana Anna Lenka Kateřina Lucie Věra Alena Petra Veronika Jaroslava Tereza Martina Michaela Jitka Helena "
    "Ludmila Zdeňka Ivana Monika Eliška Zuzana Markéta Jarmila Barbora Jiřina Marcela Kristýna Dagmar Dana Pavla Vlasta "
    "Adéla Irena Miroslava Klára Libuše Božena Andrea Karolína Olga Nikola Simona Iveta Růžena Blanka Renata Šárka Natálie "
    "Milada Gabriela Pavlína Iva Radka Daniela Denisa Vendula Radmila Silvie Aneta Romana Ilona Soňa Květa Stanislava"
)
SURNAMES: Final = stock(
    "Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Marek Pokorný Pospíšil Hájek Král Jelínek "
    "Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Navrátil Čermák Vaněk Urban Kratochvíl Šimek Blažek Kříž Kopecký Kovář "
    "Bartoš Vlček Musil Šimůnek Polák Konečný Malý Čech Kadlec Štěpánek Staněk Holub Soukup Dostál Šťastný Mareš Moravec "
    "Sýkora Tichý Valenta Vávra Matoušek Bureš Říha Ševčík Hruška Mašek Dušek Pavlík Hrubý Havlíček Janda Mach Müller "
    "Liška Tomeš Bednář Vondra Klíma Machala Jaroš Ptáček Sobotka Tesař Slavík Toman Kubát Bláha Kubíček Zelenka Vítek "
    "Strnad Janeček Bárta Beran Žák Kašpar Chalupa Mrázek Zajíček Hanák Brož Skála Jirásek Michálek Žižka Pešek Smetana "
    "Kolman Stejskal Jeřábek Cibulka Hlaváček Nedvěd Kalina Vrba Hejda Šebesta Macek Rada Slezák Trnka Vacek Kopřiva Ryba "
    "Krejcar Bílek Štefan Hudec Zach Kvapil Šindelář Mikeš Pech Havránek Oliva Homola Kraus Weiss Schneider Richter Wagner "
    "Fischer Langer Hofman Nguyen Tran Kováč Horváth Balog Varga Szabó Shevchenko Kowalski Nowak Sedlák Jiroušek Čapek "
    "Hrdlička Ondráček Přibyl Řezníček Řehák Žáček Ďurica Ťoupal Úlehla Číž Šulc Štěrba Žďárek Ouředník Zvěřina Vejvoda "
    "Kohout Pivoňka Kapoun Netušil Nejezchleb Skočdopole Vyskočil Zapletal Odehnal Doskočil Přikryl Drahoš Hostinský Lomnický "
    "Bystřický Turnovský Lipský Olšanský Podhorský Zábranský Ledecký Rokytka Jaderný Mlčoch Chvátal Kyselka Koudelka"
)
HEADS: Final = stock(
    "Kovo Elek Stav Agro Auto Trans Inter Uni Pro Tech Ter Plyn Aqua Sol Max Mega Euro Bohe Mora Sile Prag Brun Eko Kon Al "
    "Bel Car Dom Fer Gal Hol Ima Jas Kal Lam Met Nor Opt Pol Rek San Tex Ult Vit Wald Xer Zen Bio Geo Log Med Den Vet Foto "
    "Grafo Tisk Sklo Dřevo Beto Kera Gast Pek Mas Mlék Vin Piv Text Obu Kož Pap Obal Plast Chem Lak Bar Svar Nástro"
)
ENDS: Final = stock(
    "mat mont tex stav trans plast servis tech tron kov prim nova dex lux fin via com net sys centrum mix bal kom san term gas "
    "vit ex or is um ia ing stroj produkt ma sa ta ton rex mar tal gon art form nex link pack trade"
)
ENGLISH: Final = stock(
    "Prime Smart Global First Best Top Green Blue Red New Next Central Czech Bohemia Moravia Prague Digital Power Solar Energy "
    "Media Clean Fast Active Premium Golden Royal Silver Future Human Open Clear Sky Star City Home Life Health Food Pet"
)
ENGLISH_ENDS: Final = stock(
    "Solutions Group Services Trade Consulting Invest Development Systems Logistics Partners Technologies Design Estate "
    "Capital Production Management Marketing Engineering Security Studio Software Energy Industries Company Agency Lab"
)
TRADES: Final = stock(
    "stavby|stavební práce|zednictví|elektro|elektroinstalace|voda topení plyn|instalatérství|autodoprava|autoservis|pneuservis|"
    "truhlářství|tesařství|pokrývačství|klempířství|zámečnictví|kovovýroba|malířství|podlahy|okna|zemní práce|zahrady|účetnictví|"
    "daňové poradenství|reality|pojištění|tiskárna|reklama|fotograf|kadeřnictví|kosmetika|masáže|květinářství|potraviny|"
    "řeznictví|pekárna|cukrárna|hostinec|restaurace|penzion|ubytování|vinařství|textil|obuv|hračky|elektroobchod|počítače|"
    "software|projekce|geodézie|úklid|ostraha|sběrné suroviny|stavebniny|železářství|barvy laky|nábytek|čalounictví",
    "|",
)
COMPANIES: Final = stock(
    "Stavební společnost|Obchodní společnost|Dopravní podnik|Technické služby|Vodovody a kanalizace|Strojírny|Pekárny|Mlékárny|"
    "Pivovar|Teplárna|Tiskárna|Lékárna|Poliklinika|Zemědělská společnost|Lesní společnost|Městské lesy|Bytový podnik|"
    "Energetika|Lázně|Silnice|Cihelna|Kamenolom|Slévárna|Sklárny|Realitní kancelář|Cestovní kancelář|Autocentrum|Sportovní areál",
    "|",
)
SIGNS: Final = stock(
    "U Lípy|U Zlatého lva|Na Růžku|U Nádraží|Pod Zámkem|U Tří korun|Na Rynku|Pod Věží|U Mostu|Na Kopečku|U Jezu|Za Vodou|"
    "U Bílého beránka|Na Hrázi|U Kostela|V Podloubí|Na Sokolovně|U Radnice",
    "|",
)
HOUSES: Final = (
    "Restaurace",
    "Hotel",
    "Penzion",
    "Lékárna",
    "Pivnice",
    "Hostinec",
    "Cukrárna",
    "Květiny",
    "Kavárna",
)
BRANDS: Final = stock(
    "Pohoda|Domov|Oáza|Kapka|Jiskra|Vlna|Sluníčko|Čtyřlístek|Harmonie|Rytmus|Tempo|Racek|Orel|Mamut|Atlas|Titan|Orion|Vega|"
    "Sirius|Merkur|Neptun|Fénix|Delfín|Panda|Bobr|Kolibřík|Krokus|Narcis|Levandule|Šafrán|Zázvor|Bazalka|Kompas|Maják|Kotva",
    "|",
)
SLOGANS: Final = stock(
    "vše pro zahradu|okna a dveře|váš spolehlivý partner|prodej a servis|výroba na míru|od roku 1991|tradice a kvalita|"
    "velkoobchod|e-shop|půjčovna nářadí|montáže a opravy|kvalitní práce|24 hodin denně|rodinná firma|autorizovaný prodejce",
    "|",
)
FRANCHISES: Final = stock(
    "Autolux|Kafírna|Rychlopneu|Čistosvět|Zdravá lékárna|Realiton|Pekárnička|Zlatokov|Fitpoint|Optikon|Jazykárna|Balíkovna Ron",
    "|",
)
CLUBS: Final = stock(
    "TJ Sokol|SK Slavoj|Sbor dobrovolných hasičů|Myslivecký spolek|Český zahrádkářský svaz|Spolek přátel školy|Klub seniorů|"
    "Rodinné centrum|Včelařský spolek|Automotoklub",
    "|",
)
TRADED: Final = np.array(TRADES, dtype=object)
DEPARTMENTS: Final = (
    "info",
    "obchod",
    "kancelar",
    "fakturace",
    "objednavky",
    "sekretariat",
    "podatelna",
    "servis",
    "prodej",
)
FREE_MAIL: Final = ("posta.example", "schranka.example", "volnymail.example", "centrumposta.example")
