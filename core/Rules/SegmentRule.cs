namespace Crm.Core.Rules;

/// <summary>In another segment of the store.</summary>
public sealed record SegmentRule(string Segment) : Rule;

/// <summary>Came into another segment, or left it, within the window; no window is ever.</summary>
public sealed record SegmentChangeRule(bool Entered, string Segment, Window? Window) : Rule;

/// <summary>On a static list of the store.</summary>
public sealed record ListRule(string List) : Rule;

/// <summary>A run of this automation is under way.</summary>
public sealed record JourneyRule(string Automation) : Rule;
