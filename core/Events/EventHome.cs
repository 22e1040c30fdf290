using Crm.Core.Customers;

namespace Crm.Core.Events;

/// <summary>Whose event it is.</summary>
public static class EventHome
{
    /// <summary><c>store/u:userId</c> where there is a userId, else <c>store/a:anonymousId</c>.</summary>
    public static CustomerKey KeyOf(string store, Event e) =>
        new(e.UserId is { } user ? $"{store}/u:{user}" : $"{store}/a:{e.AnonymousId}");
}
