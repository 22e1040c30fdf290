namespace Crm.Client.Tests.Support;

/// <summary>What nobody should have to wait for fails instead of hanging.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    public static Task Soon(this ValueTask task) => task.AsTask().WaitAsync(Limit);

    /// <summary>The first so many.</summary>
    public static Task<List<T>> First<T>(this IAsyncEnumerable<T> items, int count) => items.Take(count).ToListAsync(Token).AsTask();
}
