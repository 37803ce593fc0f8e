"""What a user reads: messages in Czech (first) and English (second).

Code holds the English text as the message id; Czech stands in ``locale/cs/*.po``, one gettext file a
room of the house. Labels of fields are declared with the fields (:mod:`workbench.model`).

    >>> t("Record {id} is locked by {user}.", id=42, user="eva")   # doctest: +SKIP
    'Záznam 42 zamkl(a) eva.'

The language is one setting of the process (a kernel serves one person): ``use("en")``, or the
environment variable ``WORKBENCH_LANGUAGE`` before start. A document in another language is made
``within`` it.
"""

from workbench.locale._catalogue import LANGUAGES, Language, current, n, number, t, use, within

__all__ = ["LANGUAGES", "Language", "current", "n", "number", "t", "use", "within"]
