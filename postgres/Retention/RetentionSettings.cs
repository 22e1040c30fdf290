namespace Crm.Postgres.Retention;

/// <summary>For how many days a store keeps what; null is the installation's default.</summary>
/// <param name="Events">In the archive, by when the log took them. Default: as long as the installation has their month's table.</param>
/// <param name="Changes">In the change feed. Default: for ever.</param>
/// <param name="DeadLetters">By when the log took them. Default: for ever.</param>
/// <param name="Actions">Executed actions and ended runs. Default: <c>Crm:Triggers:Retention</c>.</param>
/// <param name="AccessLog">Who read and wrote personal data. Default: <see cref="DefaultAccessLog"/>.</param>
public sealed record RetentionSettings(int? Events, int? Changes, int? DeadLetters, int? Actions, int? AccessLog)
{
    public const int DefaultAccessLog = 365;
    public const int Most = 36_500;

    public static readonly RetentionSettings Default = new(null, null, null, null, null);
}

/// <param name="Version">0 for the defaults.</param>
public sealed record StoreRetention(string Store, int Version, RetentionSettings Settings);
