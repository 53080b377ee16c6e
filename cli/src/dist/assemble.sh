#!/bin/sh
# Completes a distribution whose lib/ already holds the jars: launcher, AOT caches, stamp.
#
#   assemble.sh REPOSITORY DIST BUILD_START
set -eu
repository=$1 dist=$2 build_start=$3
source=$repository/cli/src/dist
lib=$dist/lib

mkdir -p "$dist/bin"
cp "$source/bin/groma" "$dist/bin/groma"
cp "$repository/.mvn/find-jdk.sh" "$source/java-flags.sh" "$lib/"

# Caches are made by the JDK that the launcher will find, while the command lines of a file run. A cache costs time for
# everything that is in it, so the commands that only print words have a small one of their own.
# Groma works without a cache, only slower; so a failure here is a warning.
. "$lib/find-jdk.sh"
. "$lib/java-flags.sh"
make_cache() { # NAME: from NAME.txt to NAME.aot
  cache=$lib/$1.aot report=$dist/$1.out work=$dist/training
  rm -rf "$cache" "$work"
  cp -r "$source/training" "$work"
  # Relative names, because the JVM hands its flags to a second one through a variable that is split at spaces.
  if find_jdk java && (cd "$work" && "$jdk/bin/java" -XX:AOTCacheOutput="../lib/$1.aot" $java_flags -Xlog:aot=warning:stdout \
    -cp ../lib/groma.jar dev.groma.cli.Training "$source/$1.txt") >"$report" 2>&1 && [ -f "$cache" ]; then
    # A library compiled for an old Java cannot go into the cache and costs time at every start.
    grep 'Skipping .*Old class' "$report" | head -n 5 >&2
  else
    rm -f "$cache"
    echo "Warning: no AOT cache could be made, so Groma starts more slowly; $report says why." >&2
  fi
  rm -rf "$work"
}
make_cache groma
make_cache words

# Sources newer than the start of this build make the launcher build again.
touch -d "$build_start" "$dist/stamp"
