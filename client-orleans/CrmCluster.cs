using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Crm.GrainInterfaces.Segments;
using Crm.GrainInterfaces.Streams;
using Orleans;
using Orleans.Streams;

namespace Crm.Client.Cluster;

/// <summary>
/// The cluster of the CRM, joined as an Orleans client: no HTTP and no API key in between, and no limit of one store, so only for programs
/// that are trusted as the CRM itself is. What writes goes by the log: use <c>CrmClient</c> for it.
/// </summary>
/// <param name="client">Joined already, or joining when the host starts.</param>
public sealed class CrmCluster(IClusterClient client)
{
    /// <summary>A customer as of the last record applied, read where it lives.</summary>
    /// <param name="store">Of the customer.</param>
    /// <param name="id">Such as <c>u:1609</c>. Of one that is a part of another, that other one is read.</param>
    /// <returns>Null for one who was never heard of, or was erased.</returns>
    public async ValueTask<CustomerView?> Customer(string store, string id)
    {
        var view = await Grain(store, id).Read();
        while (view?.Into is { } into) // ever better ones: it ends
        {
            view = await Grain(store, into).Read();
        }

        return view is { Erased: false } ? view : null;
    }

    /// <summary>The orders that are known of a customer, the oldest first.</summary>
    /// <param name="store">Of the customer.</param>
    /// <param name="id">Such as <c>u:1609</c>.</param>
    public ValueTask<ImmutableArray<OrderView>> Orders(string store, string id) => Grain(store, id).Orders();

    /// <summary>How many customers belong to a segment.</summary>
    /// <param name="store">Of the segment.</param>
    /// <param name="segment">Its id.</param>
    public ValueTask<SegmentCount> Count(string store, string segment) => client.GetGrain<ISegmentGrain>($"{store}/{segment}").Count();

    /// <summary>
    /// Follows a store's changes, or those of one segment, from now on, as long as this client is there. In order within each partition. A change
    /// may come more than once: keep the newest number of each partition and drop what is at or below it. A handler that throws is
    /// called again for about a minute, then the change is passed over: who must have every one, across restarts of its own too, reads
    /// <c>GET /api/v1/changes</c> by its cursor. The silos must have <c>Crm:Orleans:Streams</c>.
    /// </summary>
    /// <param name="store">Whose changes.</param>
    /// <param name="segment">Null for all of the store's.</param>
    /// <param name="handle">Called with one change after the other.</param>
    /// <returns>By <c>UnsubscribeAsync</c> of it no more come.</returns>
    public Task<StreamSubscriptionHandle<SegmentChange>> Follow(string store, string? segment, Func<SegmentChange, Task> handle)
    {
        var stream = segment is null ? ChangeStreams.Of(store) : ChangeStreams.Of(store, segment);
        return client.GetStreamProvider(ChangeStreams.Provider).GetStream<SegmentChange>(stream).SubscribeAsync((change, _) => handle(change));
    }

    private ICustomerGrain Grain(string store, string id) => client.GetGrain<ICustomerGrain>(new CustomerKey(store, id).Text);
}
