#!/usr/bin/env bash
# Prints the path of a Chromium that starts, for the browser tests; fails when there is none.
set -euo pipefail

starts() { [[ -n "$1" ]] && "$1" --version >/dev/null 2>&1; } # on Ubuntu a stub may stand in its place

for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  path="$(command -v "$name" || true)"
  if starts "$path"; then
    echo "$path"
    exit 0
  fi
done
for path in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome; do
  if starts "$path"; then
    echo "$path"
    exit 0
  fi
done
exit 1
