using Crm.Core.Profiles;

namespace Crm.Core.Definitions;

/// <summary>What putting profile settings makes of a store's definitions.</summary>
public static class ProfileEdits
{
    /// <summary>Replaces the settings. The same again changes nothing.</summary>
    /// <param name="put">Its version is not looked at.</param>
    /// <param name="ifVersion">Of the settings, as the caller last saw them, 0 for the defaults; null for whatever is there.</param>
    public static DefinitionEdit Put(DefinitionSet current, ProfileSettings put, int? ifVersion)
    {
        if (ifVersion is { } expected && expected != current.Profile.Version)
        {
            return new(EditStatus.VersionMismatch);
        }

        if (ProfileSettingsJson.ToText(put with { Version = 0 }) == ProfileSettingsJson.ToText(current.Profile with { Version = 0 }))
        {
            return new(EditStatus.Done);
        }

        var next = current.Version + 1;
        return new(EditStatus.Done, current with { Version = next, Profile = put with { Version = next } });
    }
}
