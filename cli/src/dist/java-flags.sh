# Sourced by the launcher and by the packaging: the flags that the AOT cache is made and used with.
#
# Serial collector and C1 only: the quickest start that was measured (docs/adr/0009-tools-and-versions.md). Later flags
# win, so GROMA_JAVA_OPTIONS=-XX:TieredStopAtLevel=4 tries the other compiler.
# -Xlog: the JVM's own messages go to standard error, and a cache that does not fit is no reason for one.
java_flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=warning:stderr -Xlog:aot*=off:stderr -Xlog:cds*=off:stderr"
