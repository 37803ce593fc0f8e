"""The closed lists that fields choose from: ``{stored value: (Czech, English)}``."""

from collections.abc import Mapping

RATING = {"A": ("A", "A"), "B": ("B", "B"), "C": ("C", "C")}
CLIENT_STATE = {
    "potential": ("potenciální", "potential"),
    "actual": ("aktuální", "actual"),
    "deferred": ("odložený", "deferred"),
    "unattractive": ("nezajímavý", "unattractive"),
}
CLIENT_ROLE = {
    "customer": ("zákazník", "customer"),
    "partner": ("partner", "partner"),
    "supplier": ("dodavatel", "supplier"),
    "rival": ("konkurent", "rival"),
}
ADDRESS_KIND = {
    "seat": ("sídlo", "registered seat"),
    "contact": ("kontaktní", "contact"),
    "billing": ("fakturační", "billing"),
    "delivery": ("dodací", "delivery"),
    "branch": ("provozovna", "branch"),
    "home": ("soukromá", "home"),
    "other": ("jiná", "other"),
}
HOUSE_NUMBER_KIND = {"cp": ("č.p.", "building no."), "cev": ("č.ev.", "registration no.")}
CONTACT_KIND = {
    "phone": ("telefon", "phone"),
    "mobile": ("mobil", "mobile"),
    "fax": ("fax", "fax"),
    "email": ("e-mail", "e-mail"),
    "web": ("web", "web"),
    "facebook": ("Facebook", "Facebook"),
    "linkedin": ("LinkedIn", "LinkedIn"),
    "instagram": ("Instagram", "Instagram"),
    "x": ("X", "X"),
    "youtube": ("YouTube", "YouTube"),
    "other": ("jiný", "other"),
}
RELATION_KIND = {
    "parent": ("mateřská", "parent"),
    "child": ("dceřiná", "subsidiary"),
    "loose": ("volná", "loose"),
}
RELATION_INVERSE: Mapping[str, str] = {"parent": "child", "child": "parent", "loose": "loose"}
CONSENT_TITLE = {
    "consent": ("souhlas", "consent"),
    "contract": ("smlouva", "contract"),
    "legitimate_interest": ("oprávněný zájem", "legitimate interest"),
    "legal_duty": ("právní povinnost", "legal duty"),
    "vital_interest": ("životně důležitý zájem", "vital interest"),
    "public_task": ("veřejný zájem", "public task"),
}  # GDPR, art. 6 (1) a-f
ACTIVITY_KIND = {
    "note": ("poznámka", "note"),
    "call": ("telefonát", "call"),
    "meeting": ("schůzka", "meeting"),
    "email": ("e-mail", "e-mail"),
    "task": ("úkol", "task"),
}
BUSINESS_STATE = {
    "open": ("otevřený", "open"),
    "won": ("vyhraný", "won"),
    "lost": ("prohraný", "lost"),
    "cancelled": ("zrušený", "cancelled"),
}
VERDICT = {
    "same": ("tentýž", "the same"),
    "different": ("není duplicita", "not a duplicate"),
    "unsure": ("nejisté", "unsure"),
}
"""What an analyst says of a pair of clients or contact persons."""
GENDER = {"female": ("žena", "female"), "male": ("muž", "male")}
