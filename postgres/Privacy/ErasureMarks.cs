using System.Text;
using System.Text.Json;

namespace Crm.Postgres.Privacy;

/// <summary>Whether a record is about a person: by its ids where ids stand, by longer texts wherever they stand.</summary>
public sealed class ErasureMarks(ErasureSubject subject)
{
    private const int Telling = 6; // characters from which on a text is found by chance hardly ever

    private static readonly HashSet<string> Ids = new(StringComparer.OrdinalIgnoreCase)
    {
        "userId", "anonymousId", "previousId", "user_id", "anonymous_id", "previous_id", "customer_id", "customerId", "distinct_id", "id",
    };

    private readonly string[] _ids = [.. subject.Customers.Select(static customer => customer[2..])];
    private readonly string[] _texts = [.. subject.Customers.Select(static customer => customer[2..]).Concat(subject.Marks).Where(static text => text.Length >= Telling)];

    public bool AreIn(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = 1_000 });
        var name = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = reader.GetString()!;
                }
                else if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number && IsMark(name, TextOf(ref reader)))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return IsInText(Encoding.UTF8.GetString(payload)); // no JSON, which may be why it is a dead letter
        }
    }

    private bool IsMark(string name, string value) =>
        Array.Exists(_texts, text => value.Contains(text, StringComparison.OrdinalIgnoreCase))
        || (Ids.Contains(name) && Array.Exists(_ids, id => id == value));

    private bool IsInText(string payload) =>
        Array.Exists(_texts, text => payload.Contains(text, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(_ids, id => payload.Contains($"\"{id}\"", StringComparison.Ordinal));

    private static string TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
}
