using System.Buffers.Binary;
using System.Text;

namespace Crm.Silo.Tests.Telemetry;

/// <summary>Reads a message of Protocol Buffers as far as tests need it: its fields, by number.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Field, ReadOnlyMemory<byte> Bytes, ulong Number)> _fields = [];

    public Protobuf(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var (bytes, number) = (ReadOnlyMemory<byte>.Empty, 0UL);
            switch (tag & 7)
            {
                case 0:
                    number = Varint(ref message);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(message.Span);
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    (bytes, message) = (message[..length], message[length..]);
                    break;
                case 5:
                    number = BinaryPrimitives.ReadUInt32LittleEndian(message.Span);
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7}.");
            }

            _fields.Add(((int)(tag >> 3), bytes, number));
        }
    }

    /// <summary>The messages in a field.</summary>
    public IEnumerable<Protobuf> All(int field) => _fields.Where(found => found.Field == field).Select(static found => new Protobuf(found.Bytes));

    /// <summary>Those that are reached by a path of fields.</summary>
    public IEnumerable<Protobuf> All(params ReadOnlySpan<int> path)
    {
        IEnumerable<Protobuf> found = [this];
        foreach (var field in path)
        {
            found = [.. found.SelectMany(message => message.All(field))];
        }

        return found;
    }

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).Span);

    public ulong Number(int field) => _fields.Find(found => found.Field == field).Number;

    private ReadOnlyMemory<byte> Bytes(int field) => _fields.Find(found => found.Field == field).Bytes;

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var (value, shift, read) = (0UL, 0, 0);
        byte next;
        do
        {
            next = message.Span[read++];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);

        message = message[read..];
        return value;
    }
}
