# Sourced by the scripts here: times whole processes.

# Appends the microseconds that COMMAND takes to FILE. A command that fails ends the script.
measure() { # FILE COMMAND...
  local file=$1 begin=${EPOCHREALTIME/[.,]/}
  "${@:2}" >/dev/null
  echo $((${EPOCHREALTIME/[.,]/} - begin)) >>"$file"
}

# Prints the median of FILE in milliseconds.
median() { # FILE
  sort -n "$1" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2000 }'
}
