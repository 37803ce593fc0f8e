"""The pure floor: what records are, and functions from values to values."""
