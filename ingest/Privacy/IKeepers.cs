namespace Crm.Ingest.Privacy;

/// <summary>Port: where else events of a person may stand, that no erasure reaches.</summary>
public interface IKeepers
{
    Task<IReadOnlyList<Keeper>> Kept();
}

/// <param name="Place">Such as <c>topic crm.events</c>.</param>
/// <param name="What">What may be there, for people.</param>
/// <param name="For">How long, after which it goes by itself; null where that cannot be told.</param>
public sealed record Keeper(string Place, string What, TimeSpan? For);
