# Starts the program of the launcher that reads this file: class $main.
# Java is the one that came along, else that of JAVA_HOME, else that of the path. WSR_JAVA_OPTS has further options.

fail() {
  echo "${0##*/}: $1" >&2
  exit 1
}

home=$(dirname "$(dirname "$(readlink -f "$0")")")

if [ -x "$home/runtime/bin/java" ]; then
  java=$home/runtime/bin/java
elif [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "no Java in JAVA_HOME ($JAVA_HOME); Java 17 or newer is needed"
else
  java=$(command -v java) || fail "no java found; install Java 17 or newer, or set JAVA_HOME"
fi

# A JDK's file "release" tells its version at once; asking the JVM costs a start of it.
version=
java_home=$(readlink -f "$java")
java_home=${java_home%/bin/java}
if [ -r "$java_home/release" ]; then
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        version=${line#*=}
        version=${version#\"}
        ;;
    esac
  done < "$java_home/release"
fi
if [ -z "$version" ]; then
  version=$("$java" -version 2>&1 < /dev/null | sed -n 's/.* version "\([^"]*\)".*/\1/p')
fi
major=${version%%[!0-9]*}
[ "${major:-0}" -ge 17 ] || fail "Java 17 or newer is needed, not ${version%%\"*} ($java)"

case $main in
  WsrBench) module=bench heap=1g young=64m ;; # it may hold a thousand connectors and the relay
  *) module=examples heap=256m young=8m ;; # a small young generation stays in the cache
esac

# Java tells only whether input and output are a terminal both.
terminal=
[ -t 1 ] && terminal=out
[ -t 2 ] && terminal=$terminal,err

set -f # WSR_JAVA_OPTS is split at blanks, nothing more
# shellcheck disable=SC2086
exec "$java" -XX:+UseSerialGC "-Xmx$heap" "-Xmn$young" -Xshare:auto "-Dwsr.terminal=$terminal" ${WSR_JAVA_OPTS:-} \
  -p "$home/lib" -m "io.github.wsocketrelay.$module/io.github.wsocketrelay.$module.$main" "$@"
