using System.Collections.Immutable;

namespace Crm.Core.Customers;

/// <summary>A customer as lists show it.</summary>
/// <param name="Id">Such as <c>u:2261</c>.</param>
/// <param name="Name">The name, else first and last name; null where none of them is known.</param>
/// <param name="Columns">What the read model has of it.</param>
/// <param name="Group">Of RFM; null without orders.</param>
/// <param name="Tags">In ordinal order, ignoring case.</param>
public sealed record CustomerSummary(string Id, string? Name, CustomerColumns Columns, string? Group, ImmutableArray<string> Tags);
