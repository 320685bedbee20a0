#!/bin/bash
# Installs what the tests need and runs them all. The last line is for CI: N passed, N failed, N skipped.
set -euo pipefail
cd "$(dirname "$0")"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# What a browser test drives, and the distribution's SQLite: the one that comes with the packages is too old.
missing=()
[ -x /usr/bin/chromium ] || missing+=(chromium)
/sbin/ldconfig -p | grep -F libsqlite3.so.0 >/dev/null || missing+=(libsqlite3-0)
if [ ${#missing[@]} -gt 0 ]; then
  as_root apt-get update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# One project after the other: browsers beside a storm of sends would try the machine, not the product.
code=0
dotnet test Chat.sln -m:1 --logger "trx;LogFilePrefix=t" --results-directory "$results" "$@" || code=$?

# Each results file has one Counters element; what was not executed was skipped. No file at all means nothing ran.
find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*>' {} + | awk '
  function count(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
  { passed += count("passed"); failed += count("failed") + count("error"); skipped += count("total") - count("executed") }
  END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }'
exit $code
