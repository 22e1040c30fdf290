using System.Collections.Immutable;

namespace Crm.Silo.Auth;

/// <summary>What an API key may be allowed to do in its store.</summary>
internal static class Scopes
{
    public const string Ingest = "ingest";
    public const string CustomersRead = "customers:read";
    public const string CustomersWrite = "customers:write";
    public const string SegmentsRead = "segments:read";
    public const string SegmentsWrite = "segments:write";
    public const string Automations = "automations";
    public const string Privacy = "privacy";
    public const string Admin = "admin";

    /// <summary>Of the admin key of the process: stores are created with it, and nothing of a store is read.</summary>
    public const string Stores = "stores";

    /// <summary>All that a key of a store can have.</summary>
    public static readonly ImmutableArray<string> All =
        [Ingest, CustomersRead, CustomersWrite, SegmentsRead, SegmentsWrite, Automations, Privacy, Admin];
}
