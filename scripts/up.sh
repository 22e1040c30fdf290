# up, down, reset, link, replay, listen.
# shellcheck shell=bash

SAMPLE="$ROOT/samples/complete-journey"

crm_up() {
    local empty="" clock=""
    while [ $# -gt 0 ]; do
        case "$1" in
            --empty) empty=1 ;;
            --clock) clock="${2:-}"; shift ;;
            --clock=*) clock="${1#*=}" ;;
            *) fail "up takes --empty and --clock log, not '$1'" ;;
        esac
        shift
    done
    case "$clock" in '' | wall | log) ;; *) fail "--clock can be log or wall, not '$clock'" ;; esac
    install_base
    install_librdkafka
    choose_engine
    up_postgres
    up_database
    up_silo
    up_store "$clock"
    receiver_start
    if [ -n "$empty" ]; then
        :
    elif [ "$(cat "$STATE/clock")" = log ]; then
        up_automations "$SAMPLE/automations.json" # time passes with the sample: its own carts are found
        up_sample
    else
        up_sample
        up_automations "$SAMPLE/automations.json" # by the wall clock the sample's carts are no news
        up_automations "$SAMPLE/automations-live.json"
    fi
    up_say "$empty"
}

up_postgres() {
    if [ -n "${CRM_POSTGRES:-}" ]; then
        POSTGRES="$CRM_POSTGRES"
        LOG_TEXT="the PostgreSQL that CRM_POSTGRES names"
        [ -z "${CRM_KAFKA:-}" ] || LOG_TEXT="Kafka at $CRM_KAFKA, all else in $LOG_TEXT"
        return
    fi
    postgres_start postgres
    local port
    port="$(cat "$STATE/postgres.port")"
    LOG_TEXT="a private PostgreSQL on 127.0.0.1:$port, $(postgres_home postgres)"
    if [ -n "${CRM_KAFKA:-}" ]; then
        # A database belongs to the log that it was built from: Kafka's has one of its own beside the other.
        postgres_database postgres "$port" crm_kafka
        POSTGRES="$(postgres_connection postgres "$port" crm_kafka)"
        LOG_TEXT="Kafka at $CRM_KAFKA, all else in $LOG_TEXT"
    fi
}

# Keys and the sample's place belong to one database: those of another one are put aside, and come back with it.
up_database() {
    local before now kept
    now="$(printf %s "$POSTGRES" | sed 's/;Port=[0-9]*//' | sha256sum | cut -c 1-12)"
    before="$(cat "$STATE/database" 2>/dev/null || say "$now")"
    say "$now" >"$STATE/database"
    [ "$now" != "$before" ] || return 0
    ! silo_pid >/dev/null || fail "the silo runs on another database: ./crm down first"
    kept="$STATE/kept"
    mkdir -p "$kept/$before" "$kept/$now"
    move_state "$STATE" "$kept/$before"
    move_state "$kept/$now" "$STATE"
}

move_state() { find "$1" -maxdepth 1 -type f \( -name 'keys*.env' -o -name sample.json -o -name clock \) -exec mv -t "$2" {} +; }

up_silo() {
    if silo_pid >/dev/null; then
        say "The silo runs already (./crm down first, to run a newer build)."
        silo_wait "$(silo_url)"
        return
    fi
    build_console
    say "Building for $ENGINE_TEXT …"
    build_project silo/Crm.Silo.csproj
    silo_start
}

up_store() {
    local has
    has="$(cat "$STATE/clock" 2>/dev/null || say "${1:-wall}")"
    [ "${1:-$has}" = "$has" ] || say "The first store stays on the $has clock: a store's clock is fixed when it is created."
    build_cli
    cli first-store --name demo --clock "$has" --keys "$STATE/keys.env" --segments "$SAMPLE/segments.json"
    # Under its store's name too, so that `replay --store demo` finds it.
    cp -p "$STATE/keys.env" "$STATE/keys.demo.env"
    say "$has" >"$STATE/clock"
}

