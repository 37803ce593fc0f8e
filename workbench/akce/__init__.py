"""The actions: one file an action, :mod:`workbench.akce.base` their shape, :mod:`workbench.akce.catalogue` the menu."""
