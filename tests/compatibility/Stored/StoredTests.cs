namespace Crm.Compatibility.Tests.Stored;

/// <summary>What earlier versions stored, logged and handed out is read as what it was; what this one writes is what they read.</summary>
public sealed class StoredTests
{
    private static readonly Format[] Formats = [.. CustomerFormats.All, .. DefinitionFormats.All, .. LogFormats.All, .. DatabaseFormats.All, .. OutputFormats.All];

    public static TheoryData<string> Files => [.. Frozen.All("Stored").Select(static file => file.Path)];

    public static TheoryData<string> Names => [.. Formats.Select(static format => format.Name)];

    [Theory, MemberData(nameof(Files))]
    public void Read_OfAnyVersion_IsWhatItWas(string path)
    {
        var file = Frozen.All("Stored").Single(file => file.Path == path);
        file.AssertIsRead(Formats.Single(format => format.Name == file.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void Write_WhatWasReadOfTheNewestVersion_IsTheSame(string name) => Formats.Single(format => format.Name == name).AssertIsWritten();
}
