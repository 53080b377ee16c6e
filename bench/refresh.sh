#!/bin/sh
# Refreshes many objects of one type against the emulator, together and one by one, and prints calls and times of whole processes.
#
#   bench/refresh.sh [SIZE]        default: 1000
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
groma=$root/groma
size=${1:-1000}
"$groma" version > /dev/null # builds when necessary
work=$(mktemp -d)
"$groma" emulator -json > "$work/emulator" 2>&1 &
emulator=$!
trap 'kill $emulator 2> /dev/null || true; rm -rf "$work"' EXIT

# The emulator prints one line when it is ready.
while [ ! -s "$work/emulator" ]; do
  kill -0 $emulator
  sleep 0.1
done
value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/emulator"; }

cat > "$work/main.tf.yaml" << END
provider:
  ksyun:
    endpoint: $(value ksyun)
    access_key: $(value access_key)
    secret_key: $(value secret_key)
    max_requests_per_second: \${var.rate}
variable:
  rate:
    type: number
    default: 100
resource:
  ksyun_vpn_customer_gateway:
    many:
      count: $size
      customer_gateway_name: gateway-\${count.index}
      customer_gateway_address: 203.0.113.7
END
cd "$work"
"$groma" apply -auto-approve -parallelism=50 -var rate=10000 > log || { tail log; exit 1; }

run() { # LABEL RATE
  start=$(date +%s%N)
  "$groma" plan -stats -no-color -var rate="$2" > log || { tail log; exit 1; }
  end=$(date +%s%N)
  calls=$(sed -n 's/^API calls: \([0-9]*\) .*/\1/p' log)
  printf '%-44s %6d calls %7d ms\n' "$1" "$calls" $(((end - start) / 1000000))
}
echo "refresh of $size objects"
run 'together' 100
GROMA_BULK_REFRESH=off run 'one by one, 100 requests in a second' 100
GROMA_BULK_REFRESH=off run 'one by one, as fast as the emulator goes' 10000
