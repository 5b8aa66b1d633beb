# All set-up, in order. Sourced by scripts/run and scripts/test; ROOT is the checkout.
# shellcheck shell=bash source-path=SCRIPTDIR/../..

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$ROOT/scripts/pins.sh"
for part in say steps cache links system pypi opencc fonts model npm tools word_files; do
    # shellcheck source=/dev/null
    . "$ROOT/scripts/lib/$part.sh"
done

# Cargo reads .cargo/config.toml from where it is started, and the programs look for their files there.
cd "$ROOT" || exit

# What cargo and the programs it builds are told, whatever the caller's environment says.
export CARGO_TARGET_DIR=$ROOT/.deps/target
export GUNGMAN_MODELS=$ROOT/.deps/models GUNGMAN_FONTS=$ROOT/.deps/fonts

# set_up run|test|ui: "ui" is what the front end's own checks need, "test" everything.
set_up() {
    local for_what=$1
    heading "Set-up ／ 安裝"
    check_tools
    open_cache
    make_links
    need_space "$(space_wanted "$for_what")"
    if [[ $for_what != ui ]]; then
        local packages=("${SYSTEM_RUN[@]}")
        if [[ $for_what == test ]]; then packages+=("${SYSTEM_TEST[@]}"); fi
        ready_system "${packages[@]}"
        ready_venv
        ready_opencc
        ready_fonts
        ready_model
    fi
    ready_npm
    if [[ $for_what != ui ]]; then ready_crates; fi
    if [[ $for_what == test ]]; then
        ready_python_docx
        ready_word_files
        ready_tauri_driver
    fi
    close_cache
}

# Only what is not there yet counts.
space_wanted() {
    local mb=0
    [[ -d $ROOT/ui/node_modules ]] || ((mb += NEED_NPM_MB)) || true
    if [[ $1 != ui ]]; then
        opencc_is_ready || ((mb += NEED_OPENCC_MB)) || true
        [[ -d $FONTS_HOME ]] || ((mb += NEED_FONTS_MB)) || true
        # Parts that are here already need no second place.
        [[ -f $MODELS_HOME/$MODEL_FILE ]] || ((mb += NEED_MODEL_MB - $(du -sm "$CACHE/wheels" | cut -f1))) || true
        [[ -d $CACHE/target/debug ]] || ((mb += NEED_TARGET_MB)) || true
    fi
    if [[ $1 == test && ! -x $TOOLS/bin/tauri-driver ]]; then ((mb += NEED_TOOLS_MB)) || true; fi
    echo "$mb"
}
