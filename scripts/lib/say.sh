# Words on the screen, and what the program ends with.
# Every failure ends in ONE line, in English and Chinese, and one of the codes below (docs/setup.md lists them).
# shellcheck shell=bash disable=SC2034

readonly CODE_USAGE=2 CODE_NETWORK=10 CODE_DISK=11 CODE_HASH=12 CODE_TOOL=13 CODE_SYSTEM=14

say() { printf '%s\n' "$*"; }

heading() { printf '\n== %s\n' "$*"; }

# step LABEL: the start of a line that step_end finishes.
step() {
    step_began=$SECONDS
    printf '%s ... ' "$*"
}

step_end() {
    local took=$((SECONDS - step_began))
    if ((took > 0)); then printf '%s (%d s)\n' "${1:-ok}" "$took"; else printf '%s\n' "${1:-ok}"; fi
}

# die CODE ENGLISH CHINESE
die() {
    local code=$1
    printf '\nSTOPPED (%d): %s ／ %s\n' "$code" "$2" "$3" >&2
    exit "$code"
}

# die_for CODE WHAT: the clear line for a code that a step ended with.
die_for() {
    local code=$1 what=$2
    case $code in
        "$CODE_NETWORK")
            die "$code" "$what: the network cannot be reached. Connect and run the same command again; what was fetched is kept." \
                "連接不到網絡；請連線後再執行同一指令，已下載的會保留。"
            ;;
        "$CODE_DISK")
            die "$code" "$what: the disk is full. Free some space (the cache is $CACHE) and run the same command again." \
                "磁碟空間不足；請騰出空間後再執行同一指令。"
            ;;
        "$CODE_HASH")
            die "$code" "$what: a fetched file is not the one this project names (its SHA-256 differs); it was thrown away. Run again; if it stays so, see scripts/pins.sh." \
                "下載的檔案與指定的 SHA-256 不符，已棄置；請再執行一次，若仍不符，請查看 scripts/pins.sh。"
            ;;
        *)
            die "$code" "$what failed; the reason is above." "這一步失敗，原因見上。"
            ;;
    esac
}
