using System.Security.Claims;

namespace Crm.Silo.Auth;

/// <summary>What a key's holder, or who is signed in to the console, is known by.</summary>
internal static class Caller
{
    public const string StoreClaim = "store";
    public const string ScopeClaim = "scope";
    public const string KeyClaim = "key";
    public const string KeyNameClaim = "keyName";

    /// <summary>Of a session of the console, and of it alone: when it expires. Also the policy that asks for one.</summary>
    public const string SessionClaim = "session";

    /// <summary>The id of the API key, or of the session of the console; empty for the admin key.</summary>
    public static string Key(this ClaimsPrincipal caller) => caller.FindFirstValue(KeyClaim) ?? "";

    /// <summary>The store that the key or session names.</summary>
    public static string Store(this ClaimsPrincipal caller) =>
        caller.FindFirstValue(StoreClaim) ?? throw new InvalidOperationException("The route's scope let a caller without a store through.");
}
