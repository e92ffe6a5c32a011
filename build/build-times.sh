#!/usr/bin/env bash
# What the package costs: a clean build and one of which nothing has changed, of a project with 500 migrations, with and without it, in turns.
# Prints the least of each, since everything else on the machine only adds.
#
#   build/build-times.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=${1:-7}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
version=0.0.$$.$RANDOM
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for project in SchemaBuild.Runtime SchemaBuild.MSBuild; do
    dotnet pack "src/$project" -c Release -o "$work/feed" -p:Version="$version" -p:NuspecOutputPath="$work/nuspec/" -v quiet -clp:NoSummary
done

# A hundred tables, each with four further migrations that are safe, and one dropped column so that the code is compared with the schema, too.
make_project() {
    mkdir -p "$work/$1/migrations" "$work/$1/Data"
    for ((i = 1; i <= 100; i++)); do
        echo "CREATE TABLE t$i (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL DEFAULT '', made timestamptz NOT NULL DEFAULT now(), gone text);" > "$work/$1/migrations/$(printf %04d $((5 * i - 4)))_t$i.sql"
        echo "CREATE INDEX CONCURRENTLY t${i}_name ON t$i (name);" > "$work/$1/migrations/$(printf %04d $((5 * i - 3)))_name.sql"
        echo "ALTER TABLE t$i ADD COLUMN note text;" > "$work/$1/migrations/$(printf %04d $((5 * i - 2)))_note.sql"
        echo "COMMENT ON COLUMN t$i.note IS 'what a person said';" > "$work/$1/migrations/$(printf %04d $((5 * i - 1)))_comment.sql"
        if ((i == 1)); then echo "-- schemabuild:allow SB3001 reason=\"measured\"
ALTER TABLE t1 DROP COLUMN gone;"; else echo "CREATE VIEW v$i AS SELECT id, name FROM t$i;"; fi > "$work/$1/migrations/$(printf %04d $((5 * i)))_last.sql"
        echo "namespace App; public static class Queries$i { public const string Sql = \"SELECT id, name FROM t$i WHERE id = @id\"; }" > "$work/$1/Data/Queries$i.cs"
    done
    echo 'System.Console.WriteLine();' > "$work/$1/Program.cs"
    cat > "$work/$1/App.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup>$2</ItemGroup>
</Project>
END
    dotnet restore "$work/$1" -p:RestoreSources="$work/feed" -p:RestorePackagesPath="$work/packages" -p:RestoreFallbackFolders="${NUGET_PACKAGES:-$HOME/.nuget/packages}" -v quiet
}
make_project without '<PackageReference Include="SchemaBuild.Runtime" Version="'"$version"'" />'
make_project with '<PackageReference Include="SchemaBuild" Version="'"$version"'" />'

declare -A least
measure() {
    local start=${EPOCHREALTIME/./} end
    dotnet build "$work/$2" --no-restore -v quiet -clp:NoSummary > "$work/log" || { cat "$work/log"; exit 1; }
    end=${EPOCHREALTIME/./}
    local took=$(((end - start) / 1000))
    if [ -z "${least[$1 $2]:-}" ] || ((took < least[$1 $2])); then least[$1 $2]=$took; fi
}
for ((round = 0; round < rounds; round++)); do
    for project in without with; do
        rm -rf "$work/$project/bin" "$work/$project/obj/Debug"
        measure clean $project
    done
    for project in without with without with; do measure no-op $project; done
done

printf '%-8s %10s %10s %12s %8s\n' build without with difference at\ most
for kind in clean no-op; do
    without=${least[$kind without]} with=${least[$kind with]}
    printf '%-8s %7d ms %7d ms %+9d ms %5d ms   (%d.%02d times)\n' $kind $without $with $((with - without)) $([ $kind = clean ] && echo 1000 || echo 100) $((with / without)) $((with * 100 / without % 100))
done
