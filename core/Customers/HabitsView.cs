using System.Collections.Immutable;
using Crm.Core.Time;
using Orleans;

namespace Crm.Core.Customers;

/// <summary>How a customer comes and what they like.</summary>
[GenerateSerializer, Immutable, Alias("crm.habits-view")]
public sealed record HabitsView
{
    /// <summary>Events by channel, in the order of channels.</summary>
    [Id(0)] public ImmutableArray<CountView> Channels { get; init; } = [];

    /// <summary>Null where no channel is known.</summary>
    [Id(1)] public string? UsualChannel { get; init; }

    /// <summary>0 to 23 in the store's zone; null before the first visit.</summary>
    [Id(2)] public int? UsualHour { get; init; }

    [Id(3)] public TouchView? FirstTouch { get; init; }

    [Id(4)] public TouchView? LastTouch { get; init; }

    /// <summary>The newest first.</summary>
    [Id(5)] public ImmutableArray<DeviceView> Devices { get; init; } = [];

    /// <summary>The most points first.</summary>
    [Id(6)] public ImmutableArray<CountView> Categories { get; init; } = [];

    /// <summary>The most points first.</summary>
    [Id(7)] public ImmutableArray<CountView> Brands { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("crm.count-view")]
public sealed record CountView([property: Id(0)] string Name, [property: Id(1)] int Count);

/// <param name="Channel">Through which it came; null where that is not known.</param>
/// <param name="Campaign">Its name.</param>
[GenerateSerializer, Immutable, Alias("crm.touch-view")]
public sealed record TouchView(
    [property: Id(0)] Instant At,
    [property: Id(1)] string? Channel,
    [property: Id(2)] string? Source,
    [property: Id(3)] string? Medium,
    [property: Id(4)] string? Campaign,
    [property: Id(5)] string? Term,
    [property: Id(6)] string? Content);

/// <param name="Name">Its model, or its name.</param>
/// <param name="Type">Such as ios.</param>
[GenerateSerializer, Immutable, Alias("crm.device-view")]
public sealed record DeviceView([property: Id(0)] string? Name, [property: Id(1)] string? Type, [property: Id(2)] Instant LastSeen);
