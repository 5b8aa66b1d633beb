# Where fetched and built things lie, who may change them, and whether there is room.
#
# The cache is one folder a user, shared by all checkouts: GUNGMAN_CACHE, else gungman/ in XDG_CACHE_HOME or ~/.cache.
# Nothing enters it under its final name before it is whole and verified.
# shellcheck shell=bash

CACHE=${GUNGMAN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gungman}
[[ $CACHE == /* ]] || CACHE=$PWD/$CACHE

OPENCC_HOME=$CACHE/opencc-$OPENCC_VERSION
FONTS_HOME=$CACHE/fonts-$FONTS_VERSION
MODELS_HOME=$CACHE/models
VENV=$CACHE/venv
TOOLS=$CACHE/tools
WORD_FILES_HOME=$CACHE/word-files
export npm_config_cache=$CACHE/npm npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false
export npm_config_fetch_retries=2 npm_config_fetch_retry_mintimeout=2000
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# One set-up at a time: a second checkout waits, then finds everything there.
open_cache() {
    if ! mkdir -p "$CACHE"/{log,stamps,tmp,wheels,models,target} 2>/dev/null; then
        die "$CODE_DISK" "the cache folder $CACHE cannot be made: disk full, or no right to write there." \
            "無法建立快取資料夾：磁碟已滿，或沒有寫入權限。"
    fi
    exec 9>"$CACHE/lock"
    if ! flock -n 9; then
        say "Another set-up is at work in $CACHE; waiting for it. ／ 另一個安裝程序正在進行，等候中。"
        flock 9
    fi
    # We hold the lock, so whatever lies in tmp/ belongs to a run that was killed.
    rm -rf "$CACHE"/tmp/*
    TMP=$(mktemp -d "$CACHE/tmp/XXXXXX")
}

close_cache() {
    rm -rf "$TMP"
    flock -u 9
    exec 9>&-
}

# The programs of two checkouts land in the same target/debug: whoever builds and then uses them keeps the others out.
hold_target() {
    exec 8>"$CACHE/target.lock"
    if ! flock -n 8; then
        say "Another checkout is building or testing; waiting for it. ／ 另一份程式碼正在編譯或測試，等候中。"
        flock 8
    fi
}

release_target() {
    exec 8>&-
}

# need_space MB: refuse early instead of filling the disk.
need_space() {
    local need=$1 free
    free=$(free_mb)
    if ((need > free)); then
        die "$CODE_DISK" "not enough disk space: what is still missing needs about $need MB in $CACHE, and $free MB are free." \
            "磁碟空間不足：尚需約 $need MB，現只有 $free MB。"
    fi
}

# stamped NAME VALUE, stamp NAME VALUE: remember that NAME was verified as VALUE.
stamped() { [[ -f $CACHE/stamps/$1 && $(<"$CACHE/stamps/$1") == "$2" ]]; }

stamp() {
    printf '%s\n' "$2" >"$TMP/stamp"
    mv "$TMP/stamp" "$CACHE/stamps/$1"
}

# is_file PATH SIZE SHA256
is_file() {
    [[ -f $1 && $(stat -c %s "$1") == "$2" && $(sha256_of "$1") == "$3" ]]
}

sha256_of() { sha256sum -- "$1" | cut -d' ' -f1; }
