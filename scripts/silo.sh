# The silo as a background process of this checkout.
# shellcheck shell=bash

silo_url() {
    local url="${CRM_URL:-$(cat "$STATE/url" 2>/dev/null || true)}"
    say "${url:-http://127.0.0.1:8080}"
}

# Its process id, if it runs and is ours: after a restart of the machine the number may be anybody's.
silo_pid() {
    local pid
    pid="$(cat "$STATE/silo.pid" 2>/dev/null)" || return 1
    case "$(tr '\0' ' ' 2>/dev/null <"/proc/${pid:-none}/cmdline")" in *"$STATE/silo/Crm.Silo.dll"*) say "$pid" ;; *) return 1 ;; esac
}

# build_project FOLDER: Release.
build_project() {
    quietly "$STATE/build.log" "The build of $1" dotnet build "$ROOT/$1" -c Release -v quiet -clp:NoSummary
}

# The client is built only where a source is newer: replay starts at once then.
build_cli() {
    local dll="$ARTIFACTS/bin/Crm.Cli/release/Crm.Cli.dll"
    if [ -f "$dll" ] && [ -z "$(find "$ROOT/cli" "$ROOT"/Directory.* -type f -newer "$dll" -print -quit)" ]; then return; fi
    build_project cli/Crm.Cli.csproj
}

silo_start() {
    local url
    url="$(silo_url)"
    ! silo_pid >/dev/null || fail "the silo runs already"
    silo_port_is_free "$url"
    # Runs from a copy: a build or test run beside it would write over files that it has mapped.
    rm -rf "$STATE/silo"
    cp -r "$ARTIFACTS/bin/Crm.Silo/release" "$STATE/silo"
    say "$url" >"$STATE/url"
    (umask 077 && : >>"$STATE/silo.log")
    secret "$STATE/admin.key" >/dev/null
    # 128 MB (hexadecimal) between two collections of what is young: the default follows the processor's cache, and each looks through the customers that have changed.
    # The sample's automations call a receiver on this machine.
    DOTNET_GCgen0size="${DOTNET_GCgen0size:-8000000}" CRM_WEBHOOK_ALLOW="${CRM_WEBHOOK_ALLOW-127.0.0.1}" CRM_URL="$url" CRM_POSTGRES="$POSTGRES" CRM_ADMIN_KEY="$(cat "$STATE/admin.key")" \
        setsid dotnet "$STATE/silo/Crm.Silo.dll" >>"$STATE/silo.log" 2>&1 </dev/null 9>&- &
    say "$!" >"$STATE/silo.pid"
    silo_wait "$url"
}

silo_port_is_free() {
    local port="${1##*:}"
    port="${port%%/*}"
    case "$port" in *[!0-9]* | '') return ;; esac
    ! port_open "$port" || fail "something else listens on port $port: stop it, or name another by CRM_URL=http://127.0.0.1:PORT ./crm up"
}

silo_wait() {
    for _ in $(seq 600); do
        if curl -fsS -o /dev/null --max-time 2 "$1/health/ready" 2>/dev/null; then return; fi
        if ! kill -0 "$(cat "$STATE/silo.pid")" 2>/dev/null; then
            tail -n 30 "$STATE/silo.log" >&2
            fail "the silo ended while starting; its log is .crm/silo.log"
        fi
        sleep 0.2
    done
    tail -n 30 "$STATE/silo.log" >&2
    fail "the silo was not ready within two minutes; its log is .crm/silo.log"
}

silo_stop() {
    local pid
    pid="$(silo_pid)" || return 0
    kill -TERM "$pid"
    for _ in $(seq 150); do
        if ! silo_pid >/dev/null; then
            rm -f "$STATE/silo.pid"
            return
        fi
        sleep 0.2
    done
    say "The silo did not end within 30 seconds; killing it (nothing acknowledged is lost)."
    kill -KILL "$pid" 2>/dev/null || true
    rm -f "$STATE/silo.pid"
}

# cli ARGUMENTS…: the command-line client, with this checkout's keys where there are any.
cli() {
    (
        url="$(silo_url)"
        # shellcheck source=/dev/null
        if [ -z "${CRM_WRITE_KEY:-}" ] && [ -f "$STATE/keys.env" ]; then source "$STATE/keys.env"; fi
        export CRM_URL="$url"
        if [ -s "$STATE/admin.key" ]; then CRM_ADMIN_KEY="$(cat "$STATE/admin.key")" && export CRM_ADMIN_KEY; fi
        exec dotnet "$ARTIFACTS/bin/Crm.Cli/release/Crm.Cli.dll" "$@"
    )
}
