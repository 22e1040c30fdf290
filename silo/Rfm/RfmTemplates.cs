namespace Crm.Silo.Rfm;

/// <summary>Settings to start from.</summary>
internal static class RfmTemplates
{
    public static IReadOnlyList<PutRfmSettingsBody> All { get; } =
    [
        new("thresholds", 5, new([30, 90, 180, 365], [2, 3, 5, 8], ["100.00", "250.00", "500.00", "1000.00"])),
        new("quantiles", 5, Hysteresis: 0.05m, RefreshEvery: "P1D"),
        new("quantiles", 4, new([8, 15, 31]), Hysteresis: 0.05m, RefreshEvery: "P1D"), // the last week, the week before, the rest of a month, quartiles of all else
        new("quantiles", 3, Hysteresis: 0.05m, RefreshEvery: "P1D"),
    ];
}
