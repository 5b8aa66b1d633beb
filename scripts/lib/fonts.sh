# Noto Serif HK and Noto Sans HK, Regular and Bold, with their licences, out of two npm packages.
# shellcheck shell=bash

fonts_are_ready() {
    local package path name size sha256
    while read -r package path name size sha256; do
        [[ -z $package ]] && continue
        is_file "$FONTS_HOME/$name" "$size" "$sha256" || return 1
    done <<<"$FONTS"
}

ready_fonts() {
    if fonts_are_ready; then
        say "Fonts ... already here"
        return
    fi
    quiet "Fonts: Noto Serif HK, Noto Sans HK (86 MB to fetch)" fetch_fonts
}

fetch_fonts() {
    local package path name size sha256
    mkdir "$TMP/fonts" "$TMP/fonts-packed"
    for package in noto-serif-hk noto-sans-hk; do
        npm pack --cache "$TMP/npm" --pack-destination "$TMP/fonts-packed" "@expo-google-fonts/$package@$FONTS_VERSION"
    done
    while read -r package path name size sha256; do
        [[ -z $package ]] && continue
        tar -xzOf "$TMP/fonts-packed/expo-google-fonts-$package-$FONTS_VERSION.tgz" "package/$path" >"$TMP/fonts/$name"
        if ! is_file "$TMP/fonts/$name" "$size" "$sha256"; then
            echo "$name: wrong size or SHA-256"
            return "$CODE_HASH"
        fi
    done <<<"$FONTS"
    rm -rf "$FONTS_HOME"
    mv "$TMP/fonts" "$FONTS_HOME"
}
