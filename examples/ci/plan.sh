#!/bin/sh
# Plans a stack for review and keeps the plan, so that it can be applied as it was reviewed.
#
#   plan.sh STACK
#
# GROMA    the program; groma by default
# PLANS    the folder that plans are kept in; .plans by default
# REVIEW   github, gitlab or gitee: writes the review on the pull request, too
# FAIL_ON  what the review refuses, such as "destroy": see groma review -help
#
# The plan is named by the content of the folder of the stack, which merging does not change.
set -eu
stack=$1
: "${GROMA:=groma}" "${PLANS:=.plans}"
mkdir -p "$PLANS"
plans=$(cd "$PLANS" && pwd)
tree=$(git rev-parse "HEAD:$stack")
plan=$plans/$tree.plan

$GROMA -chdir="$stack" init -input=false
$GROMA -chdir="$stack" plan -input=false -no-color -out="$plan"
$GROMA -chdir="$stack" show -no-color "$plan" >"$plans/$tree.txt"
(cd "$plans" && sha256sum "$tree.plan" >"$tree.sha256")

if [ -n "${REVIEW:-}" ]; then
  set -- review -post="$REVIEW" -stack="$stack"
  for what in ${FAIL_ON:-}; do
    set -- "$@" -fail-on="$what"
  done
  $GROMA -chdir="$stack" "$@" "$plan"
fi
echo "The plan of $stack is $tree."
