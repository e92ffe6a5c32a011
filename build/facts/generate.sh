#!/usr/bin/env bash
# Reads from live servers of every major what the analysis needs to know about PostgreSQL, and writes it where the sources keep it:
# src/SchemaBuild.Analysis/ServerFacts/Data and tests/SchemaBuild.Analysis.Tests/ServerFacts/Data.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build/postgres.sh
dotnet run --project build/facts
git status --short -- '*/ServerFacts/Data'
