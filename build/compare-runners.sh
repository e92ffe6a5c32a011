#!/usr/bin/env bash
# The runner beside DbUp, Evolve, EF Core, FluentMigrator and dbmate: processes at once, kill -9, speed, and clients under load. Prints the tables.
# Takes half an hour with the defaults.
#
#   build/compare-runners.sh [PROCESSES] [REPETITIONS] [POINTS] [ROUNDS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash build/postgres.sh 15 >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-fund --no-audit --silent dbmate@2.36.0 >&2
export DBMATE=$work/node_modules/.bin/dbmate
dotnet build -c Release tests/SchemaBuild.SideBySide --nologo -v quiet -clp:NoSummary >&2
run() { dotnet artifacts/bin/SchemaBuild.SideBySide/release/SchemaBuild.SideBySide.dll "$@"; }

printf 'Measured on %s.\n\n| tool | version |\n|---|---|\n' "$(date -u +%F)"
run tools
printf '\n## Many processes at once\n\n'
run once "${1:-20}" "${2:-5}"
printf '\n## kill -9, then one plain start\n\n'
run crash "${3:-20}"
printf '\n## Speed\n\n'
run speed "${4:-5}"
printf '\n## Clients while a migration needs their table, behind a reader of 6 seconds\n\n'
run load
