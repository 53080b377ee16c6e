#!/usr/bin/env bash
# Measures one command line under each candidate set of JVM flags, each with an AOT cache made for it, and prints medians.
# The set in use is in cli/src/dist/java-flags.sh; the reasons are in docs/adr/0009-tools-and-versions.md.
#
#   cd FOLDER-WITH-A-CONFIGURATION && .../bench/flags.sh plan
#
# RUNS sets the number of runs of each (default 10); the sets alternate, so that a busy machine slows all of them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ $# -gt 0 ] || set -- version
runs=${RUNS:-10}
. "$root/.mvn/find-jdk.sh"
. "$root/bench/measure.sh"
find_jdk java

candidates=(
  '-XX:+UseSerialGC -XX:TieredStopAtLevel=1'
  '-XX:+UseSerialGC'
  '-XX:+UseParallelGC'
  '-XX:+UseParallelGC -XX:TieredStopAtLevel=1'
  '-XX:+UseG1GC'
)
"$root/groma" version >/dev/null # builds when necessary
jar=$root/cli/target/dist/lib/groma.jar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for set in "${!candidates[@]}"; do
  cp -r "$root/cli/src/dist/training" "$work/$set"
  # shellcheck disable=SC2086 # a set is several words
  (cd "$work/$set" && "$jdk/bin/java" -XX:AOTCacheOutput=aot ${candidates[set]} \
    -cp "$jar" dev.groma.cli.Training "$root/cli/src/dist/groma.txt" >log 2>&1)
done
for ((run = 0; run < runs; run++)); do
  for set in "${!candidates[@]}"; do
    # shellcheck disable=SC2086
    measure "$work/$set/times" "$jdk/bin/java" -XX:AOTCache="$work/$set/aot" ${candidates[set]} -jar "$jar" "$@"
  done
done
for set in "${!candidates[@]}"; do
  printf '%6.0f ms  %s\n' "$(median "$work/$set/times")" "${candidates[set]}"
done
