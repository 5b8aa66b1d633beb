#!/bin/sh
# Writes .sqlx/ at the top of the repository: what SQLite says about each query of this crate, so that the crate is
# checked and built without a database. Run it after changing a query or a migration, and commit what it writes.
#
#   crates/store/prepare.sh           write .sqlx/ anew
#   crates/store/prepare.sh --check   fail when that would change it
#
# Needs the sqlite3 command line tool.
set -eu
cd "$(dirname "$0")/../.."

case "${1-}" in
'' | --check) ;;
*)
    echo "usage: $0 [--check]" >&2
    exit 2
    ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/sqlx"
cat crates/store/migrations/*.sql | sqlite3 -bail "$scratch/dev.db"

# Only a macro that is compiled writes its file.
touch crates/store/src/*.rs
DATABASE_URL="sqlite:$scratch/dev.db" SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$scratch/sqlx" \
    cargo check --quiet --package gungman-store --lib

if [ "${1-}" = --check ]; then
    if ! diff -r .sqlx "$scratch/sqlx"; then
        echo ".sqlx does not fit the queries: run crates/store/prepare.sh and commit .sqlx" >&2
        exit 1
    fi
    echo ".sqlx fits the queries"
else
    rm -rf .sqlx
    cp -R "$scratch/sqlx" .sqlx
    echo ".sqlx: $(ls .sqlx | wc -l) queries"
fi
