using System.Buffers.Binary;
using System.Text;
using Crm.Core.Time;

namespace Crm.Core.Storage;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote, in the same order.</summary>
public ref struct SnapshotReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public bool Flag() => Byte() != 0;

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Count() => checked((int)Unsigned());

    public Instant Instant() => new(Signed());

    public Instant? OptionalInstant() => Signed() is var value and not long.MinValue ? new Instant(value) : null;

    public ulong Fixed64()
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    public decimal Decimal()
    {
        var head = Byte();
        UInt128 mantissa = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Byte();
            mantissa |= (UInt128)(next & 0x7Fu) << shift;
            if (next < 0x80)
            {
                return new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), head >= 0x80, (byte)(head & 0x7F));
            }
        }
    }

    public ReadOnlySpan<byte> Bytes()
    {
        var length = Count();
        var value = _rest[..length];
        _rest = _rest[length..];
        return value;
    }

    public string? Text()
    {
        var length = Count();
        if (length == 0)
        {
            return null;
        }

        var value = Encoding.UTF8.GetString(_rest[..(length - 1)]);
        _rest = _rest[(length - 1)..];
        return value;
    }
}
