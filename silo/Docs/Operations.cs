using Crm.Silo.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Crm.Silo.Docs;

/// <summary>Adds what the signature of a handler does not say: its keys, and the parameters that it reads from the request itself.</summary>
internal static class Operations
{
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var method = metadata.OfType<System.Reflection.MethodInfo>().FirstOrDefault();
        var types = method?.GetParameters().Select(static parameter => parameter.ParameterType).ToHashSet() ?? [];
        var parameters = operation.Parameters ??= [];
        AddPath(parameters, context.Description.RelativePath ?? "");
        foreach (var parameter in Parameters.Of(types, metadata))
        {
            parameters.Add(parameter);
        }

        var scopes = metadata.OfType<IAuthorizeData>().Select(static data => data.Policy).OfType<string>().ToList();
        if (scopes.Count > 0)
        {
            var isConsole = scopes.Remove(Caller.SessionClaim);
            operation.Security = isConsole ? [] : [Security.By(Security.ApiKey, context.Document, scopes)];
            if (!scopes.Contains(Scopes.Stores))
            {
                operation.Security.Add(Security.By(Security.Session, context.Document, []));
            }

            operation.Description = isConsole ? operation.Description : $"{operation.Description} Scope: {string.Join(", ", scopes)}.".TrimStart();
        }

        if (context.Description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true)
        {
            operation.Security = [Security.By(Security.WriteKey, context.Document, []), Security.By(Security.ApiKey, context.Document, [Auth.Scopes.Ingest])];
            operation.RequestBody = Events.Body(isBatch: context.Description.RelativePath == "v1/batch");
        }

        return Task.CompletedTask;
    }

    // The customer's id is read from the raw path, not bound by the router.
    private static void AddPath(IList<IOpenApiParameter> parameters, string path)
    {
        if (path.Contains("{id}", StringComparison.Ordinal) && !parameters.Any(static parameter => parameter.Name == "id"))
        {
            parameters.Add(new OpenApiParameter
            {
                Name = "id",
                In = ParameterLocation.Path,
                Required = true,
                Description = "Percent-encoded as one path segment.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }
}
