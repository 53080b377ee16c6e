#!/usr/bin/env bash
# Runs the JMH benchmarks; arguments go to JMH: bench/jmh.sh Expression -p size=1000
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
find_jdk java
(cd "$root" && ./mvnw -q -Pbench -pl bench -am -DskipTests package)
exec "$jdk/bin/java" -cp "$root/bench/target/classes:$root/bench/target/lib/*" org.openjdk.jmh.Main "$@"
