using System.Collections.Immutable;
using Orleans;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>What a rolling upgrade rests on: of two builds one knows members that the other does not.</summary>
public sealed class AddedMemberTests
{
    [Fact]
    public void Read_ByTheBuildBefore_SkipsWhatItDoesNotKnow()
    {
        var sent = new Pair<AfterRecord, AfterStruct>(
            [new(1, "a") { List = [1, 2], Inner = new(7, "in"), Kind = DayOfWeek.Friday, Added = "new" }, new(2, "b") { Amount = 3.5m }],
            new() { Number = 3, Text = "c", Added = "more", List = [9] }, "end");

        var read = Resent<Pair<AfterRecord, AfterStruct>, Pair<BeforeRecord, BeforeStruct>>(sent);

        Assert.Equal([new(1, "a"), new(2, "b")], read.Many.ToArray());
        Assert.Equal(new BeforeStruct { Number = 3, Text = "c" }, read.One);
        Assert.Equal("end", read.End);
    }

    [Fact]
    public void Read_OfTheBuildBefore_LeavesAddedMembersEmpty()
    {
        var read = Resent<Pair<BeforeRecord, BeforeStruct>, Pair<AfterRecord, AfterStruct>>(new([new(1, "a")], new() { Number = 3, Text = "c" }, "end"));

        var one = Assert.Single(read.Many.ToArray());
        Assert.Equal((1, "a", null, null, default, null), (one.Number, one.Text, one.Added, one.Inner, one.Kind, one.Amount));
        Assert.Equal((3, "c", null), (read.One.Number, read.One.Text, read.One.Added));
        Assert.Equal("end", read.End);
    }

    /// <summary>Only where there is a constructor without parameters do initial values hold: an array added to a positional record is nullable.</summary>
    [Fact]
    public void Read_OfTheBuildBefore_InitialValues_AreThoseOfAConstructorWithoutParameters()
    {
        Assert.Empty(Resent<BeforeStruct, AfterStruct>(new() { Number = 3, Text = "c" }).List);
        Assert.Empty(Resent<BeforeRecord, AfterMembers>(new(1, "a")).List);
        Assert.True(Resent<BeforeRecord, AfterRecord>(new(1, "a")).List.IsDefault);
    }

    [Fact]
    public void Read_OfTheBuildBefore_WithoutARequiredMember_IsNotRefused() =>
        Assert.Null(Resent<BeforeRecord, AfterMembers>(new(1, "a")).Needed);

    private static TTo Resent<TFrom, TTo>(TFrom value) => Wired.Of<TTo>().Deserialize(Wired.Of<TFrom>().SerializeToArray(value))!;
}

[GenerateSerializer, Immutable]
internal sealed record Pair<TMany, TOne>([property: Id(0)] ImmutableArray<TMany> Many, [property: Id(1)] TOne One, [property: Id(2)] string End);

[GenerateSerializer, Immutable]
internal sealed record BeforeRecord([property: Id(0)] int Number, [property: Id(1)] string Text);

[GenerateSerializer, Immutable]
internal sealed record AfterRecord([property: Id(0)] int Number, [property: Id(1)] string Text)
{
    [Id(2)] public string? Added { get; init; }

    [Id(3)] public ImmutableArray<long> List { get; init; } = [];

    [Id(4)] public BeforeRecord? Inner { get; init; }

    [Id(5)] public DayOfWeek Kind { get; init; }

    [Id(6)] public decimal? Amount { get; init; }
}

[GenerateSerializer, Immutable]
internal sealed record AfterMembers
{
    [Id(0)] public required int Number { get; init; }

    [Id(1)] public required string Text { get; init; }

    [Id(2)] public required string Needed { get; init; }

    [Id(3)] public ImmutableArray<long> List { get; init; } = [];
}

[GenerateSerializer, Immutable]
internal readonly record struct BeforeStruct
{
    [Id(0)] public required int Number { get; init; }

    [Id(1)] public required string Text { get; init; }
}

[GenerateSerializer, Immutable]
internal readonly record struct AfterStruct()
{
    [Id(0)] public required int Number { get; init; }

    [Id(1)] public required string Text { get; init; }

    [Id(2)] public string? Added { get; init; }

    [Id(3)] public ImmutableArray<long> List { get; init; } = [];
}
