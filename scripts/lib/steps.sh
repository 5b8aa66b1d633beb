# Running one step: quietly into a log file, so that it can be ended at any moment without leaving a half of anything.
# shellcheck shell=bash

child=

# quiet LABEL COMMAND...: one line on the screen; the command's words go to a log, shown when it fails.
# The command runs in a process group of its own: an interrupt ends all of it (pip, cmake and their children) at once.
# It may write progress marks to file descriptor 3.
quiet() {
    local label=$1 log code=0
    shift
    log="$CACHE/log/$(printf '%s' "${label%% (*}" | tr -cs '[:alnum:].' '-').log"
    step "$label"
    set -m
    "$@" 3>&1 >"$log" 2>&1 </dev/null 9>&- &
    child=$!
    set +m
    wait "$child" || code=$?
    child=
    if ((code == 0)); then
        step_end
        return
    fi
    step_end FAILED
    code=$(reason "$code" "$log")
    # Where the reason is known its one line says more than twenty of a tool's.
    if ((code < 10 || code > 12)); then tail -n 20 "$log" >&2 || true; fi
    printf 'Log: %s\n' "$log" >&2
    die_for "$code" "${label%% (*}"
}

# loud LABEL COMMAND...: the command speaks for itself; only a full disk is recognised afterwards.
loud() {
    local label=$1 code=0
    shift
    "$@" 9>&- || code=$?
    ((code == 0)) && return
    if disk_is_full; then code=$CODE_DISK; fi
    die_for "$code" "$label"
}

# reason CODE LOG: our own codes stay; a foreign tool's failure is told apart by what the tool wrote.
reason() {
    local code=$1 log=$2
    if ((code >= 10 && code <= 19)); then
        echo "$code"
    elif disk_is_full || grep -qiE 'no space left on device|ENOSPC|enough free space|disk quota exceeded|EDQUOT' "$log"; then
        echo "$CODE_DISK"
    elif grep -qiE 'do not match the hashes|EINTEGRITY|hash sum mismatch|failed to verify the checksum' "$log"; then
        echo "$CODE_HASH"
    elif grep -qiE "could(n't| not) (resolve|connect)|temporary failure|name or service not known|network is unreachable|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|failed to establish a new connection|connection (refused|timed out|reset)|read timed out|spurious network error|failed to fetch" "$log"; then
        echo "$CODE_NETWORK"
    else
        echo "$code"
    fi
}

# Less than 4 MiB free where the cache lies.
disk_is_full() { (($(free_mb) < 4)); }

free_mb() { df -Pk "$CACHE" | awk 'NR == 2 { print int($4 / 1024) }'; }

# Whatever way the script ends: no child goes on, no temporary file stays.
tidy() {
    if [[ -n $child ]]; then
        kill -TERM -- "-$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
        child=
    fi
    if [[ -n ${TMP:-} ]]; then rm -rf "$TMP"; fi
}

interrupted() {
    trap - INT TERM HUP
    tidy
    die "$1" "interrupted. Nothing half-made was left; run the same command again to go on from here." \
        "已中斷；沒有留下不完整的檔案，再執行同一指令即可繼續。"
}

trap tidy EXIT
trap 'interrupted 130' INT
trap 'interrupted 143' TERM
trap 'interrupted 129' HUP
