# Which packages can be had here, and the folder of those that are built on this machine.
# shellcheck shell=bash

# One more NuGet source: Directory.Build.props adds it to every project where it is there.
feed() { say "${CRM_FEED:-$HOME/.cache/crm/feed}"; }

# can_restore LOG NAME VERSION [NAME VERSION …]: exactly those versions, by a restore outside the checkout's own build files, which
# would choose by what is in the cache already.
can_restore() {
    local log="$1" folder="$STATE/probe" code=0
    shift
    rm -rf "$folder"
    mkdir -p "$folder"
    say '<Project />' | tee "$folder/Directory.Build.props" "$folder/Directory.Build.targets" >"$folder/Directory.Packages.props"
    {
        say '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework>'
        feed_exists && say "<RestoreAdditionalProjectSources>$(feed)</RestoreAdditionalProjectSources>"
        say '</PropertyGroup><ItemGroup>'
        printf '<PackageReference Include="%s" Version="[%s]" />\n' "$@"
        say '</ItemGroup></Project>'
    } >"$folder/probe.csproj"
    timeout 180 dotnet restore "$folder/probe.csproj" >"$log" 2>&1 </dev/null || code=1
    rm -rf "$folder"
    return "$code"
}

feed_exists() {
    case "$(feed)" in *://*) ;; *) [ -d "$(feed)" ] ;; esac
}
