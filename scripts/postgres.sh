# Private PostgreSQL clusters: own folder, loopback only, own password, never as root.
# Each has a name (postgres, test-postgres), a file .crm/NAME.port and a file .crm/NAME.password.
# shellcheck shell=bash disable=SC2016,SC2034

# The newest server's programs, or the ones that made the data folder $1.
postgres_bin() {
    local folder
    if [ -n "${1:-}" ] && on_behalf test -f "$1/PG_VERSION"; then
        folder="/usr/lib/postgresql/$(on_behalf cat "$1/PG_VERSION")/bin"
    else
        folder="$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)"
    fi
    [ -x "$folder/initdb" ] && say "$folder"
}

# Runs as the user that owns the clusters: the package's own where we are root.
on_behalf() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Where the cluster NAME lives: below .crm, or where its user can reach it.
postgres_home() {
    state
    if on_behalf test -x "$STATE" 2>/dev/null; then
        say "$STATE/$1"
    else
        say "/var/lib/crm-orleans/$(printf %s "$ROOT" | sha256sum | cut -c 1-12)/$1"
    fi
}

make_home() {
    local home="$1"
    mkdir -p "$home"
    [ "$(id -u)" != 0 ] || chown postgres: "$home"
    case "$home" in
        "$STATE"/*) ;;
        *) say "PostgreSQL's user cannot reach this checkout: its data is in $home." ;;
    esac
}

# postgres_create NAME: initdb, once.
postgres_create() {
    local name="$1" home bin password
    home="$(postgres_home "$name")"
    on_behalf test -f "$home/data/PG_VERSION" && return
    bin="$(postgres_bin)"
    make_home "$home"
    password="$(secret "$STATE/$name.password")"
    on_behalf rm -rf "$home/data"
    on_behalf bash -c 'umask 077 && cat >"$0"' "$home/pw" <<<"$password"
    quietly "$STATE/initdb.log" "initdb" on_behalf "$bin/initdb" -D "$home/data" -U crm --pwfile="$home/pw" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
    on_behalf rm -f "$home/pw"
    postgres_settings "$bin" "$home/data" | on_behalf bash -c 'cat >>"$0"' "$home/data/postgresql.conf"
}

# postgres_settings PROGRAMS DATA
postgres_settings() {
    local megabytes compression=on
    megabytes=$(($(awk '/^MemTotal:/ {print $2}' /proc/meminfo) / 4096))
    megabytes=$((megabytes > 2048 ? 2048 : megabytes < 128 ? 128 : megabytes))
    # The first change of a page after a checkpoint writes the whole page; lz4 costs less than the default (docs/performance.md).
    if on_behalf "$1/postgres" -D "$2" -c wal_compression=lz4 -C wal_compression >/dev/null 2>&1; then compression=lz4; fi
    cat <<CONF
# Crm.Orleans
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = ${megabytes}MB
synchronous_commit = on
wal_compression = $compression
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
CONF
}

# The server's process id, if it runs and is this folder's: a stale file may name anybody's process.
postgres_pid() {
    local home pid
    home="$(postgres_home "$1")"
    pid="$(on_behalf head -n 1 "$home/data/postmaster.pid" 2>/dev/null)" || return 1
    [ "$(on_behalf readlink "/proc/$pid/cwd" 2>/dev/null)" = "$home/data" ] && say "$pid"
}

# postgres_start NAME: sets POSTGRES to a connection string for its database crm.
postgres_start() {
    local name="$1" home bin port
    install_postgres
    postgres_create "$name"
    home="$(postgres_home "$name")"
    port="$(cat "$STATE/$name.port" 2>/dev/null || true)"
    if ! postgres_pid "$name" >/dev/null; then
        bin="$(postgres_bin "$home/data")" || fail "the programs of PostgreSQL $(on_behalf cat "$home/data/PG_VERSION"), which made $home/data, are gone"
        if [ -z "$port" ] || port_open "$port"; then port="$(free_port)"; fi
        say "$port" >"$STATE/$name.port"
        quietly "$STATE/pg_ctl.log" "PostgreSQL's start (its own log: $home/server.log)" on_behalf "$bin/pg_ctl" \
            start -w -t 120 -D "$home/data" -l "$home/server.log" -o "-p $port"
    fi
    POSTGRES="$(postgres_connection "$name" "$port" crm)"
    postgres_database "$name" "$port" crm
}

postgres_connection() {
    say "Host=127.0.0.1;Port=$2;Username=crm;Password=$(cat "$STATE/$1.password");Database=$3"
}

# postgres_sql NAME PORT SQL: as the cluster's owner, in its maintenance database.
postgres_sql() {
    PGPASSWORD="$(cat "$STATE/$1.password")" PGOPTIONS="-c client_min_messages=warning" \
        "$(postgres_bin)/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$2" -U crm -d postgres -c "$3" </dev/null
}

postgres_database() {
    [ "$(postgres_sql "$1" "$2" "select 1 from pg_database where datname = '$3'")" = 1 ] ||
        postgres_sql "$1" "$2" "create database $3"
}

postgres_stop() {
    local name="$1" home bin
    postgres_pid "$name" >/dev/null || return 0
    home="$(postgres_home "$name")"
    bin="$(postgres_bin "$home/data")"
    quietly "$STATE/pg_ctl.log" "PostgreSQL's stop" on_behalf "$bin/pg_ctl" stop -w -t 120 -m fast -D "$home/data"
}

postgres_remove() {
    local home
    postgres_stop "$1"
    home="$(postgres_home "$1")"
    rm -rf "$home" "$STATE/$1.port" "$STATE/$1.password"
    rmdir --ignore-fail-on-non-empty "$(dirname "$home")" 2>/dev/null || true # outside the checkout: leaves nothing
}
