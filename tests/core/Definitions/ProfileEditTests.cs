using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Crm.Core.Definitions;
using Crm.Core.Profiles;
using Crm.Core.Rfm;

namespace Crm.Core.Tests.Definitions;

public class ProfileEditTests
{
    private static readonly DefinitionSet Empty = new(new("demo", StoreClock.Wall), 5, [], RfmSettings.Default);

    private static readonly ProfileSettings Settings = new()
    {
        Country = "BR",
        Traits = ImmutableSortedDictionary<string, TraitType>.Empty.Add("seats", TraitType.Number).Add("a \"b\"", TraitType.Json),
        Rates = ImmutableSortedDictionary<string, decimal>.Empty.Add("EUR", 6.1m),
        Stages = new(3, 60, 200),
    };

    [Fact]
    public void Put_NewAndSame_MakesOneVersion()
    {
        var next = ProfileEdits.Put(Empty, Settings, 0).Next!;

        Assert.Equal((6, 6), (next.Version, next.Profile.Version));
        Assert.Equal(new DefinitionEdit(EditStatus.Done), ProfileEdits.Put(next, Settings, 6));
        Assert.Equal(EditStatus.VersionMismatch, ProfileEdits.Put(next, Settings, 0).Status);
        Assert.Equal(EditStatus.VersionMismatch, ProfileEdits.Put(Empty, Settings, 4).Status);
    }

    [Fact]
    public void Read_OfADocument_HasTheSettings()
    {
        var next = ProfileEdits.Put(Empty, Settings, null).Next!;
        var document = DefinitionJson.Write(next);

        Assert.Equal(document, DefinitionJson.Write(DefinitionJson.Read(document)));
        Assert.Equal(Settings.Traits, DefinitionJson.Read(document).Profile.Traits);
        Assert.Equal((Settings.Stages, 6.1m), (DefinitionJson.Read(document).Profile.Stages, DefinitionJson.Read(document).Profile.Rates["EUR"]));
    }

    [Fact]
    public void Read_OfAnOlderForm_HasTheDefaults()
    {
        var document = JsonNode.Parse(DefinitionJson.Write(Empty))!.AsObject();
        document["form"] = 2;
        document.Remove("profile");

        Assert.Same(ProfileSettings.Default, DefinitionJson.Read(document.ToJsonString()).Profile);
    }
}
