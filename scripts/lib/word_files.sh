# Word files of other people's making, for ./scripts/test: the conversion must leave all of them whole. python-docx's own
# test files out of its source package, mammoth's (written by Word and others) out of its npm package.
# shellcheck shell=bash

ready_word_files() {
    if stamped word-files "$WORD_FILES" && [[ -d $WORD_FILES_HOME ]]; then
        say "Word files for tests ... already here"
        return
    fi
    quiet "Word files for tests (6 MB to fetch)" fetch_word_files
    stamp word-files "$WORD_FILES"
}

fetch_word_files() {
    local python mammoth work=$TMP/word-files
    read -r python mammoth <<<"$WORD_FILES"
    local python_version=${python%%=*} mammoth_version=${mammoth%%=*}
    mkdir -p "$work/unpacked" "$work/all"
    fetch_pypi python-docx "$python_version" "${python#*=}" "$work/python-docx.tar.gz" --no-binary :all:
    npm pack --cache "$TMP/npm" --pack-destination "$work" "mammoth@$mammoth_version"
    if [[ $(sha256_of "$work/mammoth-$mammoth_version.tgz") != "${mammoth#*=}" ]]; then
        echo "mammoth $mammoth_version: wrong SHA-256"
        return "$CODE_HASH"
    fi
    local package
    for package in "$work/python-docx.tar.gz" "$work/mammoth-$mammoth_version.tgz"; do
        tar -xzf "$package" -C "$work/unpacked" --wildcards '*.docx'
    done
    # One folder: the path inside its package is the file's name.
    local file
    while read -r file; do
        cp "$work/unpacked/$file" "$work/all/${file//\//_}"
    done < <(cd "$work/unpacked" && find . -name '*.docx' -printf '%P\n')
    rm -rf "$WORD_FILES_HOME"
    mv "$work/all" "$WORD_FILES_HOME"
}
