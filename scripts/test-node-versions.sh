#!/usr/bin/env bash
# Runs a selection of the tests, or what is named, on every Node version that is supported; the npm package `node` brings each.
# Usage: scripts/test-node-versions.sh [test paths …]
set -uo pipefail
cd "$(dirname "$0")/.."

selection=("$@")
if [ ${#selection[@]} -eq 0 ]; then
  selection=(test/policy test/contract test/cloudauth test/callback test/client test/workflows test/worker test/cli test/codec test/package test/examples)
fi

failed=0
for version in 20 22 24; do
  folder=$(mktemp -d)
  npm install --silent --no-audit --no-fund --prefix "$folder" "node@$version" || exit 1
  node="$folder/node_modules/node/bin/node"
  echo "== Node $("$node" --version)"
  # Processes that the tests start find this Node first, too.
  if PATH="$(dirname "$node"):$PATH" "$node" node_modules/jest/bin/jest.js "${selection[@]}"; then
    echo "== Node $version: passed"
  else
    echo "== Node $version: FAILED"
    failed=1
  fi
  rm -rf "$folder"
done
exit "$failed"
