# Building, always with ONE selection of packages and features.
#
# Cargo unifies features over the packages a command names, so `-p gungman-worker` and `--workspace` are two different
# builds of the same dependencies: llama.cpp would be compiled again (4 minutes), and a build without `custom-protocol`
# would replace the window's program by one that looks for a development server. Hence every cargo command of
# scripts/run and scripts/test says EVERYTHING.
# shellcheck shell=bash disable=SC2034

EVERYTHING=(--locked --workspace --features gungman/custom-protocol)

# The window's program carries ui/dist inside: the front end first.
build_ui() { npm_in_ui run --silent build; }

build_programs() { cargo build --manifest-path "$ROOT/Cargo.toml" "${EVERYTHING[@]}" --bins; }
