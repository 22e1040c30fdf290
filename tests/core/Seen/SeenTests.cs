using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Seen;
using Crm.Core.Tests.Rules.Evaluation;
using Crm.Core.Tests.Rules.Evaluation.Random;
using Crm.Core.Time;
using Crm.Core.Values;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Seen;

public sealed class SeenTests(ITestOutputHelper output)
{
    [Fact]
    public void Add_Properties_AreSeenByPathAndKind() => Assert.Equal(
        ["total Number 1", "currency Text 1", "gift Boolean 1", "due Instant 1", "products.sku Text 1", "products.price Number 1", "ship.to.city Text 1"],
        Seen("""{"total":1.5,"currency":"BRL","gift":true,"due":"2017-03-01T10:00:00Z","none":null,"products":[{"sku":"a","price":1},{"sku":"b"}],"ship":{"to":{"city":"x"}}}"""));

    [Theory]
    [InlineData("""{"ana@example.com":1}""")]
    [InlineData("""{"+5531987654321":1}""")]
    [InlineData("""{"5531987654321":1}""")]
    [InlineData("""{"order-12345":1}""")]
    [InlineData("""{"9f3c":1}""")]
    [InlineData("""{"":1}""")]
    [InlineData("""{"a.b":1}""")]
    [InlineData("""{"\u0061":1}""")]
    [InlineData("""{"a":{"b":{"c":{"d":{"e":1}}}}}""")]
    [InlineData("""{"ééééééééééééééééééééééééééééééééé":1}""")]
    [InlineData("{}")]
    public void Add_WhatIsNoNameThatAStoreGave_IsNotSeen(string properties) => Assert.Empty(Seen(properties));

    [Theory]
    [InlineData("ana@example.com")]
    [InlineData("Viewed 998877")]
    [InlineData("")]
    public void Add_EventWhoseNameIsNone_IsNotSeen(string name)
    {
        var seen = new SeenEvents();
        seen.Add(Given.Track(name, Given.At("10:00")));

        Assert.True(seen.IsEmpty);
    }

    [Fact]
    public void Add_ManyEvents_AreCountedExactlyAndTheirPropertiesAboutAsMany()
    {
        var seen = new SeenEvents();
        for (var i = 0; i < 10_000; i++)
        {
            seen.Add(Given.Track("A", Given.At("10:00").PlusMilliseconds(i), i % 2 == 0 ? """{"x":1}""" : """{"x":1,"y":1}"""));
        }

        var taken = Take(seen);

        Assert.Equal((10_000, Given.At("10:00").PlusMilliseconds(9_999)), taken[""]);
        Assert.InRange(taken["x"].Count, 9_000, 11_000);
        Assert.True(seen.IsEmpty);
    }

    [Fact]
    public void Add_MoreNamesThanTheLimits_StaysBounded()
    {
        var seen = new SeenEvents();
        for (var name = 0; name < 2 * SeenLimits.Events; name++)
        {
            seen.Add(Given.Track($"E{name}", Given.At("10:00")));
        }

        seen.Add(Given.Track("E0", Given.At("10:00"), $"{{{string.Join(',', Enumerable.Range(0, 2 * SeenLimits.Paths).Select(static path => $"\"p{path}\":1"))}}}"));
        var (events, paths) = (0, 0);
        seen.Take((key, _, _) => _ = key.Path.Length == 0 ? events++ : paths++);

        Assert.Equal((SeenLimits.Events, SeenLimits.Paths), (events, paths));
    }

    [Fact]
    public void Add_KnownNames_AllocatesNothing()
    {
        var seen = new SeenEvents();
        var e = Given.Track("Order Completed", Given.At("10:00"), """{"total":1.5,"products":[{"sku":"a"}]}""");
        for (var i = 0; i < 1_000; i++)
        {
            seen.Add(e);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            seen.Add(e);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void Add_AnyProperties_AreThoseOfTheDocument() => Cases.Run(output, 3_000, draw =>
    {
        var json = RandomPredicate.Json(draw);
        Assert.Equal(Expected(json).Distinct().Order(StringComparer.Ordinal), Seen(json).Order(StringComparer.Ordinal));
    });

    private static List<string> Seen(string properties)
    {
        var (paths, seen) = (new SeenPaths(), new List<string>());
        paths.Add(Encoding.UTF8.GetBytes(properties), 1);
        paths.Take((path, kind, count) => seen.Add($"{path} {kind} {count}"));
        return seen;
    }

    private static IEnumerable<string> Expected(string json)
    {
        using var document = JsonDocument.Parse(json.Length == 0 ? "{}" : json.Replace("\\u0061", "\\", StringComparison.Ordinal).Replace("\"\\\"", "\"1\"", StringComparison.Ordinal));
        return [.. Of(document.RootElement, "", 0)];
    }

    private static IEnumerable<string> Of(JsonElement value, string path, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object when depth < SeenLimits.Depth => value.EnumerateObject().Where(static member => char.IsLetter(member.Name[0]))
            .SelectMany(member => Of(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", depth + 1)),
        JsonValueKind.Array when depth < SeenLimits.Depth => value.EnumerateArray().SelectMany(item => Of(item, path, depth + 1)),
        JsonValueKind.String when path.Length > 0 => [$"{path} {(IsInstant(value.GetString()!) ? ValueKind.Instant : ValueKind.Text)} 1"],
        JsonValueKind.Number when path.Length > 0 => [$"{path} {ValueKind.Number} 1"],
        JsonValueKind.True or JsonValueKind.False when path.Length > 0 => [$"{path} {ValueKind.Boolean} 1"],
        _ => [],
    };

    private static bool IsInstant(string text) => IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out _);

    private static Dictionary<string, (long Count, Instant LastAt)> Take(SeenEvents seen)
    {
        var taken = new Dictionary<string, (long, Instant)>();
        seen.Take((key, count, lastAt) => taken.Add(key.Path, (count, lastAt)));
        return taken;
    }
}
