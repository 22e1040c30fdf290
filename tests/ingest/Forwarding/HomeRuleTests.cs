using System.Collections.Immutable;
using System.Text;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Decoding;
using Crm.Ingest.Forwarding;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Tests.Forwarding;

public sealed class HomeRuleTests
{
    private const int Partitions = 4;
    private const string Json = """{"type":"track","event":"A","userId":"1"}""";
    private static readonly Instant At = new(1_500_000_000_000);
    private static readonly int Home = HomePartition.Of("shop/u:1", Partitions);
    private static readonly int Elsewhere = (Home + 1) % Partitions;

    private static HomeRule Rule(int partition, params long[] marks) =>
        new(partition, Partitions, new ReplayStart(-1, ImmutableDictionary<string, StoreContext>.Empty, [.. marks]));

    private static DecodedRecord Judge(HomeRule rule, int partition, Origin? origin = null, string? key = null, string json = Json, RecordKind kind = RecordKind.Event) =>
        rule.Judge(new RecordDecoder(partition, Partitions).Decode([new(0, At, kind, key ?? (origin is null ? "shop/" : "shop/u:1"), Encoding.UTF8.GetBytes(json), origin)])[0]);

    [Theory]
    [InlineData("shop/u:1")]
    [InlineData("shop/")]
    [InlineData("shop/u:another")]
    [InlineData("shop/a:1")]
    public void Judge_WhateverTheKey_TheEventSaysWhoseItIs(string key)
    {
        var here = Judge(Rule(Home), Home, key: key);
        Assert.Equal(("shop/u:1", Fate.Apply, true), (here.Key, here.Fate, here.IsForCustomer));
        var there = Judge(Rule(Elsewhere), Elsewhere, key: key);
        Assert.Equal(("shop/u:1", Fate.Forward, false), (there.Key, there.Fate, there.IsForCustomer));
        Assert.Equal(Home, there.Home);
        Assert.Null(there.Trouble);
    }

    [Fact]
    public void Judge_ForwardedRecords_TakesEachNumberOfASourceOnce()
    {
        var rule = Rule(Home);
        long[] numbers = [1, 1, 2, 1, 2, 3, 2, 3];
        Assert.Equal([1, 2, 3], numbers.Where(number => Judge(rule, Home, new(Elsewhere, number, At)).Fate == Fate.Apply));
        var other = (Home + 2) % Partitions;
        Assert.Equal(Fate.Apply, Judge(rule, Home, new(other, 1, At)).Fate);
        Assert.Equal((3, 1), (rule.Marks[Elsewhere], rule.Marks[other]));
    }

    [Fact]
    public void Judge_MarksAsOfTheStart_GoOnFromThere()
    {
        var marks = new long[Partitions];
        marks[Elsewhere] = 7;
        var rule = Rule(Home, marks);
        Assert.Equal(Fate.Repeat, Judge(rule, Home, new(Elsewhere, 7, At)).Fate);
        Assert.True(Judge(rule, Home, new(Elsewhere, 8, At)).IsForCustomer);
        Assert.Equal(Fate.Repeat, Judge(rule, Home, new(Elsewhere, 8, At)).Fate);
    }

    [Fact]
    public void Marks_ReadLater_DoNotChangeWhatWasRead()
    {
        var rule = Rule(Home);
        Judge(rule, Home, new(Elsewhere, 1, At));
        var before = rule.Marks;
        Judge(rule, Home, new(Elsewhere, 2, At));
        Assert.Equal((1, 2), (before[Elsewhere], rule.Marks[Elsewhere]));
    }

    // A number that leaves one out is no repeat and must not make one of what it leaves out.
    [Fact]
    public void Judge_NumberOutOfTurn_IsADeadLetterAndMovesNoMark()
    {
        var rule = Rule(Home);
        Assert.Equal(RejectReason.Misdirected, Judge(rule, Home, new(Elsewhere, 2, At)).Reason);
        Assert.True(Judge(rule, Home, new(Elsewhere, 1, At)).IsForCustomer);
        Assert.True(Judge(rule, Home, new(Elsewhere, 2, At)).IsForCustomer);
    }

