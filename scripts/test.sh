# Every test, on a private PostgreSQL of their own; one line at the end says how it went.
# shellcheck shell=bash

RESULTS="$STATE/test-results"
BROKEN=0 # what failed without being a test

crm_test() {
    local wanted="" option
    while [ $# -gt 0 ]; do
        case "$1" in
            --seed | --seeds | --faults)
                option="${1#--}"
                [[ "${2:-}" =~ ^[0-9]+$ ]] || fail "--$option takes a number"
                export "CRM_${option^^}=$2"
                shift
                ;;
            --upgrade) local upgrade=1 ;;
            -*) fail "test knows no option $1" ;;
            *)
                [ -z "$wanted" ] || fail "test takes one suite or filter"
                wanted="$1"
                ;;
        esac
        shift
    done
    install_base
    install_librdkafka
    install_prometheus
    choose_engine
    say "Testing on $ENGINE_TEXT."
    rm -rf "$RESULTS"
    mkdir -p "$RESULTS"
    if [ -n "${upgrade:-}" ]; then
        upgrade_build
        wanted="${wanted:-cluster}"
    fi
    trap test_clean_up EXIT
    test_all "$wanted"
    test_clean_up
    trap - EXIT
    test_summary
}

test_all() {
    local wanted="$1" folder=tests
    if [ -n "$wanted" ] && [ -d "$ROOT/tests/$wanted" ]; then
        folder="tests/$wanted"
        wanted=""
    elif [ -z "$wanted" ]; then
        local whole=1
    fi
    # In a subshell, where fail ends the step and not the run: the closing line is still to come.
    if { [ -n "${whole:-}" ] || [ "$folder" = tests/console ]; } && ! (install_chromium && build_console); then
        BROKEN=$((BROKEN + 1))
    fi
    if ! (test_build "$folder"); then
        BROKEN=$((BROKEN + 1))
        return
    fi
    if [ -n "${whole:-}" ] && ! (test_format); then BROKEN=$((BROKEN + 1)); fi
    test_postgres
    test_projects "$folder" "$wanted"
    if [ -n "${whole:-}" ]; then test_cluster; fi
}

test_postgres() {
    if [ -n "${CRM_TEST_POSTGRES:-}" ]; then return; fi
    if [ -f "$STATE/test-postgres.port" ]; then postgres_remove test-postgres; fi
    TEST_CLUSTER=1
    postgres_start test-postgres
    export CRM_TEST_POSTGRES="$POSTGRES"
}

test_clean_up() {
    [ -z "${TEST_CLUSTER:-}" ] || postgres_remove test-postgres
    TEST_CLUSTER=""
}

# The whole solution, or the projects of one suite.
test_build() {
    local project
    say "Building, warnings as errors …"
    if [ "$1" = tests ]; then
        quietly "$STATE/build.log" "The build" dotnet build "$ROOT/Crm.Orleans.sln" -c Release -v quiet -clp:NoSummary -warnaserror
        return
    fi
    while read -r project; do
        quietly "$STATE/build.log" "The build" dotnet build "$project" -c Release -v quiet -clp:NoSummary -warnaserror
    done < <(projects_of "$1")
}

test_format() {
    say "Checking the format …"
    # In Release: the source generator that grains need was built there.
    Configuration=Release quietly "$STATE/format.log" "The format check (dotnet format Crm.Orleans.sln mends it)" \
        dotnet format "$ROOT/Crm.Orleans.sln" --verify-no-changes --no-restore
}

projects_of() {
    local projects
    projects="$(grep -rl --include='*.csproj' 'Microsoft.NET.Test.Sdk' "$ROOT/$1" | sort)"
    if [ "$ActorEngine" != Orleans ]; then projects="$(grep -v '/tests/cluster/' <<<"$projects" || true)"; fi
    [ -z "$projects" ] || say "$projects"
}

# test_projects FOLDER FILTER: each project with a result file of its own.
test_projects() {
    local project
    while read -r project; do
        test_project "$project" "$2"
    done < <(projects_of "$1")
}

# What only several silos can show, as a count of its own where there can be only one.
test_cluster() {
    [ "$ActorEngine" = Orleans ] ||
        say "$(grep -rhE --include='*.cs' '^ *\[(Fact|Theory)\]' "$ROOT/tests/cluster" "$ROOT/tests/crash/ClusterTests.cs" | wc -l) tests of a cluster are not among them: they need Orleans, and this is $ENGINE_TEXT."
}

test_project() {
    local project="$1" name code=0 failed arguments
    name="$(basename "$project" .csproj)"
    arguments=(--no-build -c Release --nologo --results-directory "$RESULTS" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal")
    [ -z "$2" ] || arguments+=(--filter "FullyQualifiedName~$2")
    say "── $name"
    # A test that hangs is a failure too, with its name.
    dotnet test "$project" "${arguments[@]}" --blame-hang-timeout 8m --blame-hang-dump-type none </dev/null 2>&1 |
        grep -v -E '^$|^(Test run for|A total of|Data collector|Results File)' || code="${PIPESTATUS[0]}"
    failed="$(trx_sum failed "$RESULTS/$name.trx")"
    if [ ! -f "$RESULTS/$name.trx" ] && [ -n "$2" ] && [ "$code" = 0 ]; then return; fi
    if [ ! -f "$RESULTS/$name.trx" ] || { [ "$code" != 0 ] && [ "$failed" = 0 ]; }; then
        say "$name ended with code $code and names no failed test: counted as one failure."
        BROKEN=$((BROKEN + 1))
    fi
}

# trx_sum WHAT FILES…: the sum of a counter; skipped is what was found but not executed.
trx_sum() {
    local what="$1"
    shift
    { cat "$@" 2>/dev/null || true; } | { grep -o '<Counters [^>]*' || true; } | awk -v what="$what" '
        function counter(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
        what == "passed" { sum += counter("passed") }
        what == "failed" { sum += counter("failed") + counter("error") + counter("timeout") + counter("aborted") }
        what == "skipped" { sum += counter("total") - counter("executed") }
        END { print sum + 0 }'
}

test_summary() {
    local passed failed skipped
    passed="$(trx_sum passed "$RESULTS"/*.trx)"
    failed=$(($(trx_sum failed "$RESULTS"/*.trx) + BROKEN))
    skipped="$(trx_sum skipped "$RESULTS"/*.trx)"
    say "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] && [ "$passed" != 0 ]
}
