using Crm.Core.Time;
using Crm.Postgres.Privacy;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Privacy;

public class ErasureRowsTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    [Fact]
    public async Task Untell_OfAnErasureUnderWay_LeavesWhatItCounts()
    {
        await fixture.Database.Execute("""
            insert into crm.stores (name, clock, zone, currency, created_at) values ('told', 'wall', 'UTC', 'USD', 0);
            insert into crm.erasures (id, store, hidden, subject, block, asked_by, requested_at) values (gen_random_uuid(), 'told', '', '{"customers":["u:1"]}', false, 'x', 0);
            insert into crm.feed (partition, number, store, segment, customer, change, version, sequence, at, event_at, recorded_at, cause, log_offset)
            select 0, n, 'told', '', 'u:' || n, 5, 0, 0, 0, 0, 0, 4, n from generate_series(1, 2) n
            """);

        Assert.Equal(1, await fixture.Get<ErasureRows>().Untell(new Instant(1), CancellationToken.None));
        await fixture.Database.Execute("update crm.erasures set subject = null");
        Assert.Equal(1, await fixture.Get<ErasureRows>().Untell(new Instant(1), CancellationToken.None));
    }
}
