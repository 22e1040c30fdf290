using Crm.Core.Automations;

namespace Crm.Core.Definitions;

/// <summary>What putting, deleting, starting and pausing an automation make of a store's definitions.</summary>
public static class AutomationEdits
{
    /// <summary>Creates an automation as a draft, or changes it and leaves its state. The same again changes nothing.</summary>
    /// <param name="put">Its version and state are not looked at.</param>
    /// <param name="ifVersion">Of the automation, as the caller last saw it, 0 for none; null for whatever is there.</param>
    public static DefinitionEdit Put(DefinitionSet current, AutomationDefinition put, int? ifVersion)
    {
        var known = Find(current, put.Id);
        if (ifVersion is { } expected && expected != (known?.Version ?? 0))
        {
            return new(EditStatus.VersionMismatch);
        }

        if (known is null && current.Automations.Length >= AutomationLimits.Automations)
        {
            return new(EditStatus.TooMany);
        }

        var same = known is not null && AutomationJson.SameContent(known, put);
        var next = put with { Version = same ? known!.Version : current.Version + 1, State = known?.State ?? AutomationState.Draft };
        if (same && known!.Name == put.Name)
        {
            return new(EditStatus.Done);
        }

        var edit = Replace(current, known, next);
        return DefinitionReferences.Problem(edit.Next!) ?? DefinitionMemory.Problem(edit.Next!, AutomationSet.Questions([next])) ?? edit;
    }

    /// <summary>Takes it out; runs under way end, and actions that wait are given up.</summary>
    public static DefinitionEdit Delete(DefinitionSet current, string id, int? ifVersion)
    {
        if (Find(current, id) is not { } known)
        {
            return new(EditStatus.NotFound);
        }

        if (ifVersion is { } expected && expected != known.Version)
        {
            return new(EditStatus.VersionMismatch);
        }

        return DefinitionReferences.ReaderOfAutomation(current, id) is { } reader
            ? new(EditStatus.InUse, Detail: reader)
            : new(EditStatus.Done, current with { Version = current.Version + 1, Automations = current.Automations.Remove(known) });
    }

    public static DefinitionEdit SetState(DefinitionSet current, string id, AutomationState state)
    {
        if (Find(current, id) is not { } known)
        {
            return new(EditStatus.NotFound);
        }

        return known.State == state ? new(EditStatus.Done) : Replace(current, known, known with { State = state });
    }

    public static AutomationDefinition? Find(DefinitionSet definitions, string id) => definitions.Automations.FirstOrDefault(automation => automation.Id == id);

    private static DefinitionEdit Replace(DefinitionSet current, AutomationDefinition? known, AutomationDefinition next)
    {
        var others = known is null ? current.Automations : current.Automations.Remove(known);
        return new(EditStatus.Done, current with { Version = current.Version + 1, Automations = others.Add(next) });
    }
}
