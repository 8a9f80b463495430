#!/bin/sh
# Whether the same commit gives the same installers, wherever it is built: builds HEAD in two fresh
# clones, each with an environment of its own, and compares them. same_bytes.sh [KINDS]
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
commit=$(git -C "$here" rev-parse HEAD)
trap 'rm -rf "$place"' EXIT
for clone in one another/place; do
    mkdir -p "$place/$clone"
    git clone -q "$here" "$place/$clone"
    git -C "$place/$clone" checkout -q "$commit"
    (cd "$place/$clone" && python3 dev.py package ${*:-tar})
    (cd "$place/$clone/dist" && find . -maxdepth 1 -type f | sort | xargs sha256sum) > "$place/sums.$(basename "$clone")"
done
cat "$place/sums.one"
if ! cmp "$place/sums.one" "$place/sums.place"; then
    diff -rq "$place/one/dist/assistant-desktop" "$place/another/place/dist/assistant-desktop" || true
    echo "the builds differ"
    exit 1
fi
echo "ok  the same bytes from both"
