#!/usr/bin/env bash
# Writes constraints.txt anew: the newest versions that pyproject.toml allows, tests and Spark included.
# Resolve with the oldest Python there is to support, for newer ones accept what it accepts and not the
# other way round: Debian 12 has 3.11.2, and some releases ask for 3.11.5 (make pins PYTHON=/usr/bin/python3).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

"${PYTHON:-python3}" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check ".[test,spark]"
"$scratch/venv/bin/python" -m pip freeze --exclude workbench | LC_ALL=C sort -f >"$scratch/pins"
if grep -v '^[A-Za-z0-9._-]*==[A-Za-z0-9.]*$' "$scratch/pins"; then
  echo "These lines are no plain pins; constraints.txt stays as it was." >&2
  exit 1
fi
cp "$scratch/pins" constraints.txt
