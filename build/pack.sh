#!/usr/bin/env bash
# Makes the packages of a release in artifacts/packages: with the native parser of every platform, symbols, and a bill of materials (SPDX) beside them.
# The same commit gives the same bytes.
#
#   build/pack.sh VERSION
#
# The libraries of macOS are built on a Mac (build/parser/build.sh osx-arm64) and put into artifacts/native before; without them the packages have none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=${1:?the version, such as 0.1.0}
output=artifacts/packages
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 CI=true
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

bash build/platforms.sh
for rid in osx-arm64 osx-x64; do
    [ -f "artifacts/native/$rid/libpg_query.dylib" ] || echo "No native parser for $rid: the packages will not work there."
done

rm -rf "$output"
dotnet pack SchemaBuild.sln -c Release -o "$output" -p:Version="$version" --nologo -v quiet -clp:NoSummary

dotnet tool restore >/dev/null
# What the packages depend on is what restore wrote of the projects that are packed.
dotnet sbom-tool generate -b "$output" -bc artifacts/obj -cd "--DirectoryExclusionList **/SchemaBuild.*Test*/**;**/SchemaBuild.Benchmarks/**;**/SchemaBuild.Facts/**;**/SchemaBuild.SideBySide/**" \
    -pn SchemaBuild -pv "$version" -ps "SchemaBuild contributors" -nsb https://github.com/schemabuild/schemabuild -V Error > artifacts/sbom.log || { cat artifacts/sbom.log; exit 1; }
grep -q '"name": *"Npgsql"' "$output/_manifest/spdx_2.2/manifest.spdx.json" || { echo "The bill of materials does not list the dependencies." >&2; exit 1; }
ls "$output"
