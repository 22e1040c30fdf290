# Another build of the silo, as a later version might be: one field more, with a rule on it, and members more in what silos say to each other.
# shellcheck shell=bash

# Sets and exports CRM_OTHER_BUILD.
upgrade_build() {
    local source="$STATE/upgrade" part
    [ "$ActorEngine" = Orleans ] || fail "--upgrade needs Orleans: this is $ENGINE_TEXT"
    rm -rf "$source"
    mkdir -p "$source"
    for part in core grain-interfaces grains ingest postgres silo Directory.Build.props Directory.Build.targets Directory.Packages.props .editorconfig; do
        cp -r "$ROOT/$part" "$source/"
    done
    upgrade_add core/Customers/CustomerFields.cs 'new("account", ValueKind.Text)' 'new("account", ValueKind.Text), new("accountName", ValueKind.Text), new("accountType", ValueKind.Text), new("spent", ValueKind.Number),' replace
    upgrade_add core/Customers/Customer.Fields.cs 'FieldIndex.Problems =>' '        51 => Value.Of(Figures.Revenue - Figures.Refunded),' before
    upgrade_add core/Customers/Customer.Fold.cs 'Changed(FieldIndex.Revenue,' '        Changed(51, before.Revenue - before.Refunded != after.Revenue - after.Refunded);' before
    upgrade_add core/Customers/CustomerView.cs '[Id(0)] public required string Id' '    [Id(900)] public string AddedLater { get; init; } = "by a later build";' before
    upgrade_add grain-interfaces/Customers/ApplyResult.cs '[Id(0)] public required ApplyStatus' '    [Id(900)] public string? AddedLater { get; init; } = "by a later build";' before
    say "Building the other version …"
    quietly "$STATE/upgrade.log" "The other version's build" dotnet build "$source/silo/Crm.Silo.csproj" -c Release -v quiet -clp:NoSummary -p:RunAnalyzers=false
    export CRM_OTHER_BUILD="$source/artifacts/$ActorEngine/bin/Crm.Silo/release/Crm.Silo.dll"
}

# upgrade_add FILE ANCHOR LINE before|replace: one line more, by the first line that has the anchor.
upgrade_add() {
    local file="$STATE/upgrade/$1"
    ANCHOR="$2" LINE="$3" awk -v how="$4" '
        !done && index($0, ENVIRON["ANCHOR"]) { print ENVIRON["LINE"]; done = 1; if (how == "replace") next }
        { print }
        END { exit !done }' "$file" >"$file.new" || fail "the other version cannot be made: $1 has no $2"
    mv "$file.new" "$file"
}
