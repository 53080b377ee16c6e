#!/bin/sh
# Packs expression cases, whose results come from the real program, into the test resources of the
# engine: one file with a case per line, and the files that the cases read.
#
#   testkit/conformance/refresh-expressions.sh DIRECTORY
#
# DIRECTORY holds *.jsonl and fixtures/. Run the tests afterwards and bring
# expressions-known-failures.txt up to date.
set -eu
from=${1:?"usage: $0 DIRECTORY"}
to=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)/engine/src/test/resources/conformance
mkdir -p "$to"
LC_ALL=C
export LC_ALL
cat "$from"/*.jsonl > "$to/expressions.jsonl"
rm -rf "$to/expressions-fixtures"
mkdir "$to/expressions-fixtures"
cp -R "$from/fixtures/." "$to/expressions-fixtures/"
find "$to/expressions-fixtures" -type d -exec chmod 755 {} +
find "$to/expressions-fixtures" -type f -exec chmod 644 {} +
