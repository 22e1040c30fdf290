using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Client.Http;

/// <summary>A list's answer; <paramref name="Next"/> is null at its end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

internal static class Pages
{
    public const int Limit = 500; // what the API gives at most

    /// <summary>All items of a list, asked for page by page as they are read.</summary>
    /// <param name="transport">Makes the calls.</param>
    /// <param name="path">Of the list.</param>
    /// <param name="type">Of its answer.</param>
    /// <param name="filter">Further parameters of its query.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async IAsyncEnumerable<T> Read<T>(
        Transport transport, string path, JsonTypeInfo<Page<T>> type, (string Name, string? Value) filter = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var limit = Limit.ToString(CultureInfo.InvariantCulture);
        for (var (cursor, first) = ((string?)null, true); first || cursor is not null; first = false)
        {
            var page = await transport.Send(new(HttpMethod.Get, path + Paths.Query(("limit", limit), ("cursor", cursor), filter)), type, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            cursor = page.Next;
        }
    }
}
