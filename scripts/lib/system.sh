# The Debian packages that building (and, for tests, checking) needs. Only what is missing is installed.
# shellcheck shell=bash

# C and C++ for llama.cpp and SQLite (libclang for its bindings), cmake also for OpenCC, WebKit and GTK for the window.
SYSTEM_RUN=(build-essential pkg-config cmake clang libclang-dev libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev)
# A screen without a screen, WebKit's WebDriver, and programs not ours that read what we wrote.
SYSTEM_TEST=(xvfb xauth webkit2gtk-driver libreoffice-writer-nogui poppler-utils qpdf sqlite3 iproute2 procps strace
    fonts-noto-cjk fonts-arphic-uming fonts-arphic-ukai fonts-liberation)

# ready_system PACKAGE...
ready_system() {
    local missing=()
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "System packages: this is not Debian; make sure that the like of these is installed: $*"
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then missing+=(python3 python3-venv); fi
    # Cargo needs them. A bundle that is there, from whatever hand, is left alone.
    if [[ ! -s /etc/ssl/certs/ca-certificates.crt ]]; then missing+=(ca-certificates); fi
    # Without a font for Chinese the window shows boxes.
    if [[ $(fc-list :lang=zh-hk 2>/dev/null) == "" ]]; then missing+=(fonts-noto-cjk); fi
    if ((${#missing[@]} == 0)); then
        say "System packages ... already here"
        return
    fi
    become_root "${missing[@]}"
    quiet "System packages: ${#missing[@]} to install (about 2 minutes if all are missing)" install_packages "${missing[@]}"
}

missing_packages() {
    local package
    for package in "$@"; do
        if [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) != "install ok installed" ]]; then
            echo "$package"
        fi
    done
}

# Sets as_root. A password, if sudo wants one, is asked for here and not in the middle of a quiet step.
become_root() {
    as_root=()
    if ((EUID == 0)); then return; fi
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }; then
        as_root=(sudo)
        return
    fi
    die "$CODE_SYSTEM" "system packages are missing and this user may not install them. As administrator: apt-get install -y --no-install-recommends $*" \
        "欠缺系統套件而此用戶無權安裝；請系統管理員執行左列指令。"
}

# apt's own lock is waited for, never fought over. The package lists have a lock of their own, which the option does
# not cover: try again.
apt_get() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=540 -o Acquire::Retries=2 "$@"
}

# An old list may still do, so a failed update is no failure yet; its words stay in the log for the reason.
install_packages() {
    local out
    for _ in {1..60}; do
        out=$(apt_get update 2>&1) && break
        grep -q 'Could not get lock' <<<"$out" || break
        sleep 5
    done
    printf '%s\n' "$out"
    apt_get install -y --no-install-recommends "$@"
}
