#!/usr/bin/env bash
# Builds PostgreSQL's parser as a native library: artifacts/native/RID/{libpg_query.so,pg_query.dll,libpg_query.dylib}.
#
#   build/parser/build.sh [RID]      linux-x64 linux-arm64 linux-musl-x64 win-x64 osx-arm64 osx-x64; default: this machine's
#
# The npm package libpg-query holds the parser as WebAssembly; wasm2c turns it into C; host.c runs it. Does nothing when the
# library is up to date, and copies it from the user's cache when it was built before.
set -euo pipefail

package=libpg-query@18.1.5
integrity=xsksgH106LyVUylIp2bJz1MPFmVVIGKbB8belGWmh+J8/i38w8eM1twDIBnd97tzeNQFctH9MWKMthl22+fWcQ==   # sha512, as npm writes it

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

say() { echo "pg_query: $*"; }
fail() { echo "build/parser/build.sh : error PGQ0001: $*"; exit 1; }

machine_rid() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) if [ -e /etc/alpine-release ]; then echo linux-musl-x64; else echo linux-x64; fi ;;
        Linux-aarch64) echo linux-arm64 ;;
        Darwin-arm64) echo osx-arm64 ;;
        Darwin-x86_64) echo osx-x64 ;;
        *) fail "no native parser for $(uname -s) on $(uname -m); known: linux-x64 linux-arm64 linux-musl-x64 win-x64 osx-arm64 osx-x64" ;;
    esac
}

rid=${1:-$(machine_rid)}
own=$(machine_rid)

# Per platform: compiler, the Debian packages that hold it, how to compile and link.
library=libpg_query.so
flags=-fPIC
link="-shared -s -Wl,--build-id=none -Wl,-z,relro,-z,now -lm -pthread"
case $rid in
    linux-x64) cc=x86_64-linux-gnu-gcc; packages="gcc-x86-64-linux-gnu libc6-dev-amd64-cross" ;;
    linux-arm64) cc=aarch64-linux-gnu-gcc; packages="gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;;
    linux-musl-x64) cc=musl-gcc; packages="gcc musl-tools" ;;
    win-x64) cc=x86_64-w64-mingw32-gcc; packages=gcc-mingw-w64-x86-64; library=pg_query.dll; flags=; link="-shared -s -static" ;;
    osx-arm64) cc=cc; packages=; library=libpg_query.dylib; flags="-arch arm64 -mmacosx-version-min=12.0" ;;
    osx-x64) cc=cc; packages=; library=libpg_query.dylib; flags="-arch x86_64 -mmacosx-version-min=12.0" ;;
    *) fail "unknown runtime identifier '$rid'; known: linux-x64 linux-arm64 linux-musl-x64 win-x64 osx-arm64 osx-x64" ;;
esac
case $rid in
    osx-*)
        [ "$(uname -s)" = Darwin ] || fail "$rid is built on a Mac"
        link="-dynamiclib -install_name @rpath/$library $flags"
        ;;
    "$own") cc=gcc; packages="gcc libc6-dev" ;;
esac
cc=${CC:-$cc}

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-64; }

key=$({ cat "$here"/{build.sh,split.awk,wasm2c.h,host.c}; echo "$rid $cc ${CFLAGS:-}"; } | digest)
target=$root/artifacts/native/$rid
stamp=$root/artifacts/native/.keys/$rid
cache=
[ -z "${XDG_CACHE_HOME:-${HOME:-}}" ] || cache=${XDG_CACHE_HOME:-$HOME/.cache}/schemabuild/native/$key/$rid

