# Sourced by the launchers: finds Java, builds when sources are newer than the last build, runs a main class.
# Expects $home to be the repository or distribution root; $dolake_options are options of Java's beside its own. Exit code 3: something on this machine stops it.

dolake_fail() {
  printf 'dolake: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf 'hint: %s\n' "$2" >&2
  exit 3
}

dolake_find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java="$JAVA_HOME/bin/java"
    [ -x "$java" ] || dolake_fail "JAVA_HOME is $JAVA_HOME, which has no bin/java" "point JAVA_HOME at a JDK 17 or newer"
  else
    java="$(command -v java || true)"
    [ -n "$java" ] || dolake_fail "no Java found" "install a JDK 17 or newer, or set JAVA_HOME to one"
  fi
  local version
  version="$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -1)"
  [ "${version:-0}" -ge 17 ] ||
    dolake_fail "Java 17 or newer is needed, $java is version ${version:-unknown}" "set JAVA_HOME to a JDK 17 or newer"
}

dolake_is_built() {
  [ -d "$home/lib" ] && return 0
  [ -f "$classpath_file" ] && [ -z "$(find "$home" -path "$home/.git" -prune -o -name target -prune -o \
    \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$classpath_file" -print -quit)" ]
}

# Shows a line per module; all that Maven says goes to the log.
dolake_build() {
  classpath_file="$home/cli/target/classpath.txt"
  dolake_is_built && return 0
  [ -x "$(dirname "$(readlink -f "$java")")/javac" ] ||
    dolake_fail "$java has no compiler beside it, and DoLake has to be built first" "set JAVA_HOME to a JDK, not a JRE, 17 or newer"
  local log="$home/cli/target/build.log" started=$SECONDS
  mkdir -p "$home/cli/target" 2>/dev/null || dolake_fail "cannot write to $home/cli" "use a copy of the repository that you may write to"
  printf 'dolake: building; the first time takes a few minutes, while libraries are fetched\n' >&2
  if ! (cd "$home" && ./mvnw -B -ntp -Pfast -Dmaven.test.skip=true -pl cli -am package) 2>&1 | tee "$log" |
    sed -u -n 's/^\[INFO\] Building \(DoLake.*\) [0-9][^ ]* *\(\[[0-9/]*\]\)$/  \2 \1/p' >&2; then
    grep -m 5 '^\[ERROR\]' "$log" >&2 || true
    dolake_fail "the build failed" "the whole log is in $log"
  fi
  touch "$classpath_file"
  printf 'dolake: built in %d s\n' "$((SECONDS - started))" >&2
}

# Flink and LMDB reach into these packages of the JDK.
dolake_opens="--add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
  --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.net=ALL-UNNAMED
  --add-opens=java.base/java.io=ALL-UNNAMED --add-opens=java.base/java.lang.reflect=ALL-UNNAMED
  --add-opens=java.base/java.text=ALL-UNNAMED --add-opens=java.base/java.time=ALL-UNNAMED
  --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
  --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED
  --add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED
  --add-exports=java.base/sun.net.util=ALL-UNNAMED --add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED
  --add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED"

dolake_java() {
  dolake_find_java
  dolake_build
  local main="$1" class_path
  shift
  # Java decodes arguments and names of files by the locale, and would lose what is beyond ASCII without one.
  [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
  if [ -d "$home/lib" ]; then class_path="$home/lib/*"; else class_path="$(cat "$classpath_file")"; fi
  # shellcheck disable=SC2086 # the options are words
  exec "$java" $dolake_opens ${dolake_options:-} -Dfile.encoding=UTF-8 -Ddolake.home="$home" ${DOLAKE_JAVA_OPTS:--Xmx2g} \
    -cp "$class_path" "$main" "$@"
}
