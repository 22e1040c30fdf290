using System.Buffers.Text;
using System.Collections.Immutable;
using Crm.Core.Storage;

namespace Crm.Postgres.Feed;

/// <summary>A place in the change feed: for each partition the number of the last entry that was seen, 0 before the first.</summary>
public sealed class FeedCursor : IEquatable<FeedCursor>
{
    /// <summary>Before everything.</summary>
    public static readonly FeedCursor Start = new([]);

    private const byte Form = 1; // of the encoding, so that it can change
    private const int MaxPartitions = 1024;

    public FeedCursor(ImmutableArray<long> numbers) => Numbers = numbers;

    /// <summary>By partition; those beyond its end are at 0.</summary>
    public ImmutableArray<long> Numbers { get; }

    public long this[int partition] => partition < Numbers.Length ? Numbers[partition] : 0;

    public FeedCursor With(int partition, long number)
    {
        var numbers = Numbers;
        if (partition >= numbers.Length)
        {
            numbers = numbers.AddRange(new long[partition + 1 - numbers.Length]);
        }

        return new(numbers.SetItem(partition, number));
    }

    /// <summary>Opaque, and fit for a URL.</summary>
    public string Encode()
    {
        var writer = new SnapshotWriter();
        writer.Byte(Form);
        foreach (var number in Numbers)
        {
            writer.Unsigned((ulong)number);
        }

        return Base64Url.EncodeToString(writer.ToArray());
    }

    /// <returns>False for what <see cref="Encode"/> never wrote.</returns>
    public static bool TryParse(string text, out FeedCursor cursor)
    {
        cursor = Start;
        if (text.Length > MaxPartitions * 14 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes is not [Form, .. var rest] || (rest.Length > 0 && rest[^1] >= 0x80))
        {
            return false;
        }

        var reader = new SnapshotReader(rest);
        var numbers = ImmutableArray.CreateBuilder<long>();
        while (!reader.AtEnd)
        {
            if (reader.Unsigned() is var number && number > long.MaxValue || numbers.Count == MaxPartitions)
            {
                return false;
            }

            numbers.Add((long)number);
        }

        cursor = new(numbers.ToImmutable());
        return true;
    }

    public bool Equals(FeedCursor? other)
    {
        for (var partition = 0; partition < Math.Max(Numbers.Length, other?.Numbers.Length ?? 0); partition++)
        {
            if (this[partition] != other?[partition])
            {
                return false;
            }
        }

        return other is not null;
    }

    public override bool Equals(object? obj) => Equals(obj as FeedCursor);

    public override int GetHashCode() => this[0].GetHashCode();

    public override string ToString() => $"[{string.Join(", ", Numbers)}]";
}
