using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>One customer's place in one segment.</summary>
/// <param name="IsMember">As of the last settling.</param>
/// <param name="Number">Flips so far.</param>
/// <param name="Since">The instant of the last flip.</param>
internal readonly record struct SegmentState(bool IsMember, long Number, Instant Since)
{
    /// <summary>Of a customer who never was a member; not stored.</summary>
    public static readonly SegmentState None = new(false, 0, Instant.Min);

    /// <param name="next">When this may change by itself.</param>
    public void Write(Instant next, SnapshotWriter writer)
    {
        writer.Byte((byte)((IsMember ? 1 : 0) | (Number > 0 ? 2 : 0) | (next < Instant.Never ? 4 : 0)));
        if (Number > 0)
        {
            writer.Unsigned((ulong)Number);
            writer.Instant(Since);
        }

        if (next < Instant.Never)
        {
            writer.Instant(next);
        }
    }

    public static (SegmentState State, Instant Next) Read(ref SnapshotReader reader)
    {
        var flags = reader.Byte();
        var flipped = (flags & 2) != 0;
        return (
            new((flags & 1) != 0, flipped ? (long)reader.Unsigned() : 0, flipped ? reader.Instant() : Instant.Min),
            (flags & 4) != 0 ? reader.Instant() : Instant.Never);
    }
}
