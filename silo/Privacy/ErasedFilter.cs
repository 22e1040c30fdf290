using Crm.Silo.Auth;
using Crm.Silo.Customers;
using Crm.Silo.Http;

namespace Crm.Silo.Privacy;

/// <summary>One who was erased is not unknown but gone; looked up only where a call found nobody.</summary>
internal sealed class ErasedFilter(CustomerCalls calls) : IEndpointFilter
{
    private static readonly Problem Gone = new(StatusCodes.Status410Gone) { Detail = "This customer was erased." };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        return answer is Problem { Status: StatusCodes.Status404NotFound } && context.Arguments.OfType<CustomerId>().FirstOrDefault() is { Text.Length: > 0 } id
            && await calls.Find(context.HttpContext.User.Store(), id.Text) is { Erased: true } ? Gone : answer;
    }
}
