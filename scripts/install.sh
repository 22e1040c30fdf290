# Installs what is missing: Debian packages, only when missing, each with its reason.
# shellcheck shell=bash

LISTS_ARE_FRESH=""

install_package() {
    command -v apt-get >/dev/null || fail "$1 is missing ($2), and this is not a Debian that could install it"
    say "Installing $1: $2."
    refresh_lists
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >"$STATE/apt.log" 2>&1 </dev/null ||
        { tail -n 20 "$STATE/apt.log" >&2; fail "apt-get could not install $1"; }
}

refresh_lists() {
    [ -z "$LISTS_ARE_FRESH" ] || return 0
    as_root apt-get update -qq >/dev/null 2>&1 || true # stale lists often still do
    LISTS_ARE_FRESH=1
}

install_base() {
    state
    install_icu
    [ -e /usr/share/zoneinfo/Europe/Berlin ] || install_package tzdata "time zones, for local days and months"
    command -v curl >/dev/null || install_package curl "asks the silo whether it is ready"
    check_dotnet
}

install_icu() {
    case "$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p)" in *libicuuc.so*) return ;; esac
    refresh_lists
    local package
    package="$(apt-cache search --names-only '^libicu[0-9]+$' | awk '{print $1}' | sort -V | tail -n 1)"
    install_package "${package:-libicu72}" "how .NET compares text"
}

check_dotnet() {
    command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
    local version
    version="$(cd "$ROOT" && dotnet --version)" || fail "dotnet does not run (see above)"
    [ "${version%%.*}" -ge 10 ] || fail "the .NET SDK is $version; Crm.Orleans needs 10.0 or later: https://dotnet.microsoft.com/download/dotnet/10.0"
}

# Only fetched and unpacked below .crm: installed as a package it would run as a service that nobody asked for.
install_prometheus() {
    if { command -v prometheus && command -v promtool; } >/dev/null || [ -x "$STATE/prometheus/usr/bin/prometheus" ]; then return; fi
    command -v apt-get >/dev/null || fail "prometheus is missing (checks dashboards and alerts in tests), and this is not a Debian that could fetch it"
    say "Fetching prometheus: it checks dashboards and alerts in tests."
    refresh_lists
    local folder="$STATE/prometheus.new"
    rm -rf "$folder"
    mkdir "$folder"
    quietly "$STATE/apt.log" "Fetching Debian's package prometheus" unpack_package "$folder" prometheus
    mv "$folder" "$STATE/prometheus"
}

unpack_package() (cd "$1" && apt-get download -q "$2" && dpkg-deb -x "$2"_*.deb . && rm "$2"_*.deb)

install_postgres() {
    postgres_bin >/dev/null 2>&1 && return
    if ! [ -e /etc/postgresql-common/createcluster.conf ]; then
        install_package postgresql-common "what PostgreSQL's package stands on"
        # Otherwise the package makes and starts a cluster of its own, which nobody asked for.
        as_root sed -i 's/^#\?create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
    install_package postgresql "the log and the read model"
    postgres_bin >/dev/null || fail "PostgreSQL was installed, but there is no initdb below /usr/lib/postgresql"
}