    [Fact]
    public void Judge_ForwardedAndNotAtHome_IsADeadLetterNeverForwardedAgain()
    {
        var rule = Rule(Elsewhere);
        var record = Judge(rule, Elsewhere, new(Home, 1, At));
        Assert.Equal((RejectReason.Misdirected, Fate.Apply, false), (record.Reason, record.Fate, record.IsForCustomer));
        Assert.Equal(1, rule.Marks[Home]);
    }

    [Fact]
    public void Judge_ForwardedAndNotAnEvent_HadItsTurn()
    {
        var rule = Rule(Home);
        Assert.Equal(RejectReason.MalformedJson, Judge(rule, Home, new(Elsewhere, 1, At), json: "{").Reason);
        Assert.Equal(Fate.Repeat, Judge(rule, Home, new(Elsewhere, 1, At), json: "{").Fate);
        Assert.True(Judge(rule, Home, new(Elsewhere, 2, At)).IsForCustomer);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(Partitions, 1)]
    [InlineData(int.MaxValue, long.MaxValue)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void Judge_OriginThatCannotBe_IsADeadLetter(int source, long number)
    {
        var partition = Home == 1 ? Elsewhere : Home;
        Assert.Equal(RejectReason.Misdirected, Judge(Rule(partition), partition, new(source, number, At)).Reason);
    }

    [Fact]
    public void Judge_FromAnotherCustomerOfThePartition_IsTakenOnce()
    {
        var rule = Rule(Home);
        Assert.True(Judge(rule, Home, new(Home, 1, At)).IsForCustomer);
        Assert.Equal(Fate.Repeat, Judge(rule, Home, new(Home, 1, At)).Fate);
    }

    // What was read of a visitor who is a part of a user by now is the user's.
    [Fact]
    public void Judge_Forwarded_IsForTheHomeThatTheKeySays()
    {
        var visitor = Judge(Rule(Home), Home, new(Elsewhere, 1, At), json: """{"type":"track","event":"A","anonymousId":"d"}""");
        Assert.Equal(("shop/u:1", true), (visitor.Key, visitor.IsForCustomer));
    }

    [Theory]
    [InlineData("shop/")]
    [InlineData("shop/u:")]
    [InlineData("shop/z:1")]
    public void Judge_ForwardedToNoHome_IsADeadLetter(string key) =>
        Assert.Equal(RejectReason.Misdirected, Judge(Rule(Home), Home, new(Elsewhere, 1, At), key).Reason);

    // Whoever writes to the log could take a customer over otherwise.
    [Theory]
    [InlineData("claim")]
    [InlineData("handOver")]
    [InlineData("apart")]
    public void Judge_BetweenHomesAndNotForwarded_IsADeadLetter(string type) =>
        Assert.Equal(RejectReason.Misdirected, Judge(Rule(Home), Home, null, "shop/u:1", $$"""{"type":"{{type}}","with":"u:2"}""").Reason);

    [Theory]
    [InlineData(RecordKind.Tick, """{"to":1}""")]
    [InlineData(RecordKind.Control, """{"version":1}""")]
    public void Judge_TickOrControl_IsNeverForwarded(RecordKind kind, string json)
    {
        Assert.Equal((null, Fate.Apply), (Judge(Rule(Elsewhere), Elsewhere, kind: kind, json: json).Trouble, Judge(Rule(Elsewhere), Elsewhere, kind: kind, json: json).Fate));
        Assert.Equal(RejectReason.Misdirected, Judge(Rule(Home), Home, new(Elsewhere, 1, At), kind: kind, json: json).Reason);
    }

    [Fact]
    public void Decode_ForwardedRecord_HasTheInstantsThatItHadWhereItCameIn()
    {
        var record = Judge(Rule(Home), Home, new(Elsewhere, 1, At.PlusMilliseconds(-5_000)));
        Assert.Equal((At.PlusMilliseconds(-5_000), At.PlusMilliseconds(-5_000), At), (record.Event!.Value.ReceivedAt, record.Event.Value.At, record.AppendedAt));
    }
}
