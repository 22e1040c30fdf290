using System.Text;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>What builds before this one send is read as what they meant; what this one sends is what they read.</summary>
public sealed class FrozenMessageTests
{
    public static TheoryData<string> Files => [.. Frozen.All("Wire").Select(static file => file.Path)];

    public static TheoryData<string> Names => [.. Wired.Formats.Select(static format => format.Name)];

    [Theory, MemberData(nameof(Files))]
    public void Read_OfAnyVersion_IsWhatItWas(string path)
    {
        var file = Frozen.All("Wire").Single(file => file.Path == path);
        file.AssertIsRead(Wired.Formats.FirstOrDefault(format => format.Name == file.Name) ?? Wired.Formats[0]); // a message of none is read all the same
    }

    [Theory, MemberData(nameof(Names))]
    public void Write_WhatWasReadOfTheNewestVersion_IsTheSameBytes(string name) => Wired.Formats.Single(format => format.Name == name).AssertIsWritten();

    [Fact]
    public void Bytes_NameNoTypeOfTheCode() => Assert.All(
        Frozen.All("Wire").SelectMany(static file => file.Samples()),
        static sample => Assert.DoesNotContain("Crm.", Encoding.Latin1.GetString(Convert.FromHexString(sample.Written)), StringComparison.Ordinal));
}
