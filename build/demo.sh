#!/usr/bin/env bash
# Shows SchemaBuild at work: packs the packages, builds samples/quickstart with an unsafe migration (fails) and with its safe
# rewrite (succeeds), and runs the application against a throw-away PostgreSQL. Leaves nothing running. All that a Debian machine with the
# .NET SDK lacks is installed first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. build/need.sh

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_COLOR=1 MSBUILDDISABLENODEREUSE=1
feed=$PWD/artifacts/feed
packages=$PWD/artifacts/demo/packages
sample=samples/quickstart
migration=$sample/migrations/004_index_orders.sql
server= binaries=

step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
if [ ! -t 1 ]; then step() { printf '\n== %s\n' "$*"; }; fi

clean() {
    rm -f "$migration"
    if [ -n "$server" ]; then
        as_owner "$binaries/pg_ctl" -D "$server/data" -m immediate stop >/dev/null 2>&1 || true
        rm -rf "$server"
    fi
}
trap clean EXIT
trap 'exit 130' INT TERM

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

build_sample() {
    # MSBuild's summary says every error a second time.
    dotnet build "$sample" --nologo -v quiet -tl:off -p:RestorePackagesPath="$packages" | awk '/^Build (FAILED|succeeded)/ { summary = 1 } !summary'
}

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }
need npm npm

step "Packing SchemaBuild (the first time this compiles PostgreSQL's parser)"
rm -rf "$feed"
# The command-line tool is packed without machine code, which takes another minute and which nothing here needs.
dotnet pack SchemaBuild.sln -c Release -o "$feed" --nologo -v quiet -clp:NoSummary -p:SchemaLintNative=false
ls "$feed" | grep -v symbols | sed 's/^/  /'
rm -rf "$packages"/schemabuild* "$packages"/schema-lint "$sample"/obj "$sample"/bin

step "An unsafe migration: 004_index_orders.sql"
cp "$sample/demo/unsafe.sql" "$migration"
sed 's/^/  | /' "$migration"
if build_sample; then
    echo "The build should have failed." >&2
    exit 1
fi
echo "The build failed, as it should."

step "The safe rewrite"
cp "$sample/demo/safe.sql" "$migration"
sed 's/^/  | /' "$migration"
build_sample
echo "The build succeeded."

step "Starting a throw-away PostgreSQL 18"
bash build/postgres.sh 18
if [ "$(id -u)" = 0 ]; then id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres; fi
server=$(mktemp -d /tmp/schemabuild-demo.XXXXXX)
binaries=$PWD/artifacts/postgres/18/bin
if [ "$(id -u)" = 0 ]; then
    chown postgres "$server"
    # Below a private folder the server's user cannot reach them.
    if ! as_owner test -x "$binaries/postgres"; then
        cp -a artifacts/postgres/18 "$server/postgresql"
        binaries=$server/postgresql/bin
    fi
fi
port=$(( 20000 + RANDOM % 20000 ))
as_owner "$binaries/initdb" -D "$server/data" -U demo --auth=trust --no-sync >/dev/null
as_owner "$binaries/pg_ctl" -D "$server/data" -l "$server/log" -w -o "-p $port -c listen_addresses=127.0.0.1 -k $server -c fsync=off" start >/dev/null || {
    cat "$server/log" >&2
    exit 1
}
echo "PostgreSQL $(as_owner "$binaries/postgres" --version | grep -oE '[0-9.]+') listens on port $port."
connection="Host=127.0.0.1;Port=$port;Username=demo;Database=postgres"

step "The application starts and migrates"
dotnet "$sample/bin/Debug/net10.0/Quickstart.dll" "$connection"

step "It starts again: nothing to do"
dotnet "$sample/bin/Debug/net10.0/Quickstart.dll" "$connection" | head -n 1

step "Done in $SECONDS s"
