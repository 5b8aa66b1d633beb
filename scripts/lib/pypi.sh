# The Python environment in the cache, and fetching one file of the Python package index through pip.
# shellcheck shell=bash

# The system's Python is never written to.
ready_venv() {
    if "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
    if ! command -v python3 >/dev/null; then
        die "$CODE_TOOL" "python3 is not installed." "未安裝 python3。"
    fi
    quiet "Python environment" make_venv
}

# Made in place (it cannot be moved): the broken rest of an interrupted try is thrown away first.
make_venv() {
    rm -rf "$VENV"
    python3 -m venv "$VENV"
}

# fetch_pypi NAME VERSION SHA256 TO [pip's arguments]: TO appears only when the file is whole and the one that is named.
# pip checks the SHA-256 before it looks into the file.
fetch_pypi() {
    local name=$1 version=$2 sha256=$3 to=$4 work
    shift 4
    work=$(mktemp -d "$TMP/pypi.XXXXXX")
    printf '%s==%s --hash=sha256:%s\n' "$name" "$version" "$sha256" >"$work/wanted.txt"
    "$VENV/bin/python" -m pip download --quiet --no-deps "$@" -d "$work/got" -r "$work/wanted.txt"
    if [[ $(sha256_of "$work"/got/*) != "$sha256" ]]; then
        echo "$name $version: wrong SHA-256"
        return "$CODE_HASH"
    fi
    mv "$work"/got/* "$to"
    rm -rf "$work"
}
