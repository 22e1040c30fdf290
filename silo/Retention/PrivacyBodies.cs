using System.Text.Json.Serialization;
using Crm.Postgres.Retention;
using Crm.Silo.Http;

namespace Crm.Silo.Retention;

/// <param name="Retention">For how long the store keeps what; default all as below.</param>
internal sealed record PutPrivacyBody(RetentionBody? Retention = null);

/// <summary>Days, 1 to 36,500.</summary>
/// <param name="Events">Of the archive, and so of timelines, notes and exports; default null, as long as the installation keeps a month of it.</param>
/// <param name="Changes">Of the change feed: an older <c>after</c> answers 410; default null, for ever.</param>
/// <param name="DeadLetters">Default null, for ever.</param>
/// <param name="Actions">Of automations, with the runs that ended; default null, what the installation says (30).</param>
/// <param name="AccessLog">Default null, 365.</param>
internal sealed record RetentionBody(int? Events = null, int? Changes = null, int? DeadLetters = null, int? Actions = null, int? AccessLog = null)
{
    public List<FieldError> Check(bool eventsAreOurs)
    {
        var errors = new List<FieldError>();
        Check("events", Events, errors);
        Check("changes", Changes, errors);
        Check("deadLetters", DeadLetters, errors);
        Check("actions", Actions, errors);
        Check("accessLog", AccessLog, errors);
        if (Events is not null && !eventsAreOurs)
        {
            errors.Add(new("retention.events", "The log keeps the events (Crm:Pump:Archive is Log): the retention of its topic is what counts."));
        }

        return errors;
    }

    public RetentionSettings ToSettings() => new(Events, Changes, DeadLetters, Actions, AccessLog);

    private static void Check(string name, int? days, List<FieldError> errors)
    {
        if (days is < 1 or > RetentionSettings.Most)
        {
            errors.Add(new($"retention.{name}", $"Must be null or a whole number of days from 1 to {RetentionSettings.Most}."));
        }
    }
}

/// <param name="Version">Rises when they change; also the ETag. 0 are the defaults.</param>
internal sealed record PrivacyBody(RetentionBody Retention, int Version)
{
    public static PrivacyBody Of(StoreRetention store) => new(
        new(store.Settings.Events, store.Settings.Changes, store.Settings.DeadLetters, store.Settings.Actions, store.Settings.AccessLog), store.Version);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PutPrivacyBody))]
[JsonSerializable(typeof(PrivacyBody))]
internal sealed partial class PrivacyJson : JsonSerializerContext;
