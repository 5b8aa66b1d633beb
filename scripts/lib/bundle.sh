# Packing the built programs: what tauri.conf.json takes from .deps/bundle is put there, then Tauri's bundler writes deb and rpm.
# shellcheck shell=bash

# Release programs. Their paths are cut from the panic messages, so that two checkouts give the same programs.
build_release() {
    local host=${CARGO_HOME:-$HOME/.cargo}
    RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$ROOT=/gungman --remap-path-prefix=$host=/cargo" \
        cargo build --manifest-path "$ROOT/Cargo.toml" "${EVERYTHING[@]}" --release --bins
}

# make_bundle debug|release VERSION OUT: OUT is new each time. An empty version is tauri.conf.json's.
make_bundle() {
    local profile=$1 version=$2 out=$3 stage=$ROOT/.deps/bundle programs=$ROOT/.deps/target/$1
    local options=(--bundles deb rpm --no-binary-patching --ci)
    if [[ $profile == debug ]]; then options+=(--debug); fi
    if [[ -n $version ]]; then options+=(--config "{\"version\":\"$version\"}"); fi

    rm -rf "$stage" "$out" "$programs"/bundle/{deb,rpm}
    mkdir -p "$stage/bin" "$out"
    quiet "Manual pages and completions" env GUNGMAN_DATA_DIR="$TMP/manual" "$programs/gungman-cli" manual "$stage"
    cp "$ROOT"/src-tauri/linux/*.1 "$stage/man1/"
    gzip -9n "$stage"/man1/*.1
    quiet "List of parts and licences" list_parts "$stage"
    local name
    # The window's program Tauri takes from where cargo put it.
    for name in gungman-cli gungman-engine; do strip --strip-debug -o "$stage/bin/$name" "$programs/$name"; done
    # The packages carry the time of the commit, not of the moment.
    local SOURCE_DATE_EPOCH
    SOURCE_DATE_EPOCH=$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || date +%s)
    export SOURCE_DATE_EPOCH
    quiet "deb and rpm" in_ui_tauri bundle "${options[@]}"
    local deb
    for deb in "$programs"/bundle/deb/*.deb; do quiet "deb, the same for the same programs" repack "$deb" "$out/$(basename "$deb")"; done
    cp "$programs"/bundle/rpm/*.rpm "$stage"/{sbom.cdx.json,third-party-licences.txt} "$out/"
    (cd "$out" && sha256sum -- * >"$TMP/SHA256SUMS" && mv "$TMP/SHA256SUMS" .)
}

# repack FROM TO: Tauri's bundler writes the moment into the package; dpkg-deb writes SOURCE_DATE_EPOCH, so that two packings of the same
# programs are the same byte for byte.
repack() {
    local tree=$TMP/deb
    if ! command -v dpkg-deb >/dev/null; then
        cp "$1" "$2"
        return
    fi
    rm -rf "$tree"
    dpkg-deb -R "$1" "$tree"
    dpkg-deb --root-owner-group -Zzstd -b "$tree" "$2"
    rm -rf "$tree"
}

# Tauri looks for tauri.conf.json below and above the folder it is started in.
in_ui_tauri() { (cd "$ROOT" && "$ROOT/ui/node_modules/.bin/tauri" "$@"); }

list_parts() {
    local host
    host=$(rustc -vV | sed -n 's/^host: //p')
    cargo metadata --format-version 1 --locked --offline --filter-platform "$host" --manifest-path "$ROOT/Cargo.toml" |
        OPENCC_VERSION=$OPENCC_VERSION FONTS_VERSION=$FONTS_VERSION node "$ROOT/scripts/lib/parts.mjs" "$1"
}

# sign_list FOLDER SECRET: minisign asks for the key's password itself.
sign_list() {
    local version
    version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml" | head -n 1)
    minisign -S -s "$2" -m "$1/SHA256SUMS" -t "Gungman $version $(git -C "$ROOT" rev-parse --short=12 HEAD)"
}
