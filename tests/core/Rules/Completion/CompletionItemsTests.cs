using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Rules.Completion;
using Crm.Core.Rules.Text;
using Crm.Core.Seen;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Completion;

public sealed class CompletionItemsTests
{
    [Fact]
    public void Of_Field_OffersEveryFieldAndTraitByItsText()
    {
        var items = Items("|", Seen(EventType.Identify, "", "plan", ValueKind.Text, 5), Seen(EventType.Identify, "", "plan", ValueKind.Number, 7), Seen(EventType.Identify, "", "favourite colour", ValueKind.Text, 1), Seen(EventType.Identify, "", "email", ValueKind.Text, 9));

        Assert.Equal(CustomerFields.All.Select(static field => field.Name), items.Where(static item => item.Kind == "field").Select(static item => item.Insert));
        Assert.Equal([new("traits.plan", "traits.plan", "trait", "number", 12), new("traits.\"favourite colour\"", "traits.favourite colour", "trait", "text", 1)], items.Where(static item => item.Kind == "trait"));
        Assert.Contains(new("did", "did", "keyword"), items);
    }

    [Theory]
    [InlineData("stage = |", "visitor lead firstOrder repeat loyal slipping lost")]
    [InlineData("stage in (\"l|", "lead loyal lost slipping")]
    [InlineData("gender != |", "female male other")]
    [InlineData("channel = \"we|", "web")]
    [InlineData("city = |", "")]
    public void Of_Value_OffersThoseOfFieldsThatHaveNoOthers(string text, string values) =>
        Assert.Equal(values.Split(' ', StringSplitOptions.RemoveEmptyEntries), Items(text).Select(static item => item.Label).Take(7));

    [Fact]
    public void Of_Typed_PutsWhatBeginsWithItFirst() => Assert.Equal(
        ["order status", "Order Completed", "New order"],
        Items("did \"order|", Seen(EventType.Track, "New order"), Seen(EventType.Track, "order status"), Seen(EventType.Track, "Order Completed"), Seen(EventType.Track, "Other")).Select(static item => item.Label));

    [Fact]
    public void Of_Element_OffersPathsWithinIt() => Assert.Equal(
        ["price", "ship.to"],
        Items("did \"A\" where products (|", Seen(EventType.Track, "A", "products.price", ValueKind.Number), Seen(EventType.Track, "A", "products.ship.to", ValueKind.Text), Seen(EventType.Track, "A", "total", ValueKind.Number))
            .Where(static item => item.Kind == "property").Select(static item => item.Insert));

    /// <summary>Whatever is chosen can be read: it is no error, or the error lies behind it.</summary>
    [Theory]
    [InlineData("|")]
    [InlineData("did |")]
    [InlineData("did \"A\" where |")]
    [InlineData("country |")]
    [InlineData("orders |")]
    [InlineData("did \"A\" |")]
    [InlineData("stage = |")]
    public void Of_AnyPlace_WhatIsOfferedIsTakenByTheParser(string text)
    {
        var (rule, position) = Caret(text);
        var seen = text.Contains("where", StringComparison.Ordinal) ? Seen(EventType.Track, "A", "a \"path\" of it", ValueKind.Text)
            : text.StartsWith("did", StringComparison.Ordinal) ? Seen(EventType.Track, "odd \\ name") : Seen(EventType.Identify, "", "and", ValueKind.Text);
        foreach (var item in Items(text, seen))
        {
            var errors = RuleText.Parse(rule[..position] + item.Insert).Errors;
            Assert.True(errors.IsEmpty || errors[0].Position >= position + item.Insert.Length, $"{item.Insert}: {errors.FirstOrDefault()}");
        }
    }

    private static SeenName Seen(EventType type, string name, string path = "", ValueKind kind = ValueKind.Missing, long count = 1) => new(new(type, name, path, kind), count, default);

    private static IReadOnlyList<CompletionItem> Items(string text, params SeenName[] seen)
    {
        var (rule, position) = Caret(text);
        return CompletionItems.Of(RuleCompletion.At(rule, position), seen, []);
    }

    private static (string Rule, int Position) Caret(string text) => (text.Replace("|", "", StringComparison.Ordinal), text.IndexOf('|', StringComparison.Ordinal));
}
