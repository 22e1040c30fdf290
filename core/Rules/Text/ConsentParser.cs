using Crm.Core.Profiles;

namespace Crm.Core.Rules.Text;

/// <summary><c>consent CHANNEL [for "purpose"] = granted</c> and <c>can receive CHANNEL</c>.</summary>
internal sealed class ConsentParser(Cursor cursor)
{
    public ConsentRule Consent()
    {
        var channel = Channel(ContactChannels.Names.AsSpan());
        string? purpose = null;
        if (cursor.TryTake("for"))
        {
            if (cursor.Current is not { Kind: TokenKind.String, Text.Length: > 0 and <= ContactChannels.TextLength })
            {
                cursor.Unexpected($"a purpose in quotes, of up to {ContactChannels.TextLength} characters", []);
            }

            purpose = cursor.Take().Text;
        }

        cursor.Expect("=");
        return new(channel, purpose, ContactChannels.State(Word(ContactChannels.States.AsSpan())) ?? default);
    }

    public CanReceiveRule CanReceive()
    {
        cursor.Expect("receive");
        return new(Channel(ContactChannels.Reachable.AsSpan()));
    }

    private ContactChannel Channel(ReadOnlySpan<string> known) => ContactChannels.Find(Word(known));

    private string Word(ReadOnlySpan<string> known)
    {
        foreach (var word in known)
        {
            if (cursor.TryTake(word))
            {
                return word;
            }
        }

        cursor.Unexpected(string.Join(", ", known!), known.ToArray());
        return "";
    }
}
