#!/bin/sh
# Packs the cases whose results come from the real program into the test resources.
#
#   testkit/conformance/refresh.sh DIRECTORY
#
# DIRECTORY holds expressions/, plans/, json_syntax/ and apply/. Run the tests afterwards and bring
# the *-known-failures.txt files up to date. Needs a JDK 25 as JAVA_HOME.
set -eu
from=${1:?"usage: $0 DIRECTORY"}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
to=$root/engine/src/test/resources/conformance
mkdir -p "$to"
LC_ALL=C
export LC_ALL
cat "$from"/expressions/*.jsonl > "$to/expressions.jsonl"
rm -rf "$to/expressions-fixtures"
mkdir "$to/expressions-fixtures"
cp -R "$from/expressions/fixtures/." "$to/expressions-fixtures/"
find "$to/expressions-fixtures" -type d -exec chmod 755 {} +
find "$to/expressions-fixtures" -type f -exec chmod 644 {} +
to=$root/cli/src/test/resources/conformance
mkdir -p "$to"
for category in plans json_syntax apply; do
  "${JAVA_HOME:?"set JAVA_HOME to a JDK 25"}/bin/java" "$here/Pack.java" "$from/$category" "$to/$category.jsonl"
done
