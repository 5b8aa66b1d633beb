# The front end's packages: exactly what ui/package-lock.json says.
# shellcheck shell=bash

ready_npm() {
    if node "$ROOT/scripts/lib/npm_matches.mjs" "$ROOT/ui"; then
        say "npm packages ... already here"
        return
    fi
    quiet "npm packages" npm_in_ui ci --prefer-offline
}

# Not `npm --prefix`: that option also moves npm's global configuration, and with it an office's certificates or mirror.
npm_in_ui() { (cd "$ROOT/ui" && npm "$@"); }
