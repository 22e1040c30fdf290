using System.Net;

namespace Crm.Silo.Tests.Privacy;

/// <summary>Somebody of whom every place has something that can be recognised.</summary>
internal sealed class Person(string suffix = "")
{
    public string Id => $"u:{UserId}";

    public string Path => $"/api/v1/customers/{Id}";

    /// <summary>None of them may be left anywhere.</summary>
    public string[] Texts => [UserId, Email, Phone, Name, Trait, Tag, Note, Source, Order, Letter, Device];

    private string UserId => $"quixote-{suffix}4711";

    private string Email => $"alonso{suffix}@mancha.example";

    private string Phone => $"+34600{100_000 + suffix.Length}";

    private string Name => $"Alonso {suffix}Quijano";

    private string Trait => $"windmills{suffix}-and-giants";

    private string Tag => $"knight{suffix}-errant";

    private string Note => $"Asked{suffix} for a lance";

    private string Source => $"inn{suffix}-by-the-road";

    private string Order => $"order{suffix}-rocinante";

    private string Letter => $"letter{suffix}-that-nobody-reads";

    private string Device => $"device{suffix}-helmet";

    public async Task Fill(TestStore store)
    {
        (await store.PutSegment("buyers", "orders >= 1")).Ok();
        (await store.Put("/api/v1/automations/thanks", """
            {"name":"Thanks","trigger":{"event":"Order Completed"},"steps":[{"webhook":{"url":"http://127.0.0.1:9/nobody"}},{"wait":"P9D"}]}
            """)).Ok();
        (await store.Post("/api/v1/automations/thanks/activate?wait=live&timeout=30000", "")).Ok();
        await Come(store);
    }

    /// <summary>What they do once the store has its segments and automations.</summary>
    public async Task Come(TestStore store)
    {
        await store.Apply("identify", $$"""{"userId":"{{UserId}}","anonymousId":"{{Device}}","traits":{"email":"{{Email}}","phone":"{{Phone}}","name":"{{Name}}","dreams":"{{Trait}}"} }""");
        await store.Apply("track", $$"""{"userId":"{{UserId}}","event":"Order Completed","properties":{"order_id":"{{Order}}","total":"99.90"} }""");
        await Write(store, "tags", $$"""{"add":["{{Tag}}"]}""");
        await Write(store, "notes", $$"""{"text":"{{Note}}"}""");
        await Write(store, "consents", $$"""{"channel":"email","state":"granted","source":"{{Source}}"}""");
        await store.Apply("batch", $$"""
            {"batch":[{"type":"track","userId":"{{UserId}}","properties":{"x":"{{Letter}}"} },{"type":"identify","traits":{"email":"{{Email}}","x":"{{Letter}}"} }]}
            """);
    }

    /// <summary>Asks for it; it is forgotten when this returns, and much is still to be removed.</summary>
    public Task<Answer> Erase(TestStore store, string? body = null) =>
        store.Send(HttpMethod.Delete, $"{Path}?wait=applied&timeout=30000", body is null ? null : TestStore.Body(body));

    /// <summary>Erases and returns the receipt.</summary>
    public async Task<Answer> EraseWholly(TestStore store, string? body = null)
    {
        var asked = (await Erase(store, body)).Expect(HttpStatusCode.Accepted);
        return await Completed(store, asked.Headers.Location!.OriginalString);
    }

    public static async Task<Answer> Completed(TestStore store, string receipt)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = (await store.Get(receipt)).Ok();
            if (answer["state"].GetString() == "completed")
            {
                return answer;
            }

            Assert.True(tries < 600, answer.Text);
            await Task.Delay(100);
        }
    }

    private async Task Write(TestStore store, string what, string json) => (await store.Post($"{Path}/{what}?wait=applied&timeout=30000", json)).Ok();
}
