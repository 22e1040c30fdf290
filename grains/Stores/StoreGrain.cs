using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Rules.Json;
using Crm.GrainInterfaces.Stores;
using Orleans;

namespace Crm.Grains.Stores;

/// <summary>Makes definition versions one after the other; each is stored before it is spoken of.</summary>
[GrainType("store")]
internal sealed class StoreGrain(IDefinitionStore store, IDefinitionAnnouncer announcer) : Grain, IStoreGrain
{
    private DefinitionSet? _definitions; // null: not loaded, or another writer was faster

    public async ValueTask<SegmentResult> PutSegment(PutSegment request)
    {
        var rule = RuleDocument.Parse(Encoding.UTF8.GetBytes(request.Rule)).Rule
            ?? throw new ArgumentException("The rule is not valid stored JSON.", nameof(request));
        var edit = RfmEdits.WithTops(SegmentEdits.Put(await Current(), request.Id, request.Name, rule, request.IfVersion), request.Tops ?? []);
        return Result(edit, SegmentEdits.Find(await Apply(edit), request.Id));
    }

    public async ValueTask<SegmentResult> DeleteSegment(string id, int? ifVersion)
    {
        var current = await Current();
        var edit = SegmentEdits.Delete(current, id, ifVersion);
        await Apply(edit);
        return Result(edit, SegmentEdits.Find(current, id));
    }

    public async ValueTask<StoreSegments> Segments()
    {
        var current = await Current();
        return new(current.Version, [.. current.Segments.Select(Entry)]);
    }

    public async ValueTask<AutomationResult> PutAutomation(PutAutomation request)
    {
        using var json = JsonDocument.Parse(request.Json);
        var automation = AutomationReader.Read(json.RootElement, request.Id).Automation
            ?? throw new ArgumentException("The automation is not valid.", nameof(request));
        var edit = RfmEdits.WithTops(AutomationEdits.Put(await Current(), automation, request.IfVersion), request.Tops ?? []);
        var now = await Apply(edit);
        return Result(edit, AutomationEdits.Find(now, request.Id), now.Version);
    }

    public async ValueTask<AutomationResult> DeleteAutomation(string id, int? ifVersion)
    {
        var current = await Current();
        var edit = AutomationEdits.Delete(current, id, ifVersion);
        return Result(edit, AutomationEdits.Find(current, id), (await Apply(edit)).Version);
    }

    public async ValueTask<AutomationResult> SetAutomationState(string id, AutomationState state)
    {
        var edit = AutomationEdits.SetState(await Current(), id, state);
        var now = await Apply(edit);
        return Result(edit, AutomationEdits.Find(now, id), now.Version);
    }

    public async ValueTask<ImmutableArray<AutomationEntry>> Automations() => [.. (await Current()).Automations.Select(Entry)];

    public async ValueTask<ProfileResult> Profile() => new(EditStatus.Done, ProfileSettingsJson.ToText((await Current()).Profile));

    public async ValueTask<ProfileResult> PutProfile(string settings, int? ifVersion)
    {
        using var json = JsonDocument.Parse(settings);
        var edit = ProfileEdits.Put(await Current(), ProfileSettingsJson.Read(json.RootElement), ifVersion);
        return new(edit.Status, ProfileSettingsJson.ToText((await Apply(edit)).Profile));
    }

    public async ValueTask<RfmResult> PutRfm(string plan, RfmMeasure measure, int? ifVersion)
    {
        using var json = JsonDocument.Parse(plan);
        var edit = RfmEdits.Put(await Current(), RfmPlanJson.Read(json.RootElement), measure, ifVersion);
        return new(edit.Status, (await Apply(edit)).Version);
    }

    public async ValueTask<RfmResult> RefreshRfm(int plan, RfmMeasure measure)
    {
        var edit = RfmEdits.Refresh(await Current(), plan, measure);
        return new(edit.Status, (await Apply(edit)).Version);
    }

    private static SegmentResult Result(DefinitionEdit edit, SegmentDefinition? segment) => new(edit.Status, segment is null ? null : Entry(segment), edit.Detail);

    private static AutomationResult Result(DefinitionEdit edit, AutomationDefinition? automation, int version) =>
        new(edit.Status, automation is null ? null : Entry(automation), version, edit.Detail);

    private static SegmentEntry Entry(SegmentDefinition segment) =>
        new(segment.Id, segment.Name, RuleDocument.Write(segment.Rule), segment.Version);

    private static AutomationEntry Entry(AutomationDefinition automation) =>
        new(automation.Id, AutomationJson.ToText(automation), automation.Version, automation.State);

    private async ValueTask<DefinitionSet> Current() =>
        _definitions ??= await store.Latest(this.GetPrimaryKeyString(), CancellationToken.None)
            ?? throw new KeyNotFoundException($"There is no store '{this.GetPrimaryKeyString()}'.");

    /// <returns>What holds now.</returns>
    private async ValueTask<DefinitionSet> Apply(DefinitionEdit edit)
    {
        if (edit.Next is not { } next)
        {
            return await Current();
        }

        _definitions = null; // whatever becomes of the write, the database says what holds
        if (!await store.Add(next, CancellationToken.None))
        {
            throw new InvalidOperationException("The definitions were changed at the same moment by another writer. Try again.");
        }

        _definitions = next;
        announcer.Announce(next.Store.Name, next.Version);
        return next;
    }
}
