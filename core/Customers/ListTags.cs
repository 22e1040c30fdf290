namespace Crm.Core.Customers;

/// <summary>Static lists: a customer is on one by a tag of its own, and each is a segment of those who have it, so that its members, count and changes are those of a segment.</summary>
public static class ListTags
{
    /// <summary>Of the tag and of the segment; no id that a store chooses has a colon.</summary>
    public const string Prefix = "list:";

    public static string Of(string list) => Prefix + list;

    public static bool IsList(string tagOrSegment) => tagOrSegment.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
