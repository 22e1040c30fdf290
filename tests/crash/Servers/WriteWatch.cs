using System.Buffers.Binary;
using System.Text;

namespace Crm.Crash.Tests.Servers;

/// <summary>Follows what a client sends to PostgreSQL, message by message, and tells where a commit of a pump or an append to the log is complete.</summary>
internal sealed class WriteWatch
{
    private const int Looked = 400; // of a message: names and the beginning of its text
    private const int Header = 5;

    private static readonly string[] Writes = ["advance_partition", "append_log"];

    private readonly HashSet<string> _statements = [];
    private readonly List<byte> _message = [];
    private int _left = -1; // of the message under way
    private bool _started; // the first message has no type
    private bool _writes;

    /// <returns>Whether a transaction that writes was passed to its end by these bytes.</returns>
    public bool EndsWrite(ReadOnlySpan<byte> bytes)
    {
        var ended = false;
        foreach (var value in bytes)
        {
            if (_message.Count < Looked)
            {
                _message.Add(value);
            }

            if (_left < 0 && _message.Count == (_started ? Header : Header - 1))
            {
                var head = _message.ToArray();
                _left = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(_started ? 1 : 0)) - 4;
            }
            else if (_left > 0)
            {
                _left--;
            }

            if (_left == 0)
            {
                ended |= _started && Take([.. _message]);
                _started = true;
                _message.Clear();
                _left = -1;
            }
        }

        return ended;
    }

    private bool Take(byte[] message)
    {
        var text = Encoding.UTF8.GetString(message.AsSpan(Header));
        var names = text.Split('\0');
        switch ((char)message[0])
        {
            case 'P' when Writes.Any(text.Contains): // Parse: name, text
                _statements.Add(names[0]);
                return false;
            case 'B' when _statements.Contains(names[1]): // Bind: portal, name
                _writes = true;
                return false;
            case 'S' or 'Q' when _writes: // Sync, or a query such as COMMIT
                _writes = false;
                return true;
            default:
                return false;
        }
    }
}
