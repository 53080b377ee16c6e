#!/usr/bin/env bash
# Measures the start of Groma beside the start of a bare JVM, as whole processes, and prints medians and their ratio.
#
#   bench/startup.sh [ARGUMENT...]      what to run with ./groma; default: version
#
# RUNS sets the number of runs of each (default 20); they alternate, so that a busy machine slows both.
# Exits with 1 when Groma takes more than LIMIT times the bare JVM (default 3).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ $# -gt 0 ] || set -- version
runs=${RUNS:-20} limit=${LIMIT:-3}
. "$root/.mvn/find-jdk.sh"
. "$root/bench/measure.sh"
find_jdk javac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/Hello.java" <<'END'
class Hello {
  public static void main(String[] args) {
    System.out.println("hello");
  }
}
END
"$jdk/bin/javac" -d "$work" "$work/Hello.java"
"$root/groma" "$@" >/dev/null # builds when necessary

for ((run = 0; run < runs; run++)); do
  measure "$work/bare" "$jdk/bin/java" -cp "$work" Hello
  measure "$work/groma" "$root/groma" "$@"
done
awk -v bare="$(median "$work/bare")" -v groma="$(median "$work/groma")" -v limit="$limit" -v what="$*" 'BEGIN {
  printf "bare JVM hello  %.0f ms\ngroma %s  %.0f ms\nratio  %.1f (limit %s)\n", bare, what, groma, groma / bare, limit
  exit groma / bare > limit
}'
