# Sourced by mvnw, groma and the packaging. Finds a JDK 25 without starting any process.
#
#   find_jdk TOOL   sets `jdk` to the first home of a Java 25 that has bin/TOOL, or prints what to do and returns 1.
#
# JAVA_HOME comes first; a JAVA_HOME of another version is passed over, since it is often set for other projects.

is_jdk_25() { # HOME TOOL
  [ -n "$1" ] && [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r jdk_line; do
    case $jdk_line in
      'JAVA_VERSION="25"' | 'JAVA_VERSION="25.'* | 'JAVA_VERSION="25-'*) return 0 ;;
      JAVA_VERSION=*) return 1 ;;
    esac
  done <"$1/release"
  return 1
}

find_jdk() { # TOOL
  for jdk in "${JAVA_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25_ARM64-}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
    "${HOME-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    is_jdk_25 "$jdk" "$1" && return 0
  done
  if jdk=$(command -v java); then
    jdk=$(readlink -f "$jdk") && jdk=${jdk%/bin/java}
    is_jdk_25 "$jdk" "$1" && return 0
  fi
  jdk=
  cat >&2 <<'END'
Error: no JDK 25 found.

Groma is written for Java 25. Install a JDK 25, for example
  Debian, Ubuntu   apt-get install temurin-25-jdk   (or openjdk-25-jdk)
  macOS            brew install openjdk@25
  anywhere         sdk install java 25-tem
or set JAVA_HOME to the folder of one. The default `java` may stay what it is.
END
  return 1
}
