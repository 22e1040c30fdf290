using System.Net;
using System.Net.Sockets;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Http;

public class ErrorTests
{
    [Theory]
    [InlineData(400, typeof(CrmValidationException), false)]
    [InlineData(413, typeof(CrmValidationException), false)]
    [InlineData(401, typeof(CrmUnauthorizedException), false)]
    [InlineData(403, typeof(CrmUnauthorizedException), false)]
    [InlineData(404, typeof(CrmNotFoundException), false)]
    [InlineData(409, typeof(CrmConflictException), false)]
    [InlineData(412, typeof(CrmConflictException), false)]
    [InlineData(405, typeof(CrmException), false)]
    [InlineData(302, typeof(CrmException), false)]
    [InlineData(429, typeof(CrmRateLimitedException), true)]
    [InlineData(500, typeof(CrmUnavailableException), true)]
    [InlineData(503, typeof(CrmUnavailableException), true)]
    public async Task Call_Status_IsItsException(int status, Type type, bool retryable)
    {
        await using var calling = await Calling.To(Calling.Problem((HttpStatusCode)status));

        var error = await Assert.ThrowsAsync(type, () => calling.Client.Rfm.GetAsync());

        var crm = Assert.IsAssignableFrom<CrmException>(error);
        Assert.Equal(((HttpStatusCode)status, retryable), (crm.Status, crm.IsRetryable));
        Assert.Contains("why", crm.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-api-key", $"{crm}", StringComparison.Ordinal);
        Assert.Equal(retryable ? 4 : 1, calling.Requests.Count);
    }

    [Fact]
    public async Task Call_RuleInError_SaysWhereAndWhat()
    {
        await using var calling = await Calling.To(Calling.Problem(HttpStatusCode.BadRequest, """
            ,"detail":"The request has fields that cannot be accepted.","errors":[{"field":"rule","message":"There is no field \"contry\".","position":0,"length":6,"expected":"a field","suggestion":"country"},{"field":"name","message":"Is required."}]
            """));

        var error = await Assert.ThrowsAsync<CrmValidationException>(() => calling.Client.Segments["s"].PutAsync("", "contry = 1"));

        Assert.Equal(
            [new("rule", "There is no field \"contry\".") { Position = 0, Length = 6, Expected = "a field", Suggestion = "country" }, new FieldError("name", "Is required.")],
            error.Errors);
        Assert.Contains("rule: There is no field \"contry\". (at 0) Did you mean \"country\"?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Thu, 01 Jan 2026 00:00:09 GMT", 9)]
    [InlineData("Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    public async Task Call_RetryAfter_IsReadAsSecondsOrDate(string header, int seconds)
    {
        await using var calling = await Calling.To(
            context =>
            {
                context.Response.Headers.RetryAfter = header;
                return context.Problem(HttpStatusCode.TooManyRequests);
            },
            static options => options.MaxRetries = 0);

        var error = await Assert.ThrowsAsync<CrmRateLimitedException>(() => calling.Client.Rfm.GetAsync());

        Assert.Equal(TimeSpan.FromSeconds(seconds), error.RetryAfter);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"method":null,"cuts":{"r":[],"f":[],"m":[]},"groups":{},"grid":[]}""")]
    [InlineData("")]
    public async Task Call_AnswerThatIsNotTheCrms_IsUnavailable(string body)
    {
        await using var calling = await Calling.To(Calling.Json(body));

        var error = await Assert.ThrowsAsync<CrmUnavailableException>(() => calling.Client.Rfm.GetAsync());

        Assert.Contains("not the CRM's", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_404OfSomethingElse_IsNoUnknownCustomer()
    {
        await using var calling = await Calling.To(
            static context => context.Answer("not here", "text/html", HttpStatusCode.NotFound), Calling.Problem(HttpStatusCode.NotFound, ""), Calling.Problem(HttpStatusCode.NotFound));

        Assert.Contains("Url", (await Assert.ThrowsAsync<CrmException>(() => calling.Client.Customers.GetAsync("u:1"))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CrmException>(() => calling.Client.Customers.GetAsync("u:1"));
        Assert.Null(await calling.Client.Customers.GetAsync("u:1"));
    }

    [Fact]
    public async Task Call_NobodyListens_IsUnavailable()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // and does not listen
        await using var client = new CrmClient(new() { Url = new($"http://{taken.LocalEndPoint}"), ApiKey = "k", MaxRetries = 0 });

        var error = await Assert.ThrowsAsync<CrmUnavailableException>(() => client.Rfm.GetAsync());

        Assert.Null(error.Status);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public async Task Call_WithoutApiKey_SaysSo()
    {
        await using var client = new CrmClient(new() { Url = new("http://127.0.0.1:1"), WriteKey = "k" });

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.Rfm.GetAsync());
    }
}
