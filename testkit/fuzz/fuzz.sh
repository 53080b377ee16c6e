#!/bin/sh
# Feeds each reader with arbitrary input for a while: testkit/fuzz/fuzz.sh [DURATION [NAME...]].
# An input that makes one fail is kept under testkit/fuzz/src/test/resources, where later builds
# with -Pfuzz run it again.
set -eu
cd "$(dirname "$0")/../.."
duration=${1:-2m}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- expressions templates evaluation mixtures json yaml configurations states
for name in "$@"; do
  echo "== $name"
  JAZZER_FUZZ=1 JAZZER_MAX_DURATION=$duration ./mvnw -q -Pfuzz -pl testkit/fuzz -am \
    -Dsurefire.failIfNoSpecifiedTests=false -Dtest="ReadersFuzzTest#$name" test
done
