using Crm.TestSupport.Webhooks;

namespace Crm.Crash.Tests.Checks;

/// <summary>That every committed action was executed at least once, under one key and with the same bytes however often.</summary>
internal sealed class ActionCheck(Tables tables, WebhookReceiver receiver)
{
    public async Task Run()
    {
        var rows = await tables.Rows("select key, step, state from crm.outbox", static row => (Key: row.GetString(0), Step: row.GetString(1), State: row.GetInt16(2)));
        Assert.All(rows, static row => Assert.Equal(1, row.State));
        Assert.Distinct(rows.Select(static row => row.Key));
        var webhooks = rows.Where(static row => row.Step is "remind" or "say").Select(static row => row.Key).Order(StringComparer.Ordinal);
        var received = receiver.Received.GroupBy(static webhook => webhook.Id).ToList();
        Assert.Equal(webhooks, received.Where(static webhook => webhook.Any(static attempt => attempt.Answer == 200)).Select(static webhook => webhook.Key).Order(StringComparer.Ordinal));
        Assert.All(received, static webhook => Assert.Single(webhook.Select(static attempt => attempt.Body).Distinct()));
        Assert.NotEmpty(received);
    }

    /// <summary>The messageIds of what tags wrote back.</summary>
    public Task<List<string>> Tagged(string store) => tables.Rows($"select key from crm.outbox where store = '{store}' and step = 'mark'", static row => row.GetString(0));
}
