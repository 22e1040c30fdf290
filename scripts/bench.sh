# Measures, on the private PostgreSQL in a database of its own.
# shellcheck shell=bash

crm_bench() {
    install_base
    install_librdkafka
    choose_engine
    # Without a name, or asked for help, it only says what there is: no server is needed for that, nor for the micro-benchmarks.
    [ $# -gt 0 ] || set -- --help
    case " $* " in
        *" --help "* | *" -h "* | " micro "*) ;;
        *) [ -n "${CRM_POSTGRES:-}" ] || bench_postgres ;;
    esac
    say "Building for $ENGINE_TEXT …" >&2
    local code=0
    dotnet run -c Release --project "$ROOT/tests/bench" -- "$@" || code=$?
    [ -z "${BENCH_STOPS:-}" ] || postgres_stop postgres
    return "$code"
}

# Never the store's own database: a run fills and empties what it is given.
bench_postgres() {
    postgres_pid postgres >/dev/null 2>&1 || BENCH_STOPS=1
    postgres_start postgres
    local port
    port="$(cat "$STATE/postgres.port")"
    postgres_sql postgres "$port" "drop database if exists bench with (force)"
    postgres_database postgres "$port" bench
    CRM_POSTGRES="$(postgres_connection postgres "$port" bench)"
    export CRM_POSTGRES
}
