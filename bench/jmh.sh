#!/bin/sh
# Runs the JMH benchmarks; arguments go to JMH: bench/jmh.sh Expression -p size=1000
set -eu
cd "$(dirname "$0")/.."
./mvnw -q -Pbench -pl bench -am -DskipTests package
./mvnw -q -Pbench -pl bench dependency:build-classpath -Dmdep.outputFile=bench/target/classpath >/dev/null 2>&1 || true
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "bench/target/classes:engine/target/classes:schemas/target/classes:state/target/classes:providers/spi/target/classes:$(cat bench/target/classpath)" org.openjdk.jmh.Main "$@"
