"""Search as you type: accent-free word prefixes over name, IČO, DIČ, obec, contacts and id, narrowed by facets.

The file keeps an entry a client, with its words (:mod:`~workbench.store.search.entries`). A kernel reads them into memory
at its first search and from then on only what changed (:mod:`~workbench.store.search.index`), so that a key press
touches no file.
"""
