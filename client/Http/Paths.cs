using System.Globalization;

namespace Crm.Client.Http;

/// <summary>Parts of a request's address.</summary>
internal static class Paths
{
    /// <summary>Longest time that the CRM can be asked to wait before it answers.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>An id as one segment of a path.</summary>
    /// <exception cref="ArgumentException">It is empty, or names a folder: an address would lose it.</exception>
    public static string Segment(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return id is "." or ".." ? throw new ArgumentException("No id.", nameof(id)) : Uri.EscapeDataString(id);
    }

    /// <summary>A query of the parameters that have a value.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = "";
        foreach (var (name, value) in parameters)
        {
            query += value is null ? "" : $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        }

        return query;
    }

    /// <summary>The query that asks the CRM to wait.</summary>
    /// <param name="what">For what.</param>
    /// <param name="wait">How long; null for not at all.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than nothing, or more than <see cref="LongestWait"/>.</exception>
    public static string Wait(string what, TimeSpan? wait)
    {
        if (wait is not { } time)
        {
            return "";
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, nameof(wait));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestWait, nameof(wait));
        return Query(("wait", what), ("timeout", ((int)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));
    }
}
