#!/usr/bin/env bash
# How long the whole process of schema-lint takes on a real history, against squawk on the same files, turn by turn in one run.
# Arguments: folder of migrations (../shared/corpora/crates_io/migrations), rounds (20).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. build/need.sh
need npm npm

folder=${1:-../shared/corpora/crates_io/migrations} rounds=${2:-20}
squawk_version=2.66.0
work=$PWD/artifacts/compare
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
[ -d "$folder" ] || { echo "There is no folder $folder." >&2; exit 1; }

echo "Packing schema-lint as machine code …"
rm -rf "$work/feed" "$work/tool"
dotnet pack src/SchemaBuild.Tool -c Release -o "$work/feed" --nologo -v quiet -clp:NoSummary
dotnet tool install schema-lint --tool-path "$work/tool" --source "$work/feed" >/dev/null

if [ ! -x "$work/squawk/package/bin/squawk" ]; then
    echo "Fetching squawk $squawk_version …"
    mkdir -p "$work/squawk"
    (cd "$work/squawk" && npm pack --silent "@squawk-cli/linux-x64@$squawk_version" >/dev/null && tar -xzf ./*.tgz && chmod +x package/bin/squawk)
fi

now() { date +%s%N; }
measure() { # name, command…: appends microseconds
    local name=$1 start
    shift
    start=$(now)
    "$@" >/dev/null 2>&1 || true    # both end with 1 when they find something
    echo $((($(now) - start) / 1000)) >>"$work/$name.us"
}
median() { sort -n "$work/$1.us" | awk '{ us[NR] = $1 } END { print us[int((NR + 1) / 2)] }'; }

rm -f "$work"/*.us
mapfile -t files < <(find "$folder" -name '*.sql' | sort)
for ((round = 0; round < rounds; round++)); do
    measure schema-lint "$work/tool/schema-lint" lint "$folder"
    measure squawk "$work/squawk/package/bin/squawk" "${files[@]}"
done

ours=$(median schema-lint) theirs=$(median squawk)
echo "${#files[@]} files, median of $rounds runs each, whole process:"
awk -v ours="$ours" -v theirs="$theirs" -v version="$squawk_version" 'BEGIN {
    printf "  schema-lint   %6.1f ms\n  squawk %s %6.1f ms\n  ratio         %6.2f\n", ours / 1000, version, theirs / 1000, ours / theirs }'
