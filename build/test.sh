#!/usr/bin/env bash
# Builds everything and runs every test. Ends with a line "N passed, N failed, N skipped"; the exit status is 0 only if something
# passed and nothing failed. All that a Debian machine with the .NET SDK lacks is installed first.
#
#   build/test.sh                  all test projects
#   build/test.sh Analysis Proof   only tests/SchemaBuild.{Analysis,Proof}.Tests
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. build/need.sh

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_COLOR=1
command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }
need npm npm
need psql postgresql-client
need git git
(need pgbouncer pgbouncer) || echo "PgBouncer is not at hand: its tests will be skipped."

echo "== PostgreSQL 14 to 18"
bash build/postgres.sh || echo "Not all servers are at hand: tests that need them will be skipped."

bash build/pgvector.sh || echo "pgvector is not at hand: its proof will be skipped."

echo "== Build"
dotnet build SchemaBuild.sln --nologo -v quiet -clp:NoSummary || { echo "The build failed."; echo "0 passed, 1 failed"; exit 1; }

if [ $# -gt 0 ]; then
    projects=("${@/#/tests/SchemaBuild.}")
    projects=("${projects[@]/%/.Tests}")
else
    projects=(tests/*.Tests)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0
for project in "${projects[@]}"; do
    name=$(basename "$project")
    echo "== $name"
    # A run that hangs is a failure, not a wait.
    timeout --kill-after=30 1200 dotnet "artifacts/bin/$name/debug/$name.dll" -noColor -noLogo 2>&1 | tee "$log" | grep -a --line-buffered -v '^  \(Discover\|Start\|Finish\)'
    status=${PIPESTATUS[0]}
    summary=$(grep -aoE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+' "$log" | tail -n 1)
    if [ -z "$summary" ]; then
        echo "$name gave no summary (exit status $status)."
        failed=$((failed + 1))
        continue
    fi
    read -r total errors wrong left out <<<"$(grep -oE '[0-9]+' <<<"$summary" | tr '\n' ' ')"
    passed=$((passed + total - wrong - left - out))
    failed=$((failed + wrong + errors))
    skipped=$((skipped + left))
    if [ "$status" != 0 ] && [ "$((wrong + errors))" = 0 ]; then
        echo "$name ended with exit status $status."
        failed=$((failed + 1))
    fi
done

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