# Once: its place is kept, so that an interrupted stream goes on and a finished one is left alone.
up_sample() {
    ! grep -q '"done":true' "$STATE/sample.json" 2>/dev/null || return 0
    say "Streaming the sample: real orders of 2017, shifted by whole weeks; the browsing around them is generated."
    local clock=()
    [ "$(cat "$STATE/clock")" != log ] || clock=(--clock log --store demo)
    cli replay "$SAMPLE/orders.ndjson.gz" --shift-to-yesterday --browse --resume "$STATE/sample.json" --keys "$STATE" "${clock[@]}"
}

up_automations() { cli automate "$1" --receiver "$RECEIVER" --keys "$STATE/keys.env"; }

up_say() {
    local url
    url="$(silo_url)"
    cat <<TEXT

Running on $url: $ENGINE_TEXT, log in $LOG_TEXT.
Console: $(cli link --keys "$STATE/keys.env")   (opens once, within 15 minutes; ./crm link prints another)
API pages: $url/docs   silo's log: .crm/silo.log   stop: ./crm down

Try, in this folder:
  source .crm/keys.env
  curl -s -u "\$CRM_WRITE_KEY:" -H "Content-Type: application/json" "\$CRM_URL/v1/track?wait=applied" -d '{"userId":"1609","event":"Product Added","messageId":"try-$(date +%s)","properties":{"product_id":"1075313","price":1.5,"quantity":1}}'
  curl -s -H "Authorization: Bearer \$CRM_API_KEY" "\$CRM_URL/api/v1/customers/u:1609"
  curl -s -H "Authorization: Bearer \$CRM_API_KEY" "\$CRM_URL/api/v1/segments/abandoned-cart/members?limit=5"
TEXT
    if [ -n "$1" ]; then
        return
    elif [ "$(cat "$STATE/clock")" = log ]; then
        say "Carts of the sample that were left for two hours called a receiver on this machine ($RECEIVER):"
    else
        say "Ten seconds after the first of them an automation finds the cart still full, and calls a receiver on this machine ($RECEIVER):"
    fi
    say "  tail -f .crm/webhooks.log"
}

crm_down() {
    [ $# -eq 0 ] || fail "down takes no arguments"
    silo_stop
    receiver_stop
    [ ! -f "$STATE/postgres.port" ] || postgres_stop postgres
    say "Stopped. Data stays; ./crm up goes on where it was."
}

crm_reset() {
    [ -z "${CRM_POSTGRES:-}" ] || fail "CRM_POSTGRES names a server that is not ours: drop its database yourself; without it, reset removes the private one"
    if [ "${1:-}" != --yes ] && [ -t 0 ]; then
        local answer
        read -r -p "Remove all data and keys of this checkout? [y/N] " answer
        case "$answer" in y | Y | yes) ;; *) fail "nothing was removed" ;; esac
    fi
    silo_stop
    receiver_stop
    if [ -f "$STATE/postgres.port" ]; then postgres_remove postgres; fi
    rm -rf "$STATE/receiver" "$STATE"/receiver.* "$STATE"/webhooks.* "$STATE/silo" "$STATE/silo.log" "$STATE/admin.key" "$STATE"/keys*.env "$STATE/sample.json" "$STATE/clock" "$STATE/url" "$STATE/database"
    say "Stopped, and all data and keys removed."
}

crm_link() {
    [ $# -eq 0 ] || fail "link takes no arguments"
    install_base
    choose_engine
    silo_pid >/dev/null || [ -n "${CRM_URL:-}" ] || fail "the silo does not run: ./crm up first"
    build_cli
    cli link --keys "$STATE/keys.env"
}

crm_replay() {
    install_base
    choose_engine
    case " $* " in
        *" --help "* | *" -h "*) ;;
        *) silo_pid >/dev/null || [ -n "${CRM_URL:-}" ] || fail "the silo does not run: ./crm up first" ;;
    esac
    build_cli
    cli replay "$@" --keys "$STATE"
}

crm_listen() {
    install_base
    choose_engine
    build_cli
    cli listen "$@"
}
