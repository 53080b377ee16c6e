#!/bin/sh
# Plans, applies and destroys terraform_data resources in seven shapes and measures whole processes;
# beside the real program where it is installed.
#
#   bench/shapes.sh [SIZE...]        default: 1000 10000
#
#   blocks   independent blocks
#   layers   ten layers of blocks, each refers to two of the layer below
#   count    one block with count
#   each     one block with for_each over a map
#   indexed  ten layers of count, each refers to the layer below by index
#   fanin    independent blocks and one output with the ids of all
#   chain    each block refers to the one before it
#
# SHAPES names some of them. The real program needs minutes for large sizes: it is run up to PEER_MAX
# resources (default 1000).
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
groma=${GROMA:-$root/groma}
peer=$(command -v terraform || true)
peer_max=${PEER_MAX:-1000}
shapes=${SHAPES:-blocks layers count each indexed fanin chain}
[ $# -gt 0 ] || set -- 1000 10000

"$groma" version > /dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

generate() { # SHAPE SIZE DIRECTORY
  mkdir -p "$3"
  awk -v shape="$1" -v n="$2" 'BEGIN {
    w = n / 10
    ref = "${terraform_data.r%d.%s}"
    printf "{\"resource\":{\"terraform_data\":{"
    if (shape == "count") {
      printf "\"r\":{\"count\":%d,\"input\":\"v${count.index}\"}", n
    } else if (shape == "each") {
      printf "\"r\":{\"input\":\"${each.value}\",\"for_each\":{"
      for (i = 0; i < n; i++) printf "%s\"k%d\":%d", i ? "," : "", i, i
      printf "}}"
    } else if (shape == "indexed") {
      for (l = 0; l < 10; l++)
        printf "%s\"r%d\":{\"count\":%d,\"input\":\"%s\"}", l ? "," : "", l, w, l ? sprintf("${terraform_data.r%d[count.index].id}", l - 1) : "v"
    } else {
      for (i = 0; i < n; i++) {
        value = sprintf("v%d", i)
        if (shape == "chain" && i > 0) value = sprintf(ref, i - 1, "output")
        if (shape == "layers" && i >= w) {
          l = int(i / w); p = i % w
          value = sprintf(ref "-" ref, (l - 1) * w + p, "id", (l - 1) * w + (p + 1) % w, "output")
        }
        printf "%s\"r%d\":{\"input\":\"%s\"}", i ? "," : "", i, value
      }
    }
    printf "}}"
    if (shape == "fanin") {
      printf ",\"output\":{\"all\":{\"value\":["
      for (i = 0; i < n; i++) printf "%s\"" ref "\"", i ? "," : "", i, "id"
      printf "]}}"
    }
    print "}"
  }' > "$3/main.tf.json"
}

millis() { # COMMAND...: the wall time in ms; its output goes to $work/log
  start=$(date +%s%N)
  "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  end=$(date +%s%N)
  echo $(((end - start) / 1000000))
}

measure() { # NAME PROGRAM SHAPE SIZE
  cd "$work/$1"
  p=$(millis "$2" plan -input=false)
  a=$(millis "$2" apply -input=false -auto-approve)
  e=$(millis "$2" plan -input=false)
  d=$(millis "$2" plan -destroy -input=false)
  printf '%-8s %8d %-10s %8sms %8sms %8sms %10sms %8d\n' "$3" "$4" "$1" "$p" "$a" "$e" "$d" $((p * 1000 / $4))
}

printf '%-8s %8s %-10s %10s %10s %10s %12s %8s\n' shape resources program plan apply empty-plan destroy-plan 'us/plan'
for shape in $shapes; do
  for size; do
    rm -rf "$work/groma" "$work/terraform"
    generate "$shape" "$size" "$work/groma"
    measure groma "$groma" "$shape" "$size"
    if [ -n "$peer" ] && [ "$size" -le "$peer_max" ]; then
      generate "$shape" "$size" "$work/terraform"
      (cd "$work/terraform" && "$peer" init -input=false > /dev/null)
      measure terraform "$peer" "$shape" "$size"
    fi
  done
done
