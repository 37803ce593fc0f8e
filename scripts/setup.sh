#!/usr/bin/env bash
# Prepares this folder for use on a fresh Debian or Ubuntu, and is done at once when nothing has changed.
#
#   scripts/setup.sh lab     system libraries and .venv with the package    (enough for JupyterLab)
#   scripts/setup.sh check   … and what ruff, mypy and import-linter need
#   scripts/setup.sh test    … and Chromium, and a reader of vCards in another language (node_modules)
#   scripts/setup.sh all     … and LibreOffice, Java and Spark, for the exhaustive tests
#
# Environment: PYTHON (which interpreter), CHROMIUM (which browser), WORKBENCH_LANGUAGE (cs, en).
# A stamp in .venv remembers what was installed; it is keyed on pyproject.toml, constraints.txt, the
# interpreter and the folder, so a change of any of them installs again, and nothing else does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly level="${1:-lab}"
readonly venv=.venv
readonly card_reader=2.2.1 # of the npm package ical.js
readonly pip=26.3 # Python brings pip 23, which needs twice the time to choose among what the index offers

say() { # czech english
  if [[ "${WORKBENCH_LANGUAGE:-cs}" == en ]]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi >&2
}

fail() {
  say "$1" "$2"
  exit 1
}

# --- system packages -----------------------------------------------------------------------------

can_become_root() { [[ "$(id -u)" == 0 ]] || { command -v sudo && sudo -n true; } >/dev/null 2>&1; }

as_root() {
  if [[ "$(id -u)" == 0 ]]; then env "$@"; else sudo -n env "$@"; fi
}

install_packages() { # package…
  local sudo=""
  [[ "$(id -u)" == 0 ]] || sudo="sudo "
  local -r command="${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends $*"
  command -v apt-get >/dev/null || fail \
    "Chybí systémové balíky a apt-get tu není. Nainstalujte obdobu těchto balíků Debianu a spusťte to znovu: $*" \
    "System packages are missing and there is no apt-get. Install what matches these Debian packages and run this again: $*"
  can_become_root || fail \
    "Chybí systémové balíky a nemám právo je instalovat. Spusťte tento příkaz a pak to zkuste znovu:
  $command" \
    "System packages are missing and I may not install them. Run this command and then try again:
  $command"
  say "Instaluji systémové balíky: $*" "Installing system packages: $*"
  as_root apt-get -o DPkg::Lock::Timeout=120 -qq update || say \
    "Seznam balíků se nepodařilo obnovit, zkouším to s tím, který tu je." \
    "The list of packages could not be refreshed; trying with the one at hand."
  as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -qq install -y \
    --no-install-recommends "$@" >/dev/null || fail \
    "Instalace systémových balíků selhala (viz výše). Opravte příčinu a spusťte to znovu, nebo zkuste sami:
  $command" \
    "Installing system packages failed (see above). Mend the cause and run this again, or try it yourself:
  $command"
}

# --- Python --------------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
    if new_enough "$candidate"; then
      # The interpreter below a virtual environment, for that environment may be the one to be rebuilt.
      "$candidate" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))'
      return
    fi
  done
}

