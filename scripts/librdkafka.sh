# Kafka's native library: its package where it can be had, else built here, once a machine, from the sources that a package of
# the same makers carries.
# shellcheck shell=bash

LIBRDKAFKA_VERSION=2.15.1
LIBRDKAFKA_SOURCES=@confluentinc/kafka-javascript@1.10.1

# What a build can do without, and what it takes: a header, its Debian package, what it brings.
LIBRDKAFKA_EXTRAS=(
    "openssl/ssl.h libssl-dev TLS and SASL to Kafka"
    "sasl/sasl.h libsasl2-dev Kerberos to Kafka"
    "zstd.h libzstd-dev zstd-compressed records"
    "zlib.h zlib1g-dev gzip-compressed records"
)

install_librdkafka() {
    local package="librdkafka.redist.$LIBRDKAFKA_VERSION.nupkg" folder
    [ ! -d "${NUGET_PACKAGES:-$HOME/.nuget/packages}/librdkafka.redist/$LIBRDKAFKA_VERSION" ] || return 0
    folder="$(feed)"
    # A source by URL is read only.
    case "$folder" in *://*) folder="$HOME/.cache/crm/feed" ;; esac
    [ ! -f "$folder/$package" ] || return 0
    ! can_restore "$STATE/librdkafka.log" librdkafka.redist "$LIBRDKAFKA_VERSION" || return 0
    librdkafka_tools
    say "Building librdkafka $LIBRDKAFKA_VERSION, Kafka's native library, for no package of it can be had (some minutes, once) …"
    LIBRDKAFKA_BUILD="$(mktemp -d)"
    # In a subshell, whose end also by a failure or a signal removes what is half made.
    (
        trap 'rm -rf "$LIBRDKAFKA_BUILD"' EXIT
        quietly "$STATE/librdkafka.log" "The build of librdkafka" librdkafka_build
        quietly "$STATE/librdkafka-pack.log" "Packing librdkafka" librdkafka_pack
        mkdir -p "$folder"
        cp "$LIBRDKAFKA_BUILD/$package" "$folder/.$package.$$"
        mv "$folder/.$package.$$" "$folder/$package"
    ) || exit 1
    say "Packed it into $folder, with$(librdkafka_features)."
}

librdkafka_tools() {
    local extra header package what
    command -v gcc >/dev/null && command -v g++ >/dev/null || install_package g++ "compiles librdkafka"
    command -v make >/dev/null || install_package make "builds librdkafka"
    command -v python3 >/dev/null || install_package python3 "lists what librdkafka exports"
    command -v npm >/dev/null || install_package npm "fetches librdkafka's sources"
    for extra in "${LIBRDKAFKA_EXTRAS[@]}"; do
        read -r header package what <<<"$extra"
        has_header "$header" || (install_package "$package" "$what") || say "Goes on without: $what."
    done
}

has_header() { gcc -E -include "$1" - </dev/null >/dev/null 2>&1; }

librdkafka_build() {
    (
        set -e
        cd "$LIBRDKAFKA_BUILD"
        npm pack --silent "$LIBRDKAFKA_SOURCES"
        tar -xzf ./*.tgz package/deps/librdkafka
        cd package/deps/librdkafka
        ./configure --disable-curl --disable-lz4-ext
        grep -q "RDKAFKA_VERSION_STR \"$LIBRDKAFKA_VERSION\"" config.h
        make -C src -j "$(nproc)" librdkafka.so.1
        strip --strip-unneeded -o "$LIBRDKAFKA_BUILD/librdkafka.so" src/librdkafka.so.1
    )
}

# The layout of the package that this stands in for, as far as Linux looks at it.
librdkafka_pack() {
    local machine
    case "$(uname -m)" in x86_64) machine=x64 ;; aarch64) machine=arm64 ;; *) machine="$(uname -m)" ;; esac
    cat >"$LIBRDKAFKA_BUILD/librdkafka.redist.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <PackageVersion>$LIBRDKAFKA_VERSION</PackageVersion>
    <Authors>The librdkafka authors</Authors>
    <Description>librdkafka, built on this machine</Description>
    <IncludeBuildOutput>false</IncludeBuildOutput>
    <SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking>
    <NoWarn>NU5128</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <None Include="librdkafka.so" Pack="true" PackagePath="runtimes/linux-$machine/native/" />
    <None Include="package/deps/librdkafka/LICENSES.txt" Pack="true" PackagePath="" />
  </ItemGroup>
</Project>
XML
    dotnet pack "$LIBRDKAFKA_BUILD/librdkafka.redist.csproj" -o "$LIBRDKAFKA_BUILD"
}

# What the configuration found, of the things that somebody may miss.
librdkafka_features() {
    local feature
    for feature in SSL SASL_CYRUS SASL_SCRAM ZSTD ZLIB; do
        if grep -q "BUILT_WITH.*\b$feature\b" "$STATE/librdkafka.log"; then printf ' %s' "$feature"; else printf ' no-%s' "$feature"; fi
    done
}
