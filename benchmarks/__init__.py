"""How fast workbench is beside its peers, both sides measured in one run: ``python -m benchmarks``."""
