#!/usr/bin/env bash
# Runs checks beside tests, for each leaves cores idle that the other can use; fails if either does.
#
#   scripts/beside.sh "CHECKS" TESTS…     e.g. scripts/beside.sh "make check" .venv/bin/python -m pytest
#
# Of checks that pass nothing but that is said, at the end; the words of those that fail stand there at once.
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
  printf '%s\n' "--- passed: $checks ---"
else
  status=1
  printf '%s\n' "--- failed: $checks (its words stand above, between those of the tests) ---"
fi
exit "$status"
