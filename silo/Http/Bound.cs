namespace Crm.Silo.Http;

/// <summary>A handler's argument that may have turned out unusable while it was read from the request.</summary>
internal interface IBound
{
    /// <summary>Null where the argument can be used.</summary>
    Problem? Problem { get; }
}

/// <summary>Answers with the first unusable argument's problem, so that handlers see good arguments only.</summary>
internal sealed class BoundFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is IBound { Problem: { } problem })
            {
                return ValueTask.FromResult<object?>(problem);
            }
        }

        return next(context);
    }
}
