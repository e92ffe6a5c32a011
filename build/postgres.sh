#!/usr/bin/env bash
# Puts PostgreSQL server binaries of the given majors (all of 14 to 18 if none is given) under artifacts/postgres/<major>/,
# where the test projects look for them. Downloads are kept in a per-user cache; what is there already costs nothing.
#
#   build/postgres.sh             # 14 15 16 17 18
#   build/postgres.sh 14 18
set -euo pipefail
[ $# -gt 0 ] || set -- 14 15 16 17 18

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/schemabuild/postgres

fail() { echo "postgres.sh: $*" >&2; exit 1; }

release_of() { # major
  case $1 in
    14) echo 14.23.0-beta.17 ;;
    15) echo 15.18.0-beta.17 ;;
    16) echo 16.14.0-beta.17 ;;
    17) echo 17.10.0-beta.17 ;;
    18) echo 18.4.0-beta.17 ;;
    *) fail "PostgreSQL $1 is not one of 14 to 18." ;;
  esac
}

platform_here() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64)  echo linux-x64 ;;
    Linux-aarch64) echo linux-arm64 ;;
    Darwin-arm64)  echo darwin-arm64 ;;
    Darwin-x86_64) echo darwin-x64 ;;
    *) fail "no PostgreSQL binaries are published for $(uname -s) on $(uname -m)." ;;
  esac
}

fetch() { # npm package, target folder
  command -v npm >/dev/null || fail "npm is needed to fetch $1 (Debian: apt-get install npm)."
  mkdir -p "$cache"
  local work
  work=$(mktemp -d "$cache/.fetch.XXXXXX")
  (cd "$work" && npm pack --silent --no-update-notifier "$1" >/dev/null 2>npm.log) || { cat "$work/npm.log" >&2; rm -rf "$work"; fail "npm could not fetch $1."; }
  tar -xzf "$work"/*.tgz -C "$work"
  # An npm archive can hold neither links nor modes.
  (cd "$work/package" && node -e '
    const fs = require("fs"), path = require("path");
    for (const { source, target } of JSON.parse(fs.readFileSync("native/pg-symlinks.json")))
      if (!fs.existsSync(target)) fs.symlinkSync(path.relative(path.dirname(target), source), target);')
  chmod -R u+rwX,go+rX "$work/package/native"
  chmod +x "$work"/package/native/bin/*
  [ -d "$2" ] || mv "$work/package/native" "$2"    # complete or absent, also when two runs meet
  rm -rf "$work"
}

platform=$(platform_here)
for major; do
  release=$(release_of "$major")
  target=$root/artifacts/postgres/$major
  [ "$(cat "$target/.release" 2>/dev/null)" != "$platform $release" ] || continue

  cached=$cache/$platform-$release
  [ -d "$cached" ] || fetch "@embedded-postgres/$platform@$release" "$cached"
  mkdir -p "$root/artifacts/postgres"
  rm -rf "$target"
  cp -al "$cached" "$target" 2>/dev/null || { rm -rf "$target"; cp -a "$cached" "$target"; }    # hard links where the file system can
  "$target/bin/postgres" --version || fail "the PostgreSQL $major binaries do not run on this machine."
  echo "$platform $release" >"$target/.release"
done
