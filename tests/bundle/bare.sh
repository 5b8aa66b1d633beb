#!/usr/bin/env bash
# Installs the deb on a bare Debian 12 made for the purpose (debootstrap, with this machine's package source): what the package declares must
# be all it needs. As root, with a network: tests/bundle/bare.sh NEW.deb
set -euo pipefail
new=$(realpath "$1")
models=$(readlink -f "${GUNGMAN_MODELS:-$(dirname "$0")/../../.deps/models}")
root=$(mktemp -d)
chmod 755 "$root"
tidy() {
    for part in tmp/models proc dev; do umount -l "$root/$part" 2>/dev/null || true; done
    rm -rf --one-file-system "$root"
}
trap tidy EXIT
source=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Suite: bookworm' | head -n 1)
debootstrap --variant=minbase bookworm "$root" "$source" >"$root.log" 2>&1 || { tail -5 "$root.log"; exit 1; }
rm "$root/etc/apt/sources.list"
cp -r /etc/apt/. "$root/etc/apt/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root"/{usr/share/keyrings,tmp/models,tmp/home}
cp -r /usr/share/keyrings/. "$root/usr/share/keyrings/"
mount --bind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$models" "$root/tmp/models"
cp "$new" "$root/tmp/new.deb"
inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp/home LANG=C.UTF-8 XDG_RUNTIME_DIR=/tmp/home \
        GUNGMAN_MODELS=/tmp/models DEBIAN_FRONTEND=noninteractive "$@"
}
echo "bare: $(inside dpkg -l | grep -c ^ii) packages"
inside apt-get -qq update
inside apt-get -qq install -y --no-install-recommends /tmp/new.deb >"$root.log" 2>&1 || { tail -5 "$root.log"; exit 1; }
echo "with gungman and what it declares: $(inside dpkg -l | grep -c ^ii) packages"
for program in gungman gungman-cli gungman-engine; do
    missing=$(inside ldd "/usr/bin/$program" | grep 'not found' || true)
    [[ -z $missing ]] || { echo "$program lacks $missing"; exit 1; }
done
inside gungman-cli doctor || true
inside gungman-cli draft --sample memo -o /tmp/memo.docx --pdf /tmp/memo.pdf --txt - | head -n 12
# A screen, only to look.
inside apt-get -qq install -y --no-install-recommends xvfb xauth procps sqlite3 >"$root.log" 2>&1
inside xvfb-run -a -s '-screen 0 1366x768x24' timeout 30 gungman >"$root.log" 2>&1 &
sleep 25
inside pgrep -x gungman >/dev/null || { echo "the window did not stay"; tail -5 "$root.log"; exit 1; }
echo "window: $(inside sqlite3 /tmp/home/.local/share/gungman/library.sqlite 'select count(*) from documents') document"
wait || true
echo "bare Debian 12: ok"
