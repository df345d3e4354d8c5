#!/bin/sh
# Fetch the pinned style sheet, theme, htmx and font again; needs npm. Leaves nothing but the files themselves.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
to="$here/static/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
get() { npm pack --silent "$1" >/dev/null && mkdir "$2" && tar xzf ./*.tgz -C "$2" --strip-components 1 && rm ./*.tgz; }
get @digdir/designsystemet-css@1.22.0 css
get @digdir/designsystemet-theme@1.11.0 theme
get htmx.org@2.0.11 htmx
get @fontsource-variable/inter@5.3.0 inter
cp css/dist/src/index.css "$to/designsystemet.css"
cp css/LICENSE "$to/designsystemet.LICENSE"
cp theme/src/themes/designsystemet.css "$to/designsystemet-theme.css"
cp htmx/dist/htmx.min.js "$to/htmx.js"
cp htmx/LICENSE "$to/htmx.LICENSE"
cp inter/files/inter-latin-wght-normal.woff2 "$to/inter-latin.woff2"
cp inter/LICENSE "$to/inter.LICENSE"
sed -i '/sourceMappingURL/d' "$to"/*.css "$to"/htmx.js
