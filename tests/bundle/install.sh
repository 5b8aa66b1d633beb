#!/usr/bin/env bash
# Installs the deb over an older one that has been worked with, uses it, and removes it, on a copy of this system that is thrown away
# afterwards (an overlay in a mount namespace of its own). As root: tests/bundle/install.sh OLD.deb NEW.deb
set -euo pipefail

if [[ ${1:-} != --inside ]]; then
    here=$(mktemp -d)
    trap 'rmdir "$here"' EXIT
    unshare --mount bash "$0" --inside "$here" "$(realpath "$1")" "$(realpath "$2")"
    exit
fi

over=$2 old=$3 new=$4
mount -t tmpfs tmpfs "$over"
mkdir "$over"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$over/upper,workdir=$over/work" "$over/root"
for part in proc dev sys; do mount --rbind "/$part" "$over/root/$part"; done
mount -t tmpfs tmpfs "$over/root/tmp"
# What lies on other mounts is not in the overlay's lower layer.
models=$(readlink -f "${GUNGMAN_MODELS:-$(dirname "$0")/../../.deps/models}")
mkdir -p "$over/root/tmp/models"
mount --bind "$models" "$over/root/tmp/models"
cp "$old" "$over/root/tmp/old.deb"
cp "$new" "$over/root/tmp/new.deb"

inside() {
    chroot "$over/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp/home LANG=C.UTF-8 XDG_RUNTIME_DIR=/tmp/home \
        GUNGMAN_MODELS=/tmp/models "$@"
}
step() { printf '%s ... ' "$*"; }
done_so() { echo "ok${1:+ ($1)}"; }
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
version() { inside dpkg-query -W -f '${Version}' gungman; }
library=$over/root/tmp/home/.local/share/gungman/library.sqlite

# Opens the window on a screen of its own and ends it when it has laid out its first document.
open_window() {
    local before=$1 now='' _
    inside xvfb-run -a -s '-screen 0 1366x768x24' timeout --signal=TERM 60 gungman >"$over/window.log" 2>&1 &
    for _ in {1..100}; do
        sleep 0.5
        now=$(sqlite3 "$library" 'select count(*) from documents' 2>/dev/null || echo 0)
        if ((now >= 1)) && inside pgrep -x gungman >/dev/null; then break; fi
    done
    sleep 1
    inside pkill -x gungman || fail "the window did not stay: $(tail -5 "$over/window.log")"
    wait || true
    ((now >= 1 && now >= before)) || fail "no document in the library: $(tail -5 "$over/window.log")"
}

inside mkdir -p /tmp/home
step "Install $(dpkg-deb -f "$old" Version)"
inside dpkg -i /tmp/old.deb >"$over/dpkg.log" 2>&1 || fail "$(tail -5 "$over/dpkg.log")"
done_so "$(version)"
step "Window"
open_window 0
done_so "$(sqlite3 "$library" 'select count(*) from documents') document"
printf '測試字\t測試字\n' >"$over/root/tmp/words.tsv"
inside gungman-cli words import /tmp/words.tsv >/dev/null
words=$(inside gungman-cli words list)

step "Upgrade to $(dpkg-deb -f "$new" Version)"
inside dpkg -i /tmp/new.deb >"$over/dpkg.log" 2>&1 || fail "$(tail -5 "$over/dpkg.log")"
[[ $(version) == "$(dpkg-deb -f "$new" Version)" ]] || fail "dpkg has $(version)"
done_so "$(version)"
step "What was kept"
[[ $(inside gungman-cli words list) == "$words" ]] || fail "the words are gone"
open_window "$(sqlite3 "$library" 'select count(*) from documents')"
[[ $(sqlite3 "$library" 'pragma integrity_check') == ok ]] || fail "the library is damaged"
done_so
step "Doctor"
inside gungman-cli doctor >"$over/doctor.log" 2>&1 || true
# There is no screen here; everything else must be good.
for what in 範本 字型 OpenCC 模型程式; do
    grep -q "✓.*$what" "$over/doctor.log" || fail "$what: $(cat "$over/doctor.log")"
done
done_so
step "A memo by the model"
inside gungman-cli draft --sample memo -o /tmp/memo.docx --pdf /tmp/memo.pdf --txt /tmp/memo.txt >"$over/draft.log" 2>&1 ||
    fail "$(tail -5 "$over/draft.log")"
for file in docx pdf txt; do [[ -s $over/root/tmp/memo.$file ]] || fail "no memo.$file"; done
done_so "$(wc -m <"$over/root/tmp/memo.txt") characters"
step "Manual"
inside man -w gungman gungman-cli gungman-cli-draft >/dev/null 2>&1 || [[ -s $over/root/usr/share/man/man1/gungman.1.gz ]] || fail "no manual"
done_so

step "Remove"
inside dpkg -r gungman >"$over/dpkg.log" 2>&1 || fail "$(tail -5 "$over/dpkg.log")"
left=$(dpkg-deb -c "$new" | awk '$1 !~ /^d/ { sub(/^\.?\/?/, "/", $6); print $6 }' | while read -r path; do
    [[ -e $over/root$path ]] && echo "$path"
done || true)
[[ -z $left ]] || fail "left behind: $left"
[[ -s $library ]] || fail "the library went with the program"
done_so "the library stays"
echo "install, upgrade, remove: ok"
