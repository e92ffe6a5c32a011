#!/usr/bin/env bash
# Puts other migration runners through what ours is put through, each used as its documentation advises, and writes docs/side-by-side.md: many processes
# at once, kill -9 in the middle, 500 migrations beside bare Npgsql, and what clients wait while a migration queues behind a report. On PostgreSQL 15.
#
#   build/compare-runners.sh
#
# Smaller or larger: PROCESSES, REPETITIONS, POINTS, ROUNDS.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. build/need.sh

need npm npm
bash build/postgres.sh 15 >&2
npm install --silent --no-audit --no-fund --prefix artifacts/dbmate dbmate@2.36.0 >&2
DBMATE=$PWD/artifacts/dbmate/node_modules/.bin/dbmate
export DBMATE
dotnet build tests/SchemaBuild.SideBySide -c Release --nologo -v quiet -clp:NoSummary >&2
compare() { dotnet artifacts/bin/SchemaBuild.SideBySide/release/SchemaBuild.SideBySide.dll "$@"; }

page=docs/side-by-side.md
new=$(mktemp)
trap 'rm -f "$new"' EXIT
cat > "$new" <<PAGE
# Beside other runners

Written by \`bash build/compare-runners.sh\` on $(date -u +%F), .NET $(dotnet --version), PostgreSQL 15. Each tool is called as its documentation advises, with the
same statements: the code is in [tests/SchemaBuild.SideBySide](../tests/SchemaBuild.SideBySide).

| tool | version |
|---|---|
$(compare tools)

## ${PROCESSES:-20} processes at once

Every one applies the same migration to the same database: one in a transaction (an INSERT and an UPDATE), or one CREATE INDEX CONCURRENTLY.

$(compare once "${PROCESSES:-20}" "${REPETITIONS:-5}")

## A dead process

Four migrations, one of them CREATE INDEX CONCURRENTLY. The process is killed at ${POINTS:-20} points spread evenly over what it says to the server; and inside the index build, alone or together with its
session on the server. Then it is started once more, as a supervisor would.

$(compare crash "${POINTS:-20}")

## Time

Medians of ${ROUNDS:-5} rounds in turns, 500 migrations of a table and an index. dbmate is a program, and each start of it is a process. Tools whose migrations are classes are left out.

$(compare speed "${ROUNDS:-5}")

## Under load

Four readers and four writers, all the time, while a report reads the table for six seconds and a migration wants a strong lock on it: the runner's defaults, and the same without its \`lock_timeout\`,
as a runner does that sets none.

$(compare load)
PAGE
mv "$new" $page
chmod 644 $page