up_to_date() { [ -f "$target/$library" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$key" ]; }

# Puts FILE in place of FOLDER/library in one step, so that nobody sees half of it.
place() {
    mkdir -p "$2"
    cp "$1" "$2/.$library.$$"
    mv -f "$2/.$library.$$" "$2/$library"
}

finish() {
    place "$1" "$target"
    echo "$key" > "$stamp"
    say "artifacts/native/$rid/$library ($(( $(wc -c < "$target/$library") / 1024 )) KiB)"
    exit 0
}

# Parallel builds wait for the first; where there is no flock they do the work twice, which is harmless.
mkdir -p "${stamp%/*}"
if command -v flock >/dev/null; then
    exec 9> "$stamp.lock"
    flock 9
fi

if up_to_date; then
    touch "$target/$library"
    exit 0
fi
if [ -n "$cache" ] && [ -f "$cache/$library" ]; then
    finish "$cache/$library"
fi

missing=()
# A compiler without the C library's headers is no use.
echo '#include <stdlib.h>' | $cc -E - >/dev/null 2>&1 || missing+=(${packages:-"a C compiler"})
command -v wasm2c >/dev/null || missing+=(wabt)
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        say "installing ${missing[*]}"
        install=(apt-get install -y -qq --no-install-recommends "${missing[@]}")
        DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null 2>&1 || {
            apt-get update -qq >/dev/null 2>&1 || true
            DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null || fail "apt-get could not install: ${missing[*]}"
        }
    elif command -v apt-get >/dev/null; then
        fail "the native parser for $rid needs tools that are missing; run: sudo apt-get install ${missing[*]}"
    else
        fail "the native parser for $rid needs tools that are missing; install: ${missing[*]}"
    fi
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

say "fetching $package"
npm pack "$package" --ignore-scripts --silent >/dev/null || fail "npm could not fetch $package"
expected=$(echo "$integrity" | base64 -d | od -An -v -tx1 | tr -d ' \n')
actual=$(if command -v sha512sum >/dev/null; then sha512sum libpg-query-*.tgz; else shasum -a 512 libpg-query-*.tgz; fi | cut -c1-128)
[ "$actual" = "$expected" ] || fail "$package is not the package it should be: sha512 $actual instead of $expected"
tar -xzf libpg-query-*.tgz

say "translating WebAssembly to C ($(wasm2c --version))"
mv package/wasm/libpg-query.wasm pgquery.wasm      # wasm2c names symbols after the file
wasm2c pgquery.wasm -o pgquery.c
prefix=$(dirname "$(dirname "$(command -v wasm2c)")")
runtime=
for folder in "$prefix"/src/wasm2c "$prefix"/share/wabt/wasm2c "$prefix"/include; do
    [ -n "$runtime" ] || [ ! -f "$folder/wasm-rt.h" ] || runtime=$folder
done
[ -n "$runtime" ] || fail "wasm-rt.h of wabt not found under $prefix"

cp "$runtime/wasm-rt.h" "$here"/{wasm2c.h,host.c} .

# Bounds are checked in code and the stack by wasm2c.h: nothing may install a signal handler in a .NET process.
if grep -q Z_pgquery pgquery.h; then
    flags+=" -DWABT_Z_NAMES -DWASM_RT_MEMCHECK_SIGNAL_HANDLER=0 -DWASM_RT_USE_STACK_DEPTH_COUNT=0"
else
    flags+=" -DWASM_RT_USE_MMAP=0 -DWASM_RT_MEMCHECK_BOUNDS_CHECK=1 -DWASM_RT_NONCONFORMING_UNCHECKED_STACK_EXHAUSTION=1"
fi
[ "$rid" != win-x64 ] || echo '#include <malloc.h>' > alloca.h      # which mingw does not have
flags+=" -std=gnu11 -DNDEBUG -fvisibility=hidden -fno-strict-aliasing -I. ${CFLAGS:-}"

awk -v out=. -v lines=50000 -v large=100000 -f "$here/split.awk" pgquery.c pgquery.c
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
say "compiling with $cc, $jobs units at a time"

# The slow ones first. large.c is the fingerprint: half of all compile time at -O2 for what is seldom called.
ls -S unit*.c large.c | cc=$cc flags=$flags xargs -n 1 -P "$jobs" sh -c '
    level=-O2
    [ "$1" != large.c ] || level=-Og
    $cc -w $level $flags -c "$1"' sh || fail "$cc could not compile the parser"
$cc -O2 -Wall -Wextra -Wno-unused-parameter $flags -c host.c || fail "$cc could not compile the host of the parser"
$cc -o "$library" ./*.o $link || fail "$cc could not link the parser"
[ -z "$cache" ] || place "$library" "$cache" || say "the cache $cache cannot be written"
finish "$library"
