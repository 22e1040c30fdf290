using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Crm.Crash.Tests.Servers;

/// <summary>Follows what a client sends to PostgreSQL, message by message, and tells where a commit of a pump or an append to the log is complete.</summary>
internal sealed class WriteWatch
{
    private const int Looked = 400; // of a message: names and the beginning of its text
    private const int Header = 5;

    private readonly Dictionary<string, Written> _statements = [];
    private readonly List<byte> _message = [];
    private int _left = -1; // of the message under way
    private bool _started; // the first message has no type
    private Written _writes;

    /// <returns>What kind of transaction that writes was passed to its end by these bytes, if any.</returns>
    public Written Ends(ReadOnlySpan<byte> bytes)
    {
        var ended = Written.Nothing;
        while (bytes.Length > 0)
        {
            var head = _started ? Header : Header - 1;
            var taken = Math.Min(bytes.Length, _left < 0 ? head - _message.Count : _left);
            _message.AddRange(bytes[..Math.Min(taken, Looked - _message.Count)]);
            bytes = bytes[taken..];
            if (_left > 0)
            {
                _left -= taken;
            }
            else if (_message.Count == head)
            {
                _left = BinaryPrimitives.ReadInt32BigEndian(CollectionsMarshal.AsSpan(_message)[(head - 4)..]) - 4;
            }

            if (_left == 0)
            {
                ended = _started && Take([.. _message]) is var kind and not Written.Nothing ? kind : ended;
                _started = true;
                _message.Clear();
                _left = -1;
            }
        }

        return ended;
    }

    private Written Take(byte[] message)
    {
        var text = Encoding.UTF8.GetString(message.AsSpan(Header));
        var names = text.Split('\0');
        switch ((char)message[0])
        {
            case 'P' when KindOf(text) is var kind and not Written.Nothing: // Parse: name, text
                _statements[names[0]] = kind;
                return Written.Nothing;
            case 'B' when _statements.TryGetValue(names[1], out var kind): // Bind: portal, name
                _writes = kind;
                return Written.Nothing;
            case 'S' or 'Q': // Sync, or a query such as COMMIT
                var ended = _writes;
                _writes = Written.Nothing;
                return ended;
            default:
                return Written.Nothing;
        }
    }

    private static Written KindOf(string sql) =>
        sql.Contains("advance_partition", StringComparison.Ordinal) ? Written.Commit
        : sql.Contains("append_log", StringComparison.Ordinal) ? Written.Append
        : Written.Nothing;
}

internal enum Written { Nothing, Commit, Append }
