#!/usr/bin/env bash
# Proves what the runner promises, in full size, and writes docs/runner-proofs.md: 20 processes at once, 25 times each; and a fault at every point of
# a run up and down. The tests run samples of the same. Takes an hour for each major on two cores that have nothing else to do.
# Needs what Native AOT needs: clang or gcc, zlib1g-dev.
#
#   build/prove-runner.sh [MAJOR…]      on PostgreSQL 15 if none is given; pg_dump must be of that major or later
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -gt 0 ] || set -- 15

bash build/postgres.sh "$@" >&2
dotnet build tests/SchemaBuild.Runtime.Tests --nologo -v quiet -clp:NoSummary >&2
dotnet publish tests/SchemaBuild.Runtime.TestHost -c Release -r "$(dotnet --info | sed -n 's/^ *RID: *//p')" -p:PublishAot=true -o artifacts/proof-host --nologo -v quiet >&2
export SCHEMABUILD_PROOF_HOST=$PWD/artifacts/proof-host/SchemaBuild.Runtime.TestHost
export SCHEMABUILD_PROOF_PROCESSES=${SCHEMABUILD_PROOF_PROCESSES:-20} SCHEMABUILD_PROOF_REPETITIONS=${SCHEMABUILD_PROOF_REPETITIONS:-25}
export SCHEMABUILD_PROOF_STRIDE=${SCHEMABUILD_PROOF_STRIDE:-1} SCHEMABUILD_PROOF_WAIT_STRIDE=1
SCHEMABUILD_PROOF_FOLDER=$(mktemp -d)
export SCHEMABUILD_PROOF_FOLDER
trap 'rm -rf "$SCHEMABUILD_PROOF_FOLDER"' EXIT
tests=artifacts/bin/SchemaBuild.Runtime.Tests/debug

failed=0
for major in "$@"; do
    SCHEMABUILD_PROOF_MAJOR=$major dotnet $tests/SchemaBuild.Runtime.Tests.dll -noColor -noLogo \
        -method SchemaBuild.Runtime.Tests.CrashMatrixTests.A_plain_run_converges_after \
        -method SchemaBuild.Runtime.Tests.CrashMatrixTests.A_plain_rollback_converges_after \
        -method SchemaBuild.Runtime.Tests.ConcurrencyTests.Several_processes_apply_each_migration_once >&2 || failed=1
done

# One row for each point, one column for each fault (of all majors together), cells "passed of tried".
crashes() {
    LC_ALL=C sort "$SCHEMABUILD_PROOF_FOLDER/$1.tsv" | awk -F '\t' '
        { if (!($1 in seen)) { seen[$1]; order[++rows] = $1 } passed[$1, $2] += $3; tried[$1, $2] += $4; p[$2] += $3; t[$2] += $4 }
        function cell(a, b) { return b ? a " of " b : "" }
        END {
            split("kill -9 of the client|pg_terminate_backend|immediate stop of the server", fault, "|")
            line = "| where |"; for (f = 1; f <= 3; f++) line = line " " fault[f] " |"; print line "\n|---|---|---|---|"
            for (r = 1; r <= rows; r++) { line = "| " order[r] " |"; for (f = 1; f <= 3; f++) line = line " " cell(passed[order[r], fault[f]], tried[order[r], fault[f]]) " |"; print line }
            line = "| **all** |"; for (f = 1; f <= 3; f++) line = line " **" cell(p[fault[f]], t[fault[f]]) "** |"; print line
        }'
}

page=docs/runner-proofs.md
cat >$page <<PAGE
# What the runner was put through

Written by \`bash build/prove-runner.sh\` on $(date -u +%F) with $(cut -f1 "$SCHEMABUILD_PROOF_FOLDER/servers.tsv" | sort -u | paste -sd, | sed 's/,/, /g'), Npgsql
$(sed -n 's/.*"Npgsql": "\([0-9.]*\)".*/\1/p' $tests/SchemaBuild.Runtime.Tests.deps.json | head -n 1) and .NET $(dotnet --version). Every test run repeats a sample of it.

## Many processes at once

Operating-system processes that start at the same moment and apply the same migrations, each time to a database of its own. Passed: every side effect was made
once, every process ended with exit status 0, the history has one row for each migration and one for each step, and no index is invalid.

| migrations | database | processes | repetitions | passed |
|---|---|---|---|---|
$(LC_ALL=C sort "$SCHEMABUILD_PROOF_FOLDER/processes.tsv" | awk -F '\t' '{ k = "| " $1 " | " $2 " | " $3 " |"; if (!(k in t)) order[++n] = k; t[k] += $4; p[k] += $5 } END { for (i = 1; i <= n; i++) print order[i] " " t[order[i]] " | " p[order[i]] " |" }')

## A fault at every point

One run of nine migrations: tables, rows, CREATE INDEX, DROP INDEX and REINDEX CONCURRENTLY, DETACH PARTITION CONCURRENTLY, VACUUM, files that mix them with transactional
statements. Every statement that it sends, those of its own history and its commits included, is a point before (the server has not got it) and a point
after (it was done, but the answer never came); those that run in several transactions are also caught inside, while they wait or work. After the fault one plain
\`ApplyAsync\` runs, and \`pg_dump\` of schema and rows, the rows of the history, and the validity of the indexes must equal those of a run that nothing disturbed.

$(crashes crashes)

## A fault at every point of a rollback

The same for \`RollbackAsync\` of all nine, newest first, which ends with an empty database and nine rows that are rolled back: CREATE, DROP and REINDEX INDEX CONCURRENTLY,
ATTACH PARTITION, rows, a file of two transactions. After the fault one plain \`RollbackAsync\` runs.

$(crashes crashes-down)
PAGE
sed -n '/^## /,$p' $page
exit $failed
