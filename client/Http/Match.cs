using System.Globalization;

namespace Crm.Client.Http;

/// <summary>The version that a change of a definition may replace.</summary>
internal static class Match
{
    /// <param name="version">Null for whatever is there, 0 for none at all.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static IReadOnlyList<(string Name, string Value)> Headers(int? version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version ?? 0, nameof(version));
        return version switch
        {
            null => [],
            0 => [("If-None-Match", "*")],
            { } known => [("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{known}\""))],
        };
    }
}
