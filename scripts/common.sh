# What every part uses. Sourced by ./crm, which sets ROOT and STATE.
# shellcheck shell=bash

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Build servers would outlive the command and hold its output open.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

say() { printf '%s\n' "$*"; }

fail() {
    printf 'crm: %s\n' "$*" >&2
    exit 1
}

state() {
    [ -d "$STATE" ] || mkdir "$STATE"
    # The server's own user has to pass through; every secret in here has its own mode.
    chmod 755 "$STATE"
}

# secret FILE: a file that only its owner reads, with 32 random bytes, made once.
secret() {
    [ -s "$1" ] || (umask 077 && head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n' >"$1")
    cat "$1"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "needs root for: $* (run it as root, or install sudo)"
    fi
}

# Two of up, down and reset at once would stop or remove what the other one starts.
# What is started here and stays must close descriptor 9, or it would hold the lock.
alone() {
    state
    exec 9>"$STATE/lock"
    flock --nonblock 9 || fail "another ./crm up, down or reset is at work in this checkout"
}

# port_open PORT: whether anything listens there.
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if ! port_open "$port"; then
            say "$port"
            return
        fi
    done
    fail "no free port found"
}

# quietly LOG WHAT COMMAND…: its output goes to LOG, and is shown only where it fails.
quietly() {
    local log="$1" what="$2"
    shift 2
    if ! "$@" >"$log" 2>&1 </dev/null 9>&-; then
        tail -n 40 "$log" >&2
        fail "$what failed; all of it is in $log"
    fi
}
