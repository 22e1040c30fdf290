namespace Crm.Compatibility.Tests.Contracts;

/// <summary>What a manifest takes for a break, and what it lets pass.</summary>
public sealed class ManifestTests
{
    private const string Promised = """
        # A remark.
        interface crm.a: IGrainWithStringKey = IA
          method put: (crm.m, Int32?) -> crm.m = Put
        grain a: crm.a = AGrain
        type crm.m: struct = M
          member 0: Int64 = Offset
          member 1: ImmutableArray<crm.m> = Parts
          retired 2
        enum Kind: Byte
          value First: 0
          value Second: 1
        """;

    [Theory]
    [InlineData("= Offset", "= Place")] // the name is the code's own
    [InlineData("= Put", "= PutAll")]
    [InlineData("  retired 2", "  member 3: String = Text")]
    [InlineData("  retired 2", "")]
    [InlineData("  value Second: 1", "  value Second: 1\n  value Third: 2")]
    [InlineData("grain a", "interface crm.b: IGrainWithStringKey = IB\ngrain a")]
    [InlineData("  method put", "  method all: () -> crm.m = All\n  method put")]
    [InlineData("  member 0: Int64 = Offset", "  member 0: Int64 = Place\n  member 3: Int64 = Offset2")]
    public void Breaks_AddedOrRenamed_None(string before, string after) => Assert.Empty(Breaks(before, after));

    [Theory]
    [InlineData("member 0: Int64", "member 0: Int32", "member 0 of type crm.m (Offset) is 'Int32' and was 'Int64'")]
    [InlineData("  member 0: Int64 = Offset", "  member 0: String = Text", "member 0 of type crm.m (Text) is 'String' and was 'Int64'")] // given again
    [InlineData("  retired 2", "  member 2: String = Text", "member 2 of type crm.m (Text) takes a number that another member had")]
    [InlineData("  member 1: ImmutableArray<crm.m> = Parts", "", "write 'retired 1' in place of its line")]
    [InlineData("type crm.m: struct", "type crm.m: class", "type crm.m (M) is 'class' and was 'struct'")]
    [InlineData("type crm.m", "type crm.n", "type crm.m (M) is gone")]
    [InlineData("value Second: 1", "value Second: 2", "value Second of enum Kind is '2' and was '1'")]
    [InlineData("value Second", "value Last", "value Second of enum Kind is gone")]
    [InlineData("enum Kind: Byte", "enum Kind: Int32", "enum Kind is 'Int32' and was 'Byte'")]
    [InlineData("method put", "method set", "method put of interface crm.a (Put) is gone")]
    [InlineData("Int32?", "Int64?", "(crm.m, Int32?) -> crm.m")]
    [InlineData("-> crm.m", "-> Void", "(crm.m, Int32?) -> Void")]
    [InlineData("interface crm.a", "interface crm.b", "interface crm.a (IA) is gone")]
    [InlineData("grain a", "grain b", "grain a (AGrain) is gone")]
    public void Breaks_AnythingElse_SaysWhatAndWhy(string before, string after, string expected) =>
        Assert.Contains(expected, Assert.Single(Breaks(before, after)), StringComparison.Ordinal);

    [Fact]
    public void Breaks_NumbersOfTwoMembersExchanged_SaysSoOfBoth()
    {
        const string two = "type crm.m: class = M\n  member 0: Int64 = Offset\n  member 1: Int64 = Length";

        var breaks = Manifest.Read(two).Breaks(Manifest.Read("type crm.m: class = M\n  member 1: Int64 = Offset\n  member 0: Int64 = Length")).ToList();

        Assert.Equal(2, breaks.Count);
        Assert.All(breaks, static text => Assert.Contains("was another's place", text, StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_OfWhatWasRead_IsTheSame()
    {
        var text = Manifest.Read(Promised).ToString();

        Assert.Equal(text, Manifest.Read(text).ToString());
        Assert.Equal(text, Manifest.Read(Promised).With(Manifest.Read(Promised.Replace("  retired 2", "", StringComparison.Ordinal))).ToString());
        Assert.Equal(Promised.Split('\n').Length - 1, text.Split('\n').Count(static line => line.Length > 0));
    }

    private static IEnumerable<string> Breaks(string before, string after)
    {
        var build = Promised.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(Promised, build);
        return Manifest.Read(Promised).Breaks(Manifest.Read(build));
    }
}
