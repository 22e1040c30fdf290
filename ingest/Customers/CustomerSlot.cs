using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Customers;

/// <summary>What a pump knows of one customer between calls.</summary>
internal sealed class CustomerSlot(CustomerKey key, StoreState store, ICustomerGrain grain)
{
    public CustomerKey Key { get; } = key;

    public StoreState Store { get; } = store;

    public ICustomerGrain Grain { get; } = grain;

    /// <summary>The position last got from the customer; null is "fresh".</summary>
    public Position? Position { get; set; }

    /// <summary>When the customer may next change by itself, as it last said, or earlier by cuts that came since.</summary>
    public Instant NextWake { get; set; } = Instant.Never;

    /// <summary>The instant under which it stands in the store's wake queue; Never where it does not.</summary>
    public Instant QueuedAt { get; set; } = Instant.Never;

    /// <summary>The batch that first changed what is not in a commit yet; 0 where nothing is unsaved.</summary>
    public long DirtySince { get; set; }

    /// <summary>Commits that hold its state and are not durable yet: until then nobody but this slot knows where it stands.</summary>
    public int Storing { get; set; }

    /// <summary>The batch that last touched it.</summary>
    public long LastUsed { get; set; }

    /// <summary>How many records of the batch being built are its; 0 outside of it.</summary>
    public int Records { get; set; }

    /// <summary>The place of the first of them in the batch.</summary>
    public int FirstRecord { get; set; }

    /// <summary>The place of the last of them so far.</summary>
    public int LastRecord { get; set; }

    /// <summary>The batch that it is part of, so that it is taken into one only once.</summary>
    public long InBatch { get; set; }

    /// <summary>Chosen to be stored with the batch being built.</summary>
    public bool Chosen { get; set; }
}