venv_package() { # the Debian package that gives this interpreter its venv module
  local -r version="$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  local -r system="$([[ -x /usr/bin/python3 ]] && /usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  if [[ "$version" == "$system" ]]; then echo python3-venv; else echo "python$version-venv"; fi
}

# --- what is missing -----------------------------------------------------------------------------

missing_for_pdf() { # WeasyPrint loads these at use; one line for each package that is not there
  "$1" - <<'PYTHON'
import ctypes
for library, package in {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}.items():
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PYTHON
  if ! command -v fc-list >/dev/null; then
    echo fontconfig fonts-dejavu-core
  elif [[ -z "$(fc-list :lang=cs family)" ]]; then
    echo fonts-dejavu-core
  fi
}

system_needs() {
  local packages=()
  mapfile -t packages < <(
    "$python" -c 'import ensurepip, venv' 2>/dev/null || venv_package "$python"
    # Other systems name these libraries otherwise; `workbench doctor` looks for them there.
    if [[ "$(uname -s)" == Linux ]]; then missing_for_pdf "$python"; fi
    if for_tests && ! scripts/chromium.sh >/dev/null && ! is_ubuntu; then
      echo chromium
    fi
    if for_tests; then
      command -v node >/dev/null || echo nodejs
      has_card_reader || command -v npm >/dev/null || echo npm
    fi
    if [[ "$level" == all ]]; then
      command -v soffice >/dev/null || echo libreoffice-calc-nogui
      command -v java >/dev/null || [[ -n "${JAVA_HOME:-}" ]] || echo default-jre-headless
    fi
  )
  if ((${#packages[@]})); then
    # shellcheck disable=SC2068 # a line may name two packages
    install_packages ${packages[@]}
  fi
}

for_tests() { [[ "$level" == test || "$level" == all ]]; }

has_card_reader() { grep -qF "\"version\": \"$card_reader\"" node_modules/ical.js/package.json 2>/dev/null; }

is_ubuntu() { # it offers Chromium as a snap only, so Playwright's own build serves there
  grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null
}

# --- the environment -----------------------------------------------------------------------------

fingerprint() {
  { cat pyproject.toml constraints.txt; pwd -P; "$python" -V; } | cksum | tr -d ' '
}

install_environment() {
  local extra stamp
  case "$level" in
    lab) extra="" stamp="$venv/.stamp-lab" ;;
    all) extra="[test,spark]" stamp="$venv/.stamp-all" ;;
    *) extra="[test]" stamp="$venv/.stamp-test" ;;
  esac
  local -r wanted="$(fingerprint)"
  local known holding=("$stamp" "$venv/.stamp-all") # a set-up holds all that the ones before it do
  [[ "$level" != lab ]] || holding+=("$venv/.stamp-test")
  for known in "${holding[@]}"; do
    if [[ "$(cat "$known" 2>/dev/null)" == "$wanted" ]] && "$venv/bin/python" -c '' 2>/dev/null; then
      return
    fi
  done
  local -r home="$(pwd -P) $("$python" -V)"
  if [[ "$(cat "$venv/.stamp-home" 2>/dev/null)" != "$home" ]]; then # also when the folder was moved
    say "Zakládám prostředí $venv …" "Creating the environment $venv …"
    "$python" -m venv --clear "$venv"
    printf '%s' "$home" >"$venv/.stamp-home"
  fi
  say "Instaluji balíky Pythonu (poprvé několik minut) …" "Installing Python packages (some minutes the first time) …"
  # Python compiles a module when it is first imported; to compile all of them here takes as long as installing.
  local -r install=("$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile)
  "${install[@]}" "pip==$pip" 2>/dev/null || true # the one at hand does, too
  "${install[@]}" --constraint constraints.txt --editable ".$extra" || fail \
    "Instalace balíků Pythonu selhala (viz výše). Poprvé je potřeba síť; ověřte ji a spusťte to znovu." \
    "Installing Python packages failed (see above). The first time needs the network; check it and run this again."
  printf '%s' "$wanted" >"$stamp"
}

install_browser() {
  scripts/chromium.sh >/dev/null && return
  say "Stahuji Chromium pro testy …" "Downloading Chromium for the tests …"
  local options=()
  if can_become_root; then options+=(--with-deps); fi
  "$venv/bin/python" -m playwright install "${options[@]}" chromium >/dev/null && scripts/chromium.sh >/dev/null || fail \
    "Chromium pro testy tu není. Nainstalujte ho, nebo řekněte, kde je: CHROMIUM=/cesta/k/chromium make test" \
    "There is no Chromium for the tests. Install it, or say where it is: CHROMIUM=/path/to/chromium make test"
}

install_card_reader() {
  has_card_reader && return
  npm install --prefix . --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error \
    "ical.js@$card_reader" >/dev/null && has_card_reader || fail \
    "Instalace balíku ical.js (čte vCard v testech) selhala (viz výše). Je potřeba síť; ověřte ji a spusťte to znovu." \
    "Installing the package ical.js (reads vCards in tests) failed (see above). It needs the network; check it and run this again."
}

# --- in order ------------------------------------------------------------------------------------

if command -v flock >/dev/null; then # a second set-up beside this one waits for it
  exec 9<"scripts/setup.sh"
  flock 9
fi

python="$(find_python)"
if [[ -z "$python" ]]; then
  install_packages python3 python3-venv
  python="$(find_python)"
  [[ -n "$python" ]] || fail \
    "Je potřeba Python 3.11 nebo novější; systém nabízí starší. Nainstalujte novější a řekněte který: PYTHON=python3.12 make lab" \
    "Python 3.11 or newer is needed and the system offers an older one. Install a newer one and name it: PYTHON=python3.12 make lab"
fi
readonly python

system_needs
install_environment
if for_tests; then
  install_browser
  install_card_reader
fi
