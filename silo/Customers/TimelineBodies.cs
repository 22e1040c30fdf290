using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Postgres.Archive;
using Crm.Silo.Http;

namespace Crm.Silo.Customers;

/// <param name="Id">Its place in the log: partition and offset.</param>
/// <param name="At">When it happened.</param>
/// <param name="ReceivedAt">When we heard of it.</param>
/// <param name="Type">track, identify, page, screen, group, alias, tags, consents, note or noteDeleted.</param>
/// <param name="Name">Of a track event, page or screen; else empty.</param>
/// <param name="Channel">Through which it came: web, app, pos, marketplace, social, email, chat or other; null where nothing tells.</param>
/// <param name="Event">As it was sent.</param>
internal sealed record TimelineItem(string Id, Instant At, Instant ReceivedAt, string Type, string Name, string? Channel, SentEvent Event)
{
    public static TimelineItem Of(TimelineEvent one) => new(
        IdOf(one), one.Place.At, one.ReceivedAt, TimelineQuery.Types[(int)one.Type], one.Name, EventChannel.Of(one.Json, one.ReceivedAt), new(one.Json));

    internal static string IdOf(TimelineEvent one) => new NotePlace(one.Place.Partition, one.Place.Offset).ToString();
}

/// <summary>JSON that goes out as it came in: it is valid, and may hold what no string can, half of a surrogate pair.</summary>
[JsonConverter(typeof(SentEventConverter))]
internal readonly record struct SentEvent(ReadOnlyMemory<byte> Json);

internal sealed class SentEventConverter : JsonConverter<SentEvent>
{
    public override SentEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Events are only handed out.");

    public override void Write(Utf8JsonWriter writer, SentEvent value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
}

/// <param name="Text">1 to 4,000 characters.</param>
/// <param name="Author">Who wrote it, to 128 characters; default none.</param>
internal sealed record PostNoteBody(string? Text, string? Author = null)
{
    private const int MaxText = 4_000, MaxAuthor = 128;

    public List<FieldError> Check()
    {
        var errors = new List<FieldError>();
        if (!Http.Text.IsUsable(Text, MaxText))
        {
            errors.Add(new("text", $"Must be text of 1 to {MaxText} characters."));
        }

        if (Author is not null && !Http.Text.IsUsable(Author, MaxAuthor))
        {
            errors.Add(new("author", $"Must be text of 1 to {MaxAuthor} characters."));
        }

        return errors;
    }
}

/// <param name="Id">Its place in the log: partition and offset.</param>
/// <param name="At">When it was written.</param>
/// <param name="Text">What.</param>
/// <param name="Author">By whom; null where nobody said.</param>
internal sealed record NoteBody(string Id, Instant At, string Text, string? Author)
{
    public static NoteBody Of(TimelineEvent one)
    {
        using var json = JsonDocument.Parse(one.Json);
        return new(TimelineItem.IdOf(one), one.Place.At, Member(json, "text") ?? "", Member(json, "author"));
    }

    private static string? Member(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
