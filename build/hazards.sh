#!/usr/bin/env bash
# How many hazards schema-lint finds and how often its alarm is false, beside squawk on the same labelled cases (tests/SchemaBuild.Analysis.Tests/Labelled).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. build/need.sh
need npm npm

squawk_version=2.66.0
work=$PWD/artifacts/compare
if [ ! -x "$work/squawk/package/bin/squawk" ]; then
    echo "Fetching squawk $squawk_version …"
    mkdir -p "$work/squawk"
    (cd "$work/squawk" && npm pack --silent "@squawk-cli/linux-x64@$squawk_version" >/dev/null && tar -xzf ./*.tgz && chmod +x package/bin/squawk)
fi

dotnet run -c Release --project tests/SchemaBuild.Benchmarks -- hazards "$work/squawk/package/bin/squawk"
