#!/bin/sh
# Applies saved plans of terraform_data resources, all independent and all in one chain, and prints what a step costs: time, bytes
# written, and waits for the disk; beside the real program where it is installed.
#
#   bench/apply.sh [SIZE...]        default: 1000 10000
#
# A step is the creation of one resource.
#   ms/step     the wall time of "apply PLAN", less that of a plan of ten resources (starting, reading), divided by the steps
#   cpu/step    the same in milliseconds of the processors, which says more on a busy machine
#   bytes/step  what the process and its threads passed to write(2) (wchar in /proc/PID/io), less its standard output, less that of the
#               plan of ten, divided by the steps. The state itself is written once by Groma, so it is a part of this
#   fsyncs      fsync and fdatasync, counted by strace in a run of its own; "-" where strace is not installed
# The real program needs long for large sizes: it is run up to PEER_MAX resources (default 1000). GROMA names another program to measure.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
groma=${GROMA:-$root/groma}
peer=$(command -v terraform || true)
peer_max=${PEER_MAX:-1000}
[ $# -gt 0 ] || set -- 1000 10000

"$groma" version > /dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

generate() { # SHAPE SIZE
  awk -v shape="$1" -v n="$2" 'BEGIN {
    printf "{\"resource\":{\"terraform_data\":{"
    for (i = 0; i < n; i++) {
      if (i) printf ","
      if (i == 0 || shape == "independent") printf "\"r%d\":{\"input\":\"v%d\"}", i, i
      else printf "\"r%d\":{\"input\":\"${terraform_data.r%d.id}\"}", i, i - 1
    }
    print "}}}"
  }' > main.tf.json
}

quietly() { # COMMAND...: tells what it said only when it fails
  "$@" > log 2>&1 || {
    cat log >&2
    exit 1
  }
}

fresh() { # PROGRAM SHAPE SIZE: an empty directory with a saved plan
  rm -rf "$work/here"
  mkdir "$work/here"
  cd "$work/here"
  generate "$2" "$3"
  quietly "$1" init -input=false
  quietly "$1" plan -input=false -out=plan
}

apply() { # PROGRAM SHAPE SIZE: sets ms, cpu, bytes and fsyncs
  fresh "$1" "$2" "$3"
  start=$(date +%s%N)
  # A process that was waited for counts for who waited.
  sh -c '"$1" apply -input=false plan > log 2>&1 || { cat log >&2; exit 1; }
    cat /proc/$$/io /proc/$$/stat > used' sh "$1"
  ms=$((($(date +%s%N) - start) / 1000000))
  bytes=$(($(awk '/^wchar/ { print $2 }' used) - $(wc -c < log)))
  cpu=$(awk -v hz="$(getconf CLK_TCK)" '$2 == "(sh)" { printf "%d", ($16 + $17) * 1000 / hz }' used)
  fsyncs=-
  if command -v strace > /dev/null; then
    fresh "$1" "$2" "$3"
    quietly strace -f --seccomp-bpf -qq -c -o calls -e trace=fsync,fdatasync "$1" apply -input=false plan
    fsyncs=$(awk '$NF == "fsync" || $NF == "fdatasync" { sum += $4 } END { print sum + 0 }' calls)
  fi
}

printf '%-10s %-12s %7s %9s %9s %9s %11s %8s %12s\n' program shape steps ms ms/step cpu/step bytes/step fsyncs steps/fsync
row() { # NAME PROGRAM SHAPE SIZE
  apply "$2" "$3" 10
  ms10=$ms
  cpu10=$cpu
  bytes10=$bytes
  apply "$2" "$3" "$4"
  awk -v name="$1" -v shape="$3" -v n="$4" -v ms="$ms" -v ms10="$ms10" -v cpu="$cpu" -v cpu10="$cpu10" -v bytes="$bytes" -v bytes10="$bytes10" -v f="$fsyncs" 'BEGIN {
    printf "%-10s %-12s %7d %9d %9.2f %9.2f %11.0f %8s %12s\n", name, shape, n, ms, (ms - ms10) / (n - 10), (cpu - cpu10) / (n - 10), (bytes - bytes10) / (n - 10), f,
      (f > 0 ? sprintf("%.2f", n / f) : "-")
  }' | tee -a "$work/rows"
}

for shape in independent chain; do
  for size; do
    row groma "$groma" "$shape" "$size"
    if [ -n "$peer" ] && [ "$size" -le "$peer_max" ]; then
      row terraform "$peer" "$shape" "$size"
    fi
  done
done

# How a step of the largest size compares to one of the smallest.
awk '
  $1 == "groma" && !($2 in n0) { n0[$2] = $3; ms0[$2] = $5; cpu0[$2] = $6; bytes0[$2] = $7 }
  $1 == "groma" { n[$2] = $3; ms[$2] = $5; cpu[$2] = $6; bytes[$2] = $7 }
  END {
    for (s in n) if (n[s] != n0[s] && ms0[s] > 0 && cpu0[s] > 0)
      printf "groma, %s: a step of %d to one of %d: %.2f of the time, %.2f of the processor time, %.2f of the bytes\n",
        s, n[s], n0[s], ms[s] / ms0[s], cpu[s] / cpu0[s], bytes[s] / bytes0[s]
  }
' "$work/rows"
[ -n "$peer" ] || echo 'terraform is not installed here: measured alone'
