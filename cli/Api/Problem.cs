using System.Text.Json;

namespace Crm.Cli.Api;

/// <summary>Turns an answer that is not 2xx into one line, from its problem+json where it has one.</summary>
internal static class Problem
{
    public static async Task<CrmException> From(HttpResponseMessage response, string what)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new CrmException($"{what}: {(int)response.StatusCode} {response.ReasonPhrase}{Detail(text)}");
    }

    private static string Detail(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return "";
            var detail = Text(json.RootElement, "detail") ?? Text(json.RootElement, "title");
            var errors = json.RootElement.TryGetProperty("errors", out var list) ? " " + list.GetRawText() : "";
            return detail is null && errors.Length == 0 ? "" : $": {detail}{errors}";
        }
        catch (JsonException)
        {
            return text.Length is 0 or > 300 ? "" : ": " + text.Trim();
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
