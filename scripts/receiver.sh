# The local receiver that the sample's automations call: a background process of this checkout that shows what comes.
# shellcheck shell=bash

receiver_pid() {
    local pid
    pid="$(cat "$STATE/receiver.pid" 2>/dev/null)" || return 1
    case "$(tr '\0' ' ' 2>/dev/null <"/proc/${pid:-none}/cmdline")" in *"$STATE/receiver/Crm.Cli.dll listen"*) say "$pid" ;; *) return 1 ;; esac
}

# Sets RECEIVER to its address. The same port again where it is free, so that automations keep the address they have.
receiver_start() {
    if receiver_pid >/dev/null; then
        RECEIVER="$(cat "$STATE/receiver.url")"
        return
    fi
    local port
    port="$(cat "$STATE/receiver.port" 2>/dev/null || true)"
    if [ -z "$port" ] || port_open "$port"; then port="$(free_port)"; fi
    say "$port" >"$STATE/receiver.port"
    # Runs from a copy, as the silo does.
    rm -rf "$STATE/receiver" "$STATE/receiver.url"
    cp -r "$ARTIFACTS/bin/Crm.Cli/release" "$STATE/receiver"
    (umask 077 && : >>"$STATE/webhooks.log" && : >>"$STATE/webhooks.ndjson")
    (
        # shellcheck source=/dev/null
        source "$STATE/keys.env"
        CRM_URL="$(silo_url)"
        export CRM_URL CRM_WRITE_KEY CRM_API_KEY
        exec setsid dotnet "$STATE/receiver/Crm.Cli.dll" listen --port "$port" --url-file "$STATE/receiver.url" --out "$STATE/webhooks.ndjson" \
            >>"$STATE/webhooks.log" 2>&1 </dev/null 9>&-
    ) &
    say "$!" >"$STATE/receiver.pid"
    for _ in $(seq 150); do
        if [ -s "$STATE/receiver.url" ]; then
            RECEIVER="$(cat "$STATE/receiver.url")"
            return
        fi
        receiver_pid >/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$STATE/webhooks.log" >&2
    fail "the local receiver of webhooks did not start; its log is .crm/webhooks.log"
}

receiver_stop() {
    local pid
    pid="$(receiver_pid)" || return 0
    kill -TERM "$pid"
    for _ in $(seq 50); do
        receiver_pid >/dev/null || break
        sleep 0.1
    done
    rm -f "$STATE/receiver.pid"
}
