#!/usr/bin/env bash
# Puts PGlite, a PostgreSQL in WebAssembly that brings pgvector, under artifacts/pgvector/, where the proof of vector indexes looks for it.
set -euo pipefail
version=0.3.14
target=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/artifacts/pgvector

[ "$(cat "$target/.release" 2>/dev/null)" != "$version" ] || exit 0
command -v npm >/dev/null || { echo "pgvector.sh: npm is needed to fetch PGlite (Debian: apt-get install npm)." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent --no-update-notifier "@electric-sql/pglite@$version" >/dev/null && tar -xzf ./*.tgz)
rm -rf "$target"
mkdir -p "$(dirname "$target")"
mv "$work/package" "$target"
echo "$version" >"$target/.release"
