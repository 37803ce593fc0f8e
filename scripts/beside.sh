#!/usr/bin/env bash
# Runs checks beside tests, for each leaves cores idle that the other can use; fails if either does.
#
#   scripts/beside.sh "CHECKS" TESTS…     e.g. scripts/beside.sh "make check" .venv/bin/python -m pytest
#
# The checks speak when they have failed, or when the tests are over.
set -euo pipefail
readonly checks="$1"
shift

said="$(mktemp)"
readonly said
check() {
  if bash -c "$checks" >"$said" 2>&1; then return; fi
  printf '\n--- %s ---\n' "$checks"
  cat "$said"
  return 1
}

set -m # a group of its own, which can be ended whole
check &
set +m
readonly group=$!
trap 'kill -- "-$group" 2>/dev/null || true; rm -f "$said"' EXIT

status=0
"$@" || status=$?
if wait "$group"; then
  cat "$said"
else
  status=1
  printf '%s\n' "--- failed: $checks (its words stand above, between those of the tests) ---"
fi
exit "$status"
