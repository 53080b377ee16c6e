#!/bin/sh
# Makes a CA of national cryptography and the two certificates of a gateway, with OpenSSL 3.
# They are for trying things out: whoever reads this repository knows the keys.
set -eu
cd "$(dirname "$0")"
mkdir -p certificates
cd certificates

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -pkeyopt ec_param_enc:named_curve -out "$1"; }
sign="-sm3 -sigopt distid:1234567812345678 -vfyopt distid:1234567812345678 -days 36500"

key ca-key.pem # thrown away at the end: the CA issues nothing else
openssl req -new -x509 -key ca-key.pem -out ca.pem $(echo "$sign" | sed 's/-vfyopt [^ ]*//') \
  -subj "/C=CN/O=Example/CN=Example GM CA" \
  -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign"

issue() {
  key "$1-key.pem"
  openssl req -new -key "$1-key.pem" -sm3 -sigopt distid:1234567812345678 \
    -subj "/C=CN/O=Example/CN=gateway" -out request.pem
  printf 'keyUsage=critical,%s\n' "$2" > extensions
  openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial \
    -extfile extensions $sign -out "$1.pem"
  rm request.pem extensions
}
issue signing digitalSignature
issue encryption keyEncipherment,dataEncipherment,keyAgreement
rm -f ca.srl ca-key.pem
