#!/bin/sh
# Plans and applies configurations of 1,000 and more terraform_data resources in ten layers, each of
# which refers to two of the layer below, and measures whole processes; beside the real program
# where it is installed.
#
#   bench/layers.sh [SIZE...]        default: 1000 2000 4000 10000
#
# The real program needs minutes for large sizes: it is run up to PEER_MAX resources (default 1000).
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
groma=$root/groma
peer=$(command -v terraform || true)
peer_max=${PEER_MAX:-1000}
[ $# -gt 0 ] || set -- 1000 2000 4000 10000

"$groma" version > /dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

generate() { # SIZE DIRECTORY
  mkdir -p "$2"
  awk -v n="$1" 'BEGIN {
    w = n / 10
    printf "{\"resource\":{\"terraform_data\":{"
    for (i = 0; i < n; i++) {
      l = int(i / w); p = i % w
      if (i) printf ","
      if (l == 0) printf "\"r%d\":{\"input\":\"v%d\"}", i, i
      else printf "\"r%d\":{\"input\":\"${terraform_data.r%d.id}-${terraform_data.r%d.output}\"}", i, (l - 1) * w + p, (l - 1) * w + (p + 1) % w
    }
    print "}}}"
  }' > "$2/main.tf.json"
}

millis() { # COMMAND...: the wall time in ms; its output goes to $work/log
  start=$(date +%s%N)
  "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  end=$(date +%s%N)
  echo $(((end - start) / 1000000))
}

printf '%8s %-10s %10s %10s %10s %12s %8s\n' resources program plan apply empty-plan destroy-plan 'us/plan'
for size; do
  generate "$size" "$work/groma"
  rm -f "$work/groma"/terraform.tfstate*
  cd "$work/groma"
  p=$(millis "$groma" plan -input=false)
  a=$(millis "$groma" apply -input=false -auto-approve)
  e=$(millis "$groma" plan -input=false)
  d=$(millis "$groma" plan -destroy -input=false)
  printf '%8d %-10s %8sms %8sms %8sms %10sms %8d\n' "$size" groma "$p" "$a" "$e" "$d" $((p * 1000 / size))
  if [ -n "$peer" ] && [ "$size" -le "$peer_max" ]; then
    generate "$size" "$work/peer"
    rm -f "$work/peer"/terraform.tfstate*
    cd "$work/peer"
    "$peer" init -input=false > /dev/null
    pp=$(millis "$peer" plan -input=false)
    pa=$(millis "$peer" apply -input=false -auto-approve)
    pe=$(millis "$peer" plan -input=false)
    pd=$(millis "$peer" plan -destroy -input=false)
    printf '%8d %-10s %8sms %8sms %8sms %10sms %8d\n' "$size" terraform "$pp" "$pa" "$pe" "$pd" $((pp * 1000 / size))
  fi
done
[ -n "$peer" ] || echo 'terraform is not installed here: measured alone'
