using System.Text;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Rules.Text;
using Crm.Core.Time;

namespace Crm.Core.Tests.Customers;

/// <summary>One customer, fed with JSON through the decoder.</summary>
internal sealed class CustomerHost(StoreDefinitions definitions, string id = "u:1")
{
    public static readonly Instant Start = Instant.From(new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero));

    public CustomerHost(params string[] rules)
        : this(Definitions(1, rules))
    {
    }

    public Customer Customer { get; set; } = Customer.New(new("shop", id), definitions);

    public List<Effect> Effects { get; } = [];

    public List<PastEvent> History { get; } = [];

    public long Offset { get; set; } = -1;

    public Instant Now { get; set; } = Start;

    public CustomerView View => Customer.View();

    /// <summary>Segments s0, s1 … of these rules.</summary>
    public static StoreDefinitions Definitions(int version, params string[] rules) => Compile(version, ProfileSettings.Default, rules);

    public static StoreDefinitions Definitions(ProfileSettings profile, params string[] rules) => Compile(1, profile, rules);

    private static StoreDefinitions Compile(int version, ProfileSettings profile, string[] rules)
    {
        var segments = rules.Select((rule, i) => new SegmentDefinition($"s{i}", rule, RuleText.Parse(rule).Rule!, 1));
        var set = new DefinitionSet(new("shop", StoreClock.Wall, Currency: "BRL"), version, [.. segments], RfmSettings.Default);
        return StoreDefinitions.Compile(set with { Profile = profile });
    }

    public static Instant At(double minutes) => Start.PlusMilliseconds((long)(minutes * 60_000));

    /// <summary>Applies members of an event, which is dated, and read by the log, so many minutes after the start.</summary>
    public ApplyOutcome Apply(string members, double? minutes = null, double? now = null)
    {
        var at = minutes is { } some ? At(some) : Now;
        Now = Instant.Later(Now, now is { } read ? At(read) : at);
        return Append($$"""{"userId":"1","timestamp":"{{at}}",{{members}}}""");
    }

    public ApplyOutcome Track(string name, string properties = "{}", double? minutes = null, double? now = null) =>
        Apply($$"""
            "type":"track","event":"{{name}}","properties":{{properties}}
            """, minutes, now);

    public ApplyOutcome Append(string json)
    {
        var decoded = EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Now);
        Assert.Null(decoded.Reason);
        Offset++;
        var outcome = Customer.Apply(new(Offset, Now, decoded.Event!.Value), Effects);
        if (outcome.Kind == ApplyKind.Applied)
        {
            History.Add(new(decoded.Event!.Value, Offset));
        }

        return outcome;
    }

    public string? Field(string name) => View.Fields.FirstOrDefault(field => field.Name == name)?.Value;

    public string? Trait(string name) => View.Traits.FirstOrDefault(trait => trait.Name == name)?.Json;
}
