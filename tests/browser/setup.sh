#!/bin/sh
# axe-core, pinned, into a folder git does not keep; needs npm.
set -eu
cd "$(dirname "$0")"
test -f node_modules/axe-core/axe.min.js && exit 0
mkdir -p node_modules/axe-core
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent axe-core@4.11.4 >/dev/null && tar xzf ./*.tgz)
cp "$work/package/axe.min.js" node_modules/axe-core/
