using Crm.Core.Time;

namespace Crm.Postgres.Access;

/// <summary>A call by which personal data was read or written.</summary>
/// <param name="Key">Or session of the console, by which it was made.</param>
/// <param name="KeyName">What people call it: the key itself may be deleted.</param>
/// <param name="Route">Its pattern, such as <c>/api/v1/customers/{id}</c>.</param>
/// <param name="Customer">Such as <c>u:2261</c>; null where a call is not about one. Never stored.</param>
/// <param name="Status">Of the answer.</param>
public sealed record AccessEntry(string Store, Instant At, Guid Key, string KeyName, string Method, string Route, string? Customer, int Status);

/// <param name="Place">In the list.</param>
/// <param name="Customer">The hash, the same for one customer wherever it stands.</param>
public sealed record AccessRecord(AccessPlace Place, Guid Key, string KeyName, string Method, string Route, byte[]? Customer, int Status);

/// <summary>By instant, then in the order in which they were written.</summary>
public sealed record AccessPlace(Instant At, long Id);

/// <param name="Customers">Ids of one customer; empty for anybody.</param>
/// <param name="Key">Null for any.</param>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant after it.</param>
public sealed record AccessFilter(IReadOnlyList<string> Customers, Guid? Key, Instant From, Instant To);
