# Which engine the grains are built against: Orleans where its packages can be had, else the embedded one.
# shellcheck shell=bash disable=SC2034

# Sets and exports ActorEngine. A tried answer is kept in .crm/engine with the version that was tried.
choose_engine() {
    local version
    version="$(sed -n 's:.*<OrleansVersion>\(.*\)</OrleansVersion>.*:\1:p' "$ROOT/Directory.Build.props")"
    if [ -z "${ActorEngine:-}" ]; then
        local tried="$version ${CRM_FEED:-}"
        if [ "$(head -n 1 "$STATE/engine" 2>/dev/null)" != "$tried" ]; then
            printf '%s\n%s\n' "$tried" "$(probe_orleans "$version")" >"$STATE/engine"
        fi
        ActorEngine="$(tail -n 1 "$STATE/engine")"
    fi
    export ActorEngine
    case "$ActorEngine" in
        Orleans) ENGINE_TEXT="Microsoft Orleans $version" ;;
        Embedded) ENGINE_TEXT="the embedded engine" ;;
        *) fail "ActorEngine is '$ActorEngine'; it can be Orleans or Embedded" ;;
    esac
    ARTIFACTS="$ROOT/artifacts/$ActorEngine"
}

probe_orleans() {
    local package packages=()
    for package in Sdk Runtime Client Streaming Clustering.AdoNet Persistence.AdoNet; do packages+=("Microsoft.Orleans.$package" "$1"); done
    if can_restore "$STATE/probe.log" "${packages[@]}"; then say Orleans; else say Embedded; fi
}
