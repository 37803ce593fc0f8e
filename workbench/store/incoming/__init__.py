"""Rows of a file on their way into the store: which clients they are, what they change, all in SQL.

found = match(cs, rows)      # row -> client id, and by what it was recognised
bring_in(cs, rows, found)    # new clients, changed fields, addresses, contacts, persons, legal titles
"""

from workbench.store.incoming.matching import Matching, match
from workbench.store.incoming.writing import bring_in

__all__ = ["Matching", "bring_in", "match"]
