# Which engine the grains are built against: Orleans where its packages can be had, else the embedded one.
# shellcheck shell=bash disable=SC2034

ORLEANS_PACKAGES=(Microsoft.Orleans.Sdk Microsoft.Orleans.Runtime)

# Sets and exports ActorEngine. A tried answer is kept in .crm/engine with the version that was tried.
choose_engine() {
    # A name that MSBuild takes from the environment in every project.
    [ -z "${CRM_FEED:-}" ] || export RestoreAdditionalProjectSources="$CRM_FEED"
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

# A restore outside the checkout's own build files: they would choose by what is in the cache already.
probe_orleans() {
    local folder="$STATE/probe" answer=Embedded
    rm -rf "$folder"
    mkdir -p "$folder"
    say '<Project />' | tee "$folder/Directory.Build.props" "$folder/Directory.Build.targets" >"$folder/Directory.Packages.props"
    {
        say '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
        printf "<PackageReference Include=\"%s\" Version=\"$1\" />\n" "${ORLEANS_PACKAGES[@]}"
        say '</ItemGroup></Project>'
    } >"$folder/probe.csproj"
    timeout 180 dotnet restore "$folder/probe.csproj" >"$STATE/probe.log" 2>&1 </dev/null && answer=Orleans
    rm -rf "$folder"
    say "$answer"
}
