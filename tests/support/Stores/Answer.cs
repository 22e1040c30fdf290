using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Xunit;

namespace Crm.TestSupport.Stores;

/// <summary>What the silo answered.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? Type)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public JsonElement this[string name] => Json.GetProperty(name);

    public static async Task<Answer> Of(HttpResponseMessage response) =>
        new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);

    public Answer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status}, not {(int)status}: {Text}");
        return this;
    }

    public Answer Ok() => Expect(HttpStatusCode.OK);

    /// <summary>Checks that it is a problem as RFC 9457 has it.</summary>
    public Answer Problem(HttpStatusCode status)
    {
        Expect(status);
        Assert.Equal("application/problem+json", Type);
        Assert.Equal((int)status, this["status"].GetInt32());
        Assert.NotEmpty(this["title"].GetString()!);
        Assert.NotEmpty(this["type"].GetString()!);
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        return this;
    }

    /// <summary>The fields that a problem names.</summary>
    public IEnumerable<string?> Fields => this["errors"].EnumerateArray().Select(static error => error.GetProperty("field").GetString());
}
