# .deps/{target,opencc,models,fonts,word-files}: links from the checkout into the cache. .cargo/config.toml names only .deps.
# shellcheck shell=bash

make_links() {
    mkdir -p "$ROOT/.deps"
    link target "$CACHE/target"
    link opencc "$OPENCC_HOME"
    link models "$MODELS_HOME"
    link fonts "$FONTS_HOME"
    link word-files "$WORD_FILES_HOME"
}

# A link is turned to where it should point; a real folder is somebody's own choice and stays.
link() {
    local name=$ROOT/.deps/$1 to=$2
    if [[ -L $name ]]; then
        [[ $(readlink "$name") == "$to" ]] || ln -sfn "$to" "$name"
    elif [[ -e $name ]]; then
        say "Note: .deps/$1 is not a link; it is used as it is. ／ .deps/$1 並非連結，照原樣使用。"
    else
        ln -s "$to" "$name"
    fi
}
