using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Profiles;
using Crm.Core.Tests.Customers;

namespace Crm.Core.Tests.Profiles;

public class ProblemTests
{
    private static readonly StoreDefinitions Definitions = CustomerHost.Definitions(new ProfileSettings
    {
        Country = "BR",
        Traits = new Dictionary<string, TraitType>
        {
            ["seats"] = TraitType.Number,
            ["vip"] = TraitType.Boolean,
            ["since"] = TraitType.Date,
            ["code"] = TraitType.Text,
            ["data"] = TraitType.Json,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal),
    }, "problems > 0");

    private readonly CustomerHost _host = new(Definitions);

    [Fact]
    public void Identify_Invalid_IsListedCountedAndNotTaken()
    {
        Identify("""{"email":"ana@x.y","firstName":"Ana"}""", 1);
        Identify("""{"email":"nonsense","phone":"12"}""", 2);
        Identify("""{"email":["x"]}""", 3);

        Assert.Equal("ana@x.y", _host.Field("email"));
        Assert.Equal(
            [new("email", ProblemReason.WrongType, CustomerHost.At(3), 2), new("phone", ProblemReason.NotAPhoneNumber, CustomerHost.At(2), 1)], _host.View.Problems.ToArray());
        Assert.Single(_host.View.Segments);
    }

    [Fact]
    public void Identify_ValidAgain_ResolvesOnlyWhatIsOlder()
    {
        Identify("""{"email":"nonsense"}""", 5);
        Identify("""{"email":"a@x.y"}""", 4);
        Assert.Single(_host.View.Problems);

        Identify("""{"email":"b@x.y"}""", 6);
        Assert.Empty(_host.View.Problems);
        Assert.Empty(_host.View.Segments);

        Identify("""{"email":"late nonsense"}""", 3); // replaced before it was read
        Assert.Empty(_host.View.Problems);
    }

    [Theory]
    [InlineData("seats", "\"12\"", "12")]
    [InlineData("seats", "true", null)]
    [InlineData("seats", "{}", null)]
    [InlineData("vip", "\"TRUE\"", "true")]
    [InlineData("vip", "1", null)]
    [InlineData("since", "\"2017-03-01\"", "\"2017-03-01\"")]
    [InlineData("since", "\"March\"", null)]
    [InlineData("code", "7.50", "\"7.50\"")]
    [InlineData("code", "false", null)]
    [InlineData("data", "[1]", "[1]")]
    [InlineData("data", "1", null)]
    public void Identify_DeclaredTrait_FitsOrIsReported(string name, string written, string? expected)
    {
        Identify($"{{\"{name}\":{written}}}", 1);

        Assert.Equal(expected, _host.Trait(name));
        Assert.Equal(expected is null ? [(($"traits.{name}"), ProblemReason.TypeConflict)] : [], _host.View.Problems.Select(static problem => (problem.Field, problem.Reason)));
    }

    [Fact]
    public void Identify_AnotherTypeOfAnUndeclaredTrait_IsTakenAndReported()
    {
        Identify("""{"plan":"a"}""", 1);
        Identify("""{"plan":2}""", 2);
        Assert.Equal(("2", ProblemReason.TypeChanged), (_host.Trait("plan"), _host.View.Problems.Single().Reason));

        Identify("""{"plan":3}""", 3);
        Assert.Empty(_host.View.Problems);
    }

    [Fact]
    public void Identify_TooManyOrBadlyNamed_IsReported()
    {
        Identify($$"""{{{string.Join(',', Enumerable.Range(0, 257).Select(static i => $"\"t{i}\":1"))}},"":1,"long":"{{new string('x', 5000)}}"}""", 1);

        Assert.Equal(
            [("traits", ProblemReason.BadName, 2), ("traits.long", ProblemReason.TooLong, 1)],
            _host.View.Problems.Select(static problem => (problem.Field, problem.Reason, problem.Count)));
    }

    [Fact]
    public void Problems_BeyondTheLimit_AreTheNewest()
    {
        for (var i = 0; i < 20; i++)
        {
            Identify($$"""{"seats":1,"x{{i}}":"{{new string('x', 5000)}}"}""", i);
        }

        Assert.Equal(Enumerable.Range(4, 16).Select(static i => $"traits.x{i}"), _host.View.Problems.Select(static problem => problem.Field));
    }

    [Fact]
    public void Read_OfASnapshot_HasProblems()
    {
        Identify("""{"email":"nonsense","birthday":"1990-05-17","timezone":"UTC"}""", 1);
        var read = Customer.Read(_host.Customer.Key, _host.Customer.Write(new()), Definitions);

        Assert.Equal(_host.View.Problems.ToArray(), read.View().Problems.ToArray());
        Assert.Equal(_host.View.Fields.ToArray(), read.View().Fields.ToArray());
    }

    private void Identify(string traits, double minute) => _host.Apply($"\"type\":\"identify\",\"traits\":{traits}", minute, now: Math.Max(minute, 30));
}
