#!/bin/sh
# Looks for drift in all stacks of a catalogue and writes the reports that CI systems show.
#
#   drift.sh CATALOGUE REPORTS
#
# GROMA    the program; groma by default
# WEBHOOK  a URL that the report is sent to, signed with GROMA_WEBHOOK_KEY; none by default
#
# Exit code 0 also for configuration that waits to be applied: pull requests show that. Otherwise that of groma drift:
# 3 or 4 for drift, 1 when a stack could not be looked at.
set -eu
catalogue=$1
reports=$2
: "${GROMA:=groma}"
mkdir -p "$reports"
set -- drift -catalogue="$catalogue" -no-color \
  -json-into="$reports/drift.json" -markdown="$reports/drift.md" -html="$reports/drift.html" \
  -junit-xml="$reports/drift.xml" -prometheus="$reports/groma_drift.prom"
[ -z "${WEBHOOK:-}" ] || set -- "$@" -webhook="$WEBHOOK"
code=0
$GROMA "$@" || code=$?
[ "$code" -ne 2 ] || code=0
exit "$code"
