"""The words by which the pieces of an address are told apart (all folded: accent-free, lower case)."""

import re
from typing import Final

COUNTRIES: Final = {
    "ceska republika": "CZ", "cesko": "CZ", "cr": "CZ", "cz": "CZ", "cze": "CZ", "czech republic": "CZ",
    "czechia": "CZ", "the czech republic": "CZ", "tschechien": "CZ", "tschechische republik": "CZ",
    "slovensko": "SK", "slovenska republika": "SK", "sr": "SK", "sk": "SK", "svk": "SK",
    "slovakia": "SK", "slovak republic": "SK",
    "nemecko": "DE", "deutschland": "DE", "germany": "DE", "de": "DE",
    "rakousko": "AT", "osterreich": "AT", "austria": "AT", "at": "AT",
    "polsko": "PL", "polska": "PL", "poland": "PL", "pl": "PL",
    "madarsko": "HU", "hungary": "HU", "hu": "HU",
    "velka britanie": "GB", "united kingdom": "GB", "gb": "GB", "uk": "GB",
    "francie": "FR", "france": "FR", "fr": "FR", "italie": "IT", "italia": "IT", "italy": "IT",
    "it": "IT", "nizozemsko": "NL", "netherlands": "NL", "nl": "NL", "belgie": "BE",
    "belgium": "BE", "be": "BE", "svycarsko": "CH", "schweiz": "CH", "switzerland": "CH", "ch": "CH",
    "spanelsko": "ES", "spain": "ES", "es": "ES", "ukrajina": "UA", "ukraine": "UA", "ua": "UA",
    "usa": "US", "spojene staty": "US", "us": "US",
}  # fmt: skip
"""Folded name or code of a country → ISO 3166-1 alpha-2."""

POSTCODE_COUNTRIES: Final = {"cz": "CZ", "sk": "SK", "d": "DE", "a": "AT", "pl": "PL"}
"""What stands before a postcode (“D-01067”) → ISO 3166-1 alpha-2."""

COUNTRY_NAMES: Final = {
    "CZ": "Česká republika", "SK": "Slovensko", "DE": "Německo", "AT": "Rakousko", "PL": "Polsko",
    "HU": "Maďarsko", "GB": "Velká Británie", "FR": "Francie", "IT": "Itálie", "NL": "Nizozemsko",
    "BE": "Belgie", "CH": "Švýcarsko", "ES": "Španělsko", "UA": "Ukrajina", "US": "USA",
}  # fmt: skip
"""ISO 3166-1 alpha-2 → the name on the last line of an envelope sent from the Czech Republic."""

SLOVAK_TOWNS: Final = {
    "bratislava": "Bratislava", "kosice": "Košice", "presov": "Prešov", "zilina": "Žilina",
    "nitra": "Nitra", "banska bystrica": "Banská Bystrica", "trnava": "Trnava", "martin": "Martin",
    "trencin": "Trenčín", "poprad": "Poprad", "prievidza": "Prievidza", "zvolen": "Zvolen",
    "povazska bystrica": "Považská Bystrica", "michalovce": "Michalovce",
    "nove zamky": "Nové Zámky", "spisska nova ves": "Spišská Nová Ves", "komarno": "Komárno",
    "humenne": "Humenné", "levice": "Levice", "bardejov": "Bardejov",
    "liptovsky mikulas": "Liptovský Mikuláš", "lucenec": "Lučenec", "piestany": "Piešťany",
    "ruzomberok": "Ružomberok", "topolcany": "Topoľčany", "cadca": "Čadca", "skalica": "Skalica",
    "dubnica nad vahom": "Dubnica nad Váhom", "rimavska sobota": "Rimavská Sobota",
    "dunajska streda": "Dunajská Streda", "pezinok": "Pezinok", "senica": "Senica",
    "malacky": "Malacky", "galanta": "Galanta", "puchov": "Púchov", "hlohovec": "Hlohovec",
}  # fmt: skip
"""Larger towns of Slovakia; some Czech towns share a name, and then a name alone proves no country."""

