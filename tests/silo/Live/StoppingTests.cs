using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Live;

public class StoppingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // less than a process waits for calls that do not end

    [Fact]
    public async Task Stream_ProcessStops_EndsAndHoldsNothingUp()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        using var store = await TestStore.Create(silo.Url, "wall");
        using var response = await store.Open("/api/v1/live/stream");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.NotNull(await lines.ReadLineAsync());

        var stopped = silo.Stop();
        await lines.ReadToEndAsync().WaitAsync(Patience);

        Assert.Equal(0, await stopped.WaitAsync(Patience));
    }
}
