namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// What one customer holds for one event leaf; the default holds nothing, and then nothing is stored. What the members
/// mean is the leaf's own affair.
/// </summary>
internal struct LeafState
{
    /// <summary>0 if nothing is held.</summary>
    public int Count;

    public long Value;

    /// <summary>Of which the first <see cref="Count"/> (or a multiple) are in use.</summary>
    public long[]? Items;

    public readonly bool IsEmpty => Count == 0;

    public readonly LeafState Copy() => this with { Items = (long[]?)Items?.Clone() };
}
