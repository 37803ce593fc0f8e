#!/usr/bin/env bash
# Writes constraints.txt anew: the newest versions that pyproject.toml allows, tests included.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

"${PYTHON:-python3}" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check ".[test]"
"$scratch/venv/bin/python" -m pip freeze --exclude workbench | LC_ALL=C sort -f >"$scratch/pins"
if grep -v '^[A-Za-z0-9._-]*==[A-Za-z0-9.]*$' "$scratch/pins"; then
  echo "These lines are no plain pins; constraints.txt stays as it was." >&2
  exit 1
fi
cp "$scratch/pins" constraints.txt
