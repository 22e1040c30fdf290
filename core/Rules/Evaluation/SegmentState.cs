using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>One customer's place in one segment.</summary>
/// <param name="IsMember">As of the last settling.</param>
/// <param name="Number">Flips so far.</param>
/// <param name="Since">The instant of the last flip.</param>
/// <param name="Next">When this may change by itself.</param>
internal readonly record struct SegmentState(bool IsMember, long Number, Instant Since, Instant Next)
{
    /// <summary>Of a customer who never was a member and does not become one by time alone; not stored.</summary>
    public static readonly SegmentState None = new(false, 0, Instant.Min, Instant.Never);

    public void Write(SnapshotWriter writer)
    {
        writer.Byte((byte)((IsMember ? 1 : 0) | (Number > 0 ? 2 : 0) | (Next < Instant.Never ? 4 : 0)));
        if (Number > 0)
        {
            writer.Unsigned((ulong)Number);
            writer.Instant(Since);
        }

        if (Next < Instant.Never)
        {
            writer.Instant(Next);
        }
    }

    public static SegmentState Read(ref SnapshotReader reader)
    {
        var flags = reader.Byte();
        var flipped = (flags & 2) != 0;
        return new(
            (flags & 1) != 0,
            flipped ? (long)reader.Unsigned() : 0,
            flipped ? reader.Instant() : Instant.Min,
            (flags & 4) != 0 ? reader.Instant() : Instant.Never);
    }
}
