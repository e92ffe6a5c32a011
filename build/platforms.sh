#!/usr/bin/env bash
# Builds the native parser for every platform that a Linux machine can build for, and uses each of them: where it can run, it parses; elsewhere it
# must export what we call. Afterwards `dotnet pack` puts all of them into the packages. What Debian lacks is installed first.
#
#   build/platforms.sh [RID…]            builds and checks; default: all of linux-x64 linux-arm64 linux-musl-x64 win-x64
#   build/platforms.sh --check [RID…]    only checks what was built, and installs nothing
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

builds=1
if [ "${1:-}" = --check ]; then
    builds=
    shift
fi
[ $# -gt 0 ] || set -- linux-x64 linux-arm64 linux-musl-x64 win-x64

PATH=$PATH:/usr/lib/wine      # where Debian has wine64
work=$(mktemp -d)
clean() {
    if [ -d "$work/wine" ]; then WINEPREFIX=$work/wine wineserver64 -k >/dev/null 2>&1 || true; fi
    rm -rf "$work"
}
trap clean EXIT

# Puts a program in the way that runs others' programs, if it can be had.
emulator() {
    command -v "$1" >/dev/null && return
    [ -n "$builds" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null 2>&1 && command -v "$1" >/dev/null
}

# What it exports, one name a line.
exports() {
    case $1 in
        *.dll) objdump -p "$1" | awk '/\[Ordinal\/Name Pointer\]/ { on = 1; next } NF == 0 { on = 0 } on { print $NF }' ;;
        *) readelf --dyn-syms --wide "$1" | awk '$7 != "UND" && $5 == "GLOBAL" { print $8 }' ;;
    esac
}

for rid in "$@"; do
    [ -z "$builds" ] || bash build/parser/build.sh "$rid"
    library=artifacts/native/$rid/libpg_query.so
    host=()
    case $rid in
        linux-x64) cc=x86_64-linux-gnu-gcc; can() { [ "$(uname -m)" = x86_64 ]; } ;;
        linux-arm64)
            cc=aarch64-linux-gnu-gcc
            if [ "$(uname -m)" != aarch64 ]; then host=(qemu-aarch64-static -L /usr/aarch64-linux-gnu); fi
            can() { [ ${#host[@]} = 0 ] || emulator qemu-aarch64-static qemu-user-static; }
            ;;
        linux-musl-x64) cc=musl-gcc; can() { [ "$(uname -m)" = x86_64 ]; } ;;
        win-x64)
            cc=x86_64-w64-mingw32-gcc library=artifacts/native/$rid/pg_query.dll host=(wine64)
            can() { emulator wine64 wine64; }
            ;;
        *) echo "build/platforms.sh: unknown runtime identifier '$rid'" >&2; exit 2 ;;
    esac
    [ -f "$library" ] || { echo "$rid: not built; 'bash build/platforms.sh $rid' does" >&2; exit 3; }

    found=$(exports "$library")
    for name in pgquery_new pgquery_run pgquery_release pgquery_free; do
        grep -qx "$name" <<<"$found" || { echo "$rid: $library does not export $name" >&2; exit 1; }
    done

    if ! can || ! command -v $cc >/dev/null; then
        echo "$rid: exports what it should; it cannot run here (no ${host[0]:-processor} or no $cc)"
        continue
    fi
    $cc -w -O1 -o "$work/check.exe" build/parser/check.c $([ "$rid" = win-x64 ] || echo -ldl)
    # Wine keeps a folder of its own in the home folder otherwise, and says a lot.
    answer=$(WINEPREFIX=$work/wine WINEDEBUG=-all timeout 120 ${host[@]+"${host[@]}"} "$work/check.exe" "$library" 2>"$work/errors" | tr -d '\r') || {
        echo "$rid: $library fails: $(cat "$work/errors") $answer" >&2
        exit 1
    }
    grep -q '^0 .*"RangeVar"' <<<"$answer" && grep -q '^1 syntax error at or near "TABEL"' <<<"$answer" || { echo "$rid: $library answers $answer" >&2; exit 1; }
    echo "$rid: loaded and used${host[0]:+ with ${host[0]}}"
done
