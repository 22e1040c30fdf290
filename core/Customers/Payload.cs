using Orleans;

namespace Crm.Core.Customers;

/// <summary>A record's bytes as they go to a log; equal where they are the same.</summary>
[GenerateSerializer, Immutable, Alias("crm.payload")]
public readonly record struct Payload([property: Id(0)] ReadOnlyMemory<byte> Bytes)
{
    public bool Equals(Payload other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode() => Bytes.Length;
}
