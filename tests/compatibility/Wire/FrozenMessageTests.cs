using System.Text;
using Crm.Compatibility.Tests.Contracts;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>What builds before this one send is read as what they meant; what this one sends is what they read.</summary>
public sealed class FrozenMessageTests
{
    public static TheoryData<string> Names => [.. Code.Messages.Select(static message => Code.Alias(message)!).Concat(Calls.All.Select(static call => call.Name))];

    public static TheoryData<string> Files => [.. FrozenFile.All.Select(static file => file.Path)];

    [Theory, MemberData(nameof(Files))]
    public void Read_OfAnyVersion_IsWhatItWas(string path)
    {
        foreach (var (content, bytes) in FrozenFile.All.Single(file => file.Path == path).Read())
        {
            var now = Wired.Text(Calls.Shown(FrozenFile.Value(bytes)));
            Assert.True(Wired.Holds(now, content), $"{path} is read as\n{now}\nand was\n{content}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Write_WhatWasReadOfTheNewestVersion_IsTheSameBytes(string name)
    {
        var newest = FrozenFile.Newest(name);
        var file = new FrozenFile(Math.Max(1, newest), name);
        if (Frozen.Writes && newest > 0 && !IsWritten(file))
        {
            file = file with { Version = newest + 1 };
        }

        Assert.True(IsWritten(file), $"{name} is written otherwise than in {file.Path}. Where that is meant, such as for an added member, freeze it as the next version: run this test with CRM_FREEZE=1.");
    }

    [Fact]
    public void Bytes_NameNoTypeOfTheCode() =>
        Assert.All(FrozenFile.All.SelectMany(static file => file.Read()), static sample => Assert.DoesNotContain("Crm.", Encoding.Latin1.GetString(sample.Bytes), StringComparison.Ordinal));

    private static bool IsWritten(FrozenFile file) =>
        file.Read(() => Today(file.Name)).All(static sample => sample.Bytes.AsSpan().SequenceEqual(FrozenFile.Bytes(FrozenFile.Value(sample.Bytes))));

    private static IEnumerable<object?> Today(string name) =>
        Code.Messages.SingleOrDefault(message => Code.Alias(message) == name) is { } message ? Samples.Of(message) : Calls.All.Single(call => call.Name == name).Samples();
}
