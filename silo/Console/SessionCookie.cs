using Crm.Postgres.Console;

namespace Crm.Silo.Console;

/// <summary>The cookie that holds a session's secret. Scripts cannot read it, and other sites cannot have it sent.</summary>
internal static class SessionCookie
{
    private const string Plain = "crm-session";

    // With this prefix browsers take it from https only, and for this host only.
    private const string Secure = "__Host-" + Plain;

    /// <returns>Null where there is none.</returns>
    public static string? Secret(HttpRequest request) => request.Cookies[Name(request)];

    public static void Set(HttpContext context, NewConsoleSession made)
    {
        var cookie = Attributes(context.Request);
        cookie.Expires = made.Session.EndsAt.ToDateTimeOffset(); // that it went unused the server knows
        context.Response.Cookies.Append(Name(context.Request), made.Secret, cookie);
    }

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name(context.Request), Attributes(context.Request));

    private static string Name(HttpRequest request) => request.IsHttps ? Secure : Plain;

    private static CookieOptions Attributes(HttpRequest request) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", Secure = request.IsHttps, IsEssential = true };
}
