# What must be there before anything else, the Rust crates, and the tools that only tests use.
# shellcheck shell=bash

# Rust and Node are the two things that set-up expects and never installs.
check_tools() {
    local tool
    for tool in cargo node npm; do
        if ! command -v "$tool" >/dev/null; then
            die "$CODE_TOOL" "$tool was not found. Install Rust (cargo) and Node $NODE_MIN or newer (node, npm) first." \
                "找不到 $tool；請先安裝 Rust 及 Node $NODE_MIN 或以上版本。"
        fi
    done
    local node_version
    node_version=$(node -p process.versions.node)
    if [[ $(printf '%s\n' "$NODE_MIN" "$node_version" | sort -V | head -n 1) != "$NODE_MIN" ]]; then
        die "$CODE_TOOL" "Node $NODE_MIN or newer is needed; this is $node_version." "需要 Node $NODE_MIN 或以上版本，現為 $node_version。"
    fi
    local rust_wanted rust_version
    rust_wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml" | head -n 1)
    rust_version=$(cargo --version | cut -d' ' -f2)
    if [[ $(printf '%s\n' "$rust_wanted" "$rust_version" | sort -V | head -n 1) != "$rust_wanted" ]]; then
        die "$CODE_TOOL" "Rust $rust_wanted or newer is needed; this is $rust_version." "需要 Rust $rust_wanted 或以上版本，現為 $rust_version。"
    fi
}

# Fetched apart from building, so that a network failure is told as one and the build needs no network.
ready_crates() {
    local host
    host=$(rustc -vV | sed -n 's/^host: //p')
    if cargo fetch --quiet --locked --offline --target "$host" --manifest-path "$ROOT/Cargo.toml" 2>/dev/null; then
        say "Rust crates ... already here"
        return
    fi
    quiet "Rust crates" cargo fetch --locked --target "$host" --manifest-path "$ROOT/Cargo.toml"
}

# python-docx reads our Word files in the tests: it is not ours, so it cannot share our mistakes.
ready_python_docx() {
    local wanted
    read -ra wanted <<<"$PYTHON_DOCX"
    if stamped python-docx "$PYTHON_DOCX" && "$VENV/bin/python" -c 'import docx' 2>/dev/null; then
        say "python-docx ... already here"
        return
    fi
    quiet "python-docx" "$VENV/bin/python" -m pip install --quiet --no-deps --only-binary :all: "${wanted[@]}"
    stamp python-docx "$PYTHON_DOCX"
}

# WebDriver for a Tauri window.
ready_tauri_driver() {
    if [[ -x $TOOLS/bin/tauri-driver ]] && grep -qs "tauri-driver $TAURI_DRIVER_VERSION " "$TOOLS/.crates.toml"; then
        say "tauri-driver $TAURI_DRIVER_VERSION ... already here"
        return
    fi
    quiet "tauri-driver $TAURI_DRIVER_VERSION: build (20 to 90 s)" env CARGO_TARGET_DIR="$TMP/tauri-driver" \
        cargo install tauri-driver --version "$TAURI_DRIVER_VERSION" --locked --debug --root "$TOOLS"
}
