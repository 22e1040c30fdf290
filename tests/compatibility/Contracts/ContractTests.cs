using Orleans;

namespace Crm.Compatibility.Tests.Contracts;

/// <summary>The contracts of this build against those that were promised: <c>grain-interfaces/contracts.txt</c>.</summary>
public sealed class ContractTests
{
    private const string Head = """
        # What builds that run side by side must agree on: grains, their methods, what is sent, enums that are sent or stored, and migrations.
        # Compared with the code by tests/compatibility; docs/compatibility.md says what may change and how this file is brought up to date.
        # A name after '=' is the code's own and may change; 'retired' numbers were given once and are never given again.

        """;

    private static readonly string File = Path.Combine(Frozen.Root, "grain-interfaces", "contracts.txt");

    // Only Orleans has streams.
    private static readonly string[] NotHere = Type.GetType("Crm.GrainInterfaces.Streams.SegmentChange, Crm.GrainInterfaces") is null ? ["type crm.change-batch", "type crm.segment-change"] : [];

    public static TheoryData<Type> Messages => [.. Code.Messages];

    public static TheoryData<Type> Interfaces => [.. Code.Interfaces];

    [Fact]
    public void Code_RunsBesideEarlierBuilds()
    {
        var breaks = string.Join('\n', Promised().Breaks(Code.Manifest()));
        Assert.True(breaks.Length == 0, breaks);
    }

    [Fact]
    public void Manifest_NamesAllThatTheCodeHas()
    {
        var promised = Promised();
        var now = Head + promised.With(Code.Manifest());
        if (Frozen.Writes && NotHere.Length == 0 && !promised.Breaks(Code.Manifest()).Any())
        {
            System.IO.File.WriteAllText(File, now);
        }

        Assert.True(now == Head + Promised(), "grain-interfaces/contracts.txt does not name all that the code has: run this test with CRM_FREEZE=1, look at what it adds, and commit it.");
    }

    [Theory, MemberData(nameof(Interfaces))]
    public void Interface_AllThatItSends_IsAMessage(Type contract)
    {
        Assert.NotNull(Code.Alias(contract));
        Assert.All(contract.GetMethods(), static method => Assert.NotNull(Code.Alias(method)));
        Assert.All(Code.SentBy(contract), static type => Assert.True(IsSendable(type), $"{type} is sent and has no [GenerateSerializer]"));
    }

    [Theory, MemberData(nameof(Messages))]
    public void Message_IsNamedNumberedAndImmutable(Type message)
    {
        var members = Code.Members(message).ToList();

        Assert.StartsWith("crm.", Code.Alias(message), StringComparison.Ordinal);
        Assert.True(message.IsDefined(typeof(ImmutableAttribute), false));
        Assert.All(members, static member => Assert.NotNull(member.Id));
        Assert.Distinct(members.Select(static member => member.Id));
        Assert.All(members.SelectMany(static member => Code.Parts(member.Type)), static type => Assert.True(IsSendable(type), $"{type} is sent and has no [GenerateSerializer]"));
    }

    [Fact]
    public void Aliases_OfTypesAndGrains_AreEachGivenOnce() =>
        Assert.Distinct(Code.Messages.Concat(Code.Interfaces).Select(Code.Alias));

    private static bool IsSendable(Type type) =>
        type.IsEnum || type == typeof(void) || type == typeof(DateOnly) || Type.GetTypeCode(type) != TypeCode.Object || Code.Messages.Contains(type);

    private static Manifest Promised() => Manifest.Read(System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "").Without(NotHere);
}
