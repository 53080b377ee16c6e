#!/bin/sh
# Applies the very plan that was reviewed for the content that a stack has now, or nothing.
#
#   apply.sh STACK
#
# GROMA, PLANS  as in plan.sh
#
# There is none when the merge brought together what nobody reviewed together. What changed in the state meanwhile is noticed by
# groma apply itself, which refuses a plan that would do something else now.
set -eu
stack=$1
: "${GROMA:=groma}" "${PLANS:=.plans}"
tree=$(git rev-parse "HEAD:$stack")
if [ ! -f "$PLANS/$tree.plan" ]; then
  echo "Nobody reviewed a plan of what $stack is now ($tree). Plan it again in a pull request." >&2
  exit 1
fi
plans=$(cd "$PLANS" && pwd)
(cd "$plans" && sha256sum -c --quiet "$tree.sha256")
$GROMA -chdir="$stack" init -input=false
$GROMA -chdir="$stack" apply -input=false -no-color "$plans/$tree.plan"
