using System.Globalization;
using System.Text.Json;

namespace Crm.Core.Events;

/// <summary>A note's id: its place in the log.</summary>
public readonly record struct NotePlace(int Partition, long Offset)
{
    /// <summary>The note that an <see cref="EventType.NoteDeleted"/> event names, and whose it was, such as <c>u:2261</c>; null where it names none.</summary>
    public static (NotePlace Note, string Holder)? Of(in Event e) =>
        Text(e, "note"u8) is { } text && Parse(text) is { } note && Text(e, "of"u8) is { } holder ? (note, holder) : null;

    /// <returns>Null for what <see cref="ToString"/> never wrote.</returns>
    public static NotePlace? Parse(string text) =>
        text.Split('-') is [var partition, var offset]
        && int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new(number, place)
            : null;

    private static string? Text(in Event e, ReadOnlySpan<byte> member)
    {
        var reader = new Utf8JsonReader(e.Json.Span);
        return JsonText.MoveTo(ref reader, member) && reader.TokenType == JsonTokenType.String && JsonText.TryGet(ref reader, out var text) ? text : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}-{Offset}");
}
