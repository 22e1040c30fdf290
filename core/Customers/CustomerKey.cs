namespace Crm.Core.Customers;

/// <summary>Names one customer across stores: <c>store/u:userId</c>, or <c>store/a:anonymousId</c> until identified.</summary>
public readonly record struct CustomerKey(string Text)
{
    public CustomerKey(string store, string id) : this($"{store}/{id}") { }

    /// <summary>The part before the first slash; a store's name has none.</summary>
    public string Store => Text[..Text.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The customer within the store, such as <c>u:2261</c>.</summary>
    public string Id => Text[(Text.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Text;
}