REGIONS: Final = {
    "stredocesky": "Středočeský kraj", "jihocesky": "Jihočeský kraj", "plzensky": "Plzeňský kraj",
    "karlovarsky": "Karlovarský kraj", "ustecky": "Ústecký kraj", "liberecky": "Liberecký kraj",
    "kralovehradecky": "Královéhradecký kraj", "pardubicky": "Pardubický kraj",
    "vysocina": "Kraj Vysočina", "jihomoravsky": "Jihomoravský kraj",
    "olomoucky": "Olomoucký kraj", "zlinsky": "Zlínský kraj",
    "moravskoslezsky": "Moravskoslezský kraj", "hlavni mesto praha": "Hlavní město Praha",
}  # fmt: skip
"""Folded name without the word “kraj” → official name."""

OKRES: Final = re.compile(
    r"okr(?:es)? |(?:praha (?:vychod|zapad)|(?:brno|plzen) venkov|plzen (?:sever|jih))$"
)
"""A piece that names an okres."""

STREET_PREFIX: Final = re.compile(r"\s*(?:ul\.|ul\s|ulice\s)\s*(?=\S)", re.IGNORECASE)
"""“ul.” before a street's name says nothing; “náměstí” or “třída” belong to the name."""

STREET_WORD: Final = re.compile(
    r"(?:ulice|ul|nam|namesti|tr|trida|nabr|nabrezi|sidl|sidliste|alej|bulvar)(?: |$)|"
    r".* (?:ulice|namesti|trida|nabrezi|sidliste|alej|stezka|cesta)$"
)
"""A folded name that can only be a street's."""

TOWN_PREFIX: Final = re.compile(
    r"\s*(?:obec|město|mesto|městys|mestys|statutární město|statutarni mesto)\s+(?=\S)",
    re.IGNORECASE,
)

EXTRA: Final = re.compile(
    r"\d+ ?(?:patro|poschodi|podlazi|np|pp|etaz|p$)|(?:patro|poschodi|podlazi|etaz|prizemi|suteren)\b|"
    r"(?:budova|bud|blok|objekt|obj|hala|vchod|areal|kancelar|kanc|dvere|byt|bytova jednotka|pavilon)\b|"
    r"(?:c o(?! \d)|k rukam|do rukou|na adrese|u firmy|pobocka|provozovna|depo|obchodni centrum|oc|"
    r"administrativni centrum|business park|obecni urad|mestsky urad|urad|firma|posta|pp|adr) |"
    r".* (?:s r o|spol|a s|v o s|k s|o p s|z s|z u|s p|o s|se|sro|as|druzstvo)$|posta restante|poste restante"
)
"""A folded piece that is neither place nor street, yet belongs to the address."""

INNER_EXTRA: Final = re.compile(
    r"(?:(?<=\s)|(?<=^))(?:(?:\d{1,2}\s?\.\s?(?:patro|poschodí|poschodi|podlaží|podlazi|NP|PP|etáž)\b"
    r"|(?:patro|poschodí|podlaží)\s+\d{1,2}\b|přízemí\b|prizemi\b|suterén\b"
    r"|(?:budova|bud\.|blok|objekt|obj\.|hala|vchod|kancelář|kanc\.|dveře|dv\.|byt|pavilon)"
    r"\s+(?:[čc]\.?\s?)?(?:\d{1,4}[A-Za-z]?|[A-Z]\d{0,3})(?!\w)))",
    re.IGNORECASE,
)
"""Floor, flat or building inside a longer piece."""

PO_BOX: Final = re.compile(
    r"(?<!\w)(?:p\.?\s?o\.?\s?-?box|pošt(?:ovní|\.)?\s?přihrádka|post(?:ovni|\.)?\s?prihradka)"
    r"(?:\s?[čc]\.)?\s?:?\s?\d*(?!\w)",
    re.IGNORECASE,
)

CARE_OF: Final = re.compile(r"(?<!\w)c/o\s[^,;\n]*", re.IGNORECASE)

NOT_ADDRESS: Final = re.compile(
    r"(?:tel|telefon|mobil|mob|fax|e-?mail|i[čc]o?|di[čc]|www|https?|datová schránka)\b\s*[.:]|"
    r"(?:tel|telefon|mobil|i[čc]o|di[čc])\s+\+?[0-9C]|\+?420\s?[0-9]{3}|\S+@\S+$",
    re.IGNORECASE,
)
"""A piece that is a contact or an identifier and no part of an address."""
