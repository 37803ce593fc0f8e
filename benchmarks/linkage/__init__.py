"""Finding duplicates: clients with a known truth, figures of quality, and the peers."""
