#!/usr/bin/env bash
# Prints how the cost of long expressions grows with their length.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
find_jdk java
(cd "$root" && ./mvnw -q -Pbench -pl bench -am -DskipTests package)
exec "$jdk/bin/java" -XX:+UseSerialGC -Xmn512m -cp "$root/bench/target/classes:$root/bench/target/lib/*" dev.groma.bench.Linearity
