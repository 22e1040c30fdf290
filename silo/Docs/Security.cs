using Microsoft.OpenApi;

namespace Crm.Silo.Docs;

/// <summary>The two kinds of key and the session, as OpenAPI says it.</summary>
internal static class Security
{
    public const string ApiKey = "apiKey";
    public const string WriteKey = "writeKey";
    public const string Session = "session";

    public static Dictionary<string, IOpenApiSecurityScheme> Schemes() => new()
    {
        [ApiKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A secret API key; it names its store and has scopes. Stores are created with the admin key of the process.",
        },
        [WriteKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "The public write key as user, without a password; or \"writeKey\" in the body. It can send events and see nothing.",
        },
        [Session] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "crm-session",
            Description = $"The cookie of a session of the console; __Host-crm-session by https. Calls that change something need the header {Console.SameOrigin.Header}: 1.",
        },
    };

    public static OpenApiSecurityRequirement By(string scheme, OpenApiDocument? document, IReadOnlyList<string> scopes) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [.. scopes] };
}
