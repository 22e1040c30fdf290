using System.Collections.Immutable;
using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Orleans;

namespace Crm.GrainInterfaces.Stores;

/// <summary>One store's definitions and their versions; the key is the store's name. The single place where a version is made.</summary>
[Alias("crm.store")]
public interface IStoreGrain : IGrainWithStringKey
{
    /// <summary>Creates or changes a segment. The same name and rule again changes nothing.</summary>
    [Alias("put-segment")]
    ValueTask<SegmentResult> PutSegment(PutSegment request);

    [Alias("delete-segment")]
    ValueTask<SegmentResult> DeleteSegment(string id, int? ifVersion);

    [Alias("segments")]
    ValueTask<StoreSegments> Segments();

    /// <summary>Creates an automation as a draft, or changes it. The same again changes nothing.</summary>
    [Alias("put-automation")]
    ValueTask<AutomationResult> PutAutomation(PutAutomation request);

    [Alias("delete-automation")]
    ValueTask<AutomationResult> DeleteAutomation(string id, int? ifVersion);

    [Alias("set-automation-state")]
    ValueTask<AutomationResult> SetAutomationState(string id, AutomationState state);

    [Alias("automations")]
    ValueTask<ImmutableArray<AutomationEntry>> Automations();

    /// <summary>How the store reads what it is told of its customers, as stored JSON.</summary>
    [Alias("profile")]
    ValueTask<ProfileResult> Profile();

    /// <summary>Replaces them. The same again changes nothing.</summary>
    /// <param name="settings">As stored JSON, already found valid; its version is not looked at.</param>
    /// <param name="ifVersion">The version that the caller last saw; null for whatever is there.</param>
    [Alias("put-profile")]
    ValueTask<ProfileResult> PutProfile(string settings, int? ifVersion);

    /// <summary>Replaces the plan of RFM and its cuts. The same plan again changes nothing.</summary>
    /// <param name="plan">As stored JSON, already found valid; its version is not looked at.</param>
    /// <param name="measure">Of the store's customers, as this plan asks for it.</param>
    /// <param name="ifVersion">The version that the caller last saw; null for whatever is there.</param>
    [Alias("put-rfm")]
    ValueTask<RfmResult> PutRfm(string plan, RfmMeasure measure, int? ifVersion);

    /// <summary>Brings the cuts of a new measure. The same cuts again change nothing.</summary>
    /// <param name="plan">The version of the plan that asked for it; another one is in force: measure again.</param>
    /// <param name="measure">Of the store's customers.</param>
    [Alias("refresh-rfm")]
    ValueTask<RfmResult> RefreshRfm(int plan, RfmMeasure measure);
}

/// <param name="Definitions">The store's definition version that holds now.</param>
[GenerateSerializer, Immutable, Alias("crm.rfm-result")]
public sealed record RfmResult([property: Id(0)] EditStatus Status, [property: Id(1)] int Definitions);

/// <param name="Settings">As they are now, as stored JSON.</param>
[GenerateSerializer, Immutable, Alias("crm.profile-result")]
public sealed record ProfileResult([property: Id(0)] EditStatus Status, [property: Id(1)] string Settings);

/// <param name="Id">a-z, 0-9, '-' and '_', 1 to 64 long.</param>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Rule">The rule as stored JSON, already found valid.</param>
/// <param name="IfVersion">The version that the caller last saw; null for whatever is there.</param>
/// <param name="Tops">The cuts of shares that it is the first to ask for.</param>
[GenerateSerializer, Immutable, Alias("crm.put-segment")]
public sealed record PutSegment(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string Rule, [property: Id(3)] int? IfVersion, [property: Id(4)] ImmutableArray<TopCut>? Tops = null);

/// <param name="Segment">As it is now; of a deleted one as it was.</param>
/// <param name="Detail">Why not, where the status alone does not say.</param>
[GenerateSerializer, Immutable, Alias("crm.segment-result")]
public sealed record SegmentResult(
    [property: Id(0)] EditStatus Status, [property: Id(1)] SegmentEntry? Segment, [property: Id(2)] string? Detail = null);

[GenerateSerializer, Immutable, Alias("crm.store-segments")]
public sealed record StoreSegments([property: Id(0)] int Version, [property: Id(1)] ImmutableArray<SegmentEntry> Segments);

/// <param name="Rule">As stored JSON.</param>
/// <param name="Version">The store's definition version that brought this rule: the segment is live in a partition once that has passed there.</param>
[GenerateSerializer, Immutable, Alias("crm.segment-entry")]
public sealed record SegmentEntry(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string Rule, [property: Id(3)] int Version);

/// <param name="Json">As <see cref="AutomationReader"/> takes it, already found valid.</param>
/// <param name="IfVersion">The version that the caller last saw; null for whatever is there.</param>
/// <param name="Tops">The cuts of shares that it is the first to ask for.</param>
[GenerateSerializer, Immutable, Alias("crm.put-automation")]
public sealed record PutAutomation([property: Id(0)] string Id, [property: Id(1)] string Json, [property: Id(2)] int? IfVersion, [property: Id(3)] ImmutableArray<TopCut>? Tops = null);

/// <param name="Automation">As it is now; of a deleted one as it was.</param>
/// <param name="Definitions">The store's newest definition version: the automation is so in a partition once that has passed there.</param>
/// <param name="Detail">Why not, where the status alone does not say.</param>
[GenerateSerializer, Immutable, Alias("crm.automation-result")]
public sealed record AutomationResult(
    [property: Id(0)] EditStatus Status, [property: Id(1)] AutomationEntry? Automation, [property: Id(2)] int Definitions, [property: Id(3)] string? Detail = null);

/// <param name="Json">Its content, as <see cref="AutomationJson.WriteContent(System.Text.Json.Utf8JsonWriter, AutomationDefinition)"/> writes it.</param>
/// <param name="Version">The store's definition version that brought its present content.</param>
[GenerateSerializer, Immutable, Alias("crm.automation-entry")]
public sealed record AutomationEntry(
    [property: Id(0)] string Id, [property: Id(1)] string Json, [property: Id(2)] int Version, [property: Id(3)] AutomationState State);
