# The web console: console/ built into console/dist, from where the silo's build takes it along.
# shellcheck shell=bash

# Only where a source is newer than what is built.
build_console() {
    local console="$ROOT/console"
    if [ -f "$console/dist/index.html" ] && [ -z "$(console_newer "$console")" ]; then return; fi
    install_node
    say "Building the console …"
    (
        cd "$console"
        [ node_modules/.package-lock.json -nt package-lock.json ] || quietly "$STATE/npm.log" "Fetching the console's packages" npm ci --no-audit --no-fund
        quietly "$STATE/console.log" "The build of the console" npm run build
        find dist/assets -type f \( -name '*.js' -o -name '*.css' \) -exec gzip -9 -k -n {} +
    )
}

console_newer() {
    find "$1" \( -name node_modules -o -name dist \) -prune -o -type f -newer "$1/dist/index.html" -print -quit
}

install_node() {
    command -v node >/dev/null || install_package nodejs "builds the console"
    command -v npm >/dev/null || install_package npm "fetches what the console is built of"
    local version
    version="$(node --version)"
    version="${version#v}"
    [ "${version%%.*}" -ge 18 ] || fail "Node.js is $version; the console is built with 18 or later"
}

# For the tests of the console.
install_chromium() {
    if [ -n "${CRM_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; then return; fi
    install_package chromium "opens the console in its tests"
}
