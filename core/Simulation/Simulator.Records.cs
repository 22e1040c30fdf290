using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Time;

namespace Crm.Core.Simulation;

public sealed partial class Simulator
{
    /// <summary>A track event, through its JSON.</summary>
    /// <param name="customer"><c>u:userId</c> or <c>a:anonymousId</c>; without either a userId.</param>
    /// <param name="name">Such as <see cref="EventName.OrderCompleted"/>.</param>
    /// <param name="at">When it happened: before now it comes late, after now time passes until then first. Default: now.</param>
    /// <param name="properties">An object that <see cref="JsonSerializer"/> writes as a JSON object, such as an anonymous one.</param>
    /// <param name="messageId">Default: one of its own.</param>
    public ApplyOutcome Event(string customer, string name, Instant? at = null, object? properties = null, string? messageId = null) =>
        Send("track", customer, at, messageId, writer =>
        {
            writer.WriteString("event", name);
            WriteObject(writer, "properties", properties);
        });

    /// <summary>An identify event; the parameters are those of <see cref="Event"/>.</summary>
    public ApplyOutcome Identify(string customer, object traits, Instant? at = null, string? messageId = null) =>
        Send("identify", customer, at, messageId, writer => WriteObject(writer, "traits", traits));

    /// <summary>Adds and removes tags, as our own API does.</summary>
    public ApplyOutcome Tag(string customer, string[]? add = null, string[]? remove = null) =>
        Send("tags", customer, null, null, writer =>
        {
            WriteObject(writer, "add", add);
            WriteObject(writer, "remove", remove);
        });

    /// <summary>Says that a customer is the same person as another, as our own API does.</summary>
    public ApplyOutcome Merge(string customer, string with) => Between(customer, MergeRequest.Merge(IdOf(with), Now));

    /// <summary>Undoes a merge: the part is another person after all.</summary>
    public ApplyOutcome Unmerge(string customer, string part)
    {
        var home = StateOf(customer)!.Key;
        ImmutableArray<ArchivedRecord> history =
        [
            .. _customers.Values.Where(other => other.State.Key == home || StateOf(other.State.Key.Id)?.Key == home)
                .SelectMany(static other => other.History.Select(past => (other.State.Key, Past: past))).OrderBy(static past => past.Past.Offset)
                .Select(static past => new ArchivedRecord(past.Key.Id, past.Past.Offset, past.Past.Event)),
        ];
        return Between(home.Id, MergeRequest.Unmerge(IdOf(part), Now), history);
    }

    /// <summary>Appends one record of the log as it stands, received now.</summary>
    /// <returns>What the fold made of it; rejected also where it does not decode.</returns>
    public ApplyOutcome Append(ReadOnlyMemory<byte> json) => Append(json, Now);

    private ApplyOutcome Append(ReadOnlyMemory<byte> json, Instant appendedAt)
    {
        _offset++;
        var decoded = EventDecoder.Decode(json, appendedAt);
        if (decoded.Event is not { } e)
        {
            return ApplyOutcome.Rejected(decoded.Reason!.Value);
        }

        Wake(e.At);
        var outcome = Apply(EventHome.KeyOf(_definitions.Store.Name, e), e);
        Forward();
        return outcome;
    }

    /// <summary>What homes write to each other, one after the other, each as a record of the log.</summary>
    private void Forward()
    {
        while (_forwards.TryDequeue(out var next))
        {
            _offset++;
            var e = EventDecoder.Decode(next.Payload, next.At).Event!.Value;
            Wake(e.ReceivedAt);
            Apply(new(_definitions.Store.Name, next.Home), e);
        }
    }

    private ApplyOutcome Apply(CustomerKey key, in Event e, ImmutableArray<ArchivedRecord> history = default)
    {
        if (!_customers.TryGetValue(key.Id, out var customer))
        {
            _customers.Add(key.Id, customer = new(Customers.Customer.New(key, _definitions)));
        }

        var outcome = customer.State.Apply(new(_offset, Now, e, history), _raised);
        if (e.Type == EventType.Erase)
        {
            customer.History.Clear();
        }
        else if (outcome.Kind == ApplyKind.Applied)
        {
            customer.History.Add(new(e, _offset));
        }

        Take(customer);
        return outcome;
    }

    private ApplyOutcome Between(string customer, ReadOnlyMemory<byte> json, ImmutableArray<ArchivedRecord> history = default)
    {
        _offset++;
        var outcome = Apply(new(_definitions.Store.Name, IdOf(customer)), EventDecoder.Decode(json, Now).Event!.Value, history);
        Forward();
        return outcome;
    }

    private ApplyOutcome Send(string type, string customer, Instant? at, string? messageId, Action<Utf8JsonWriter> members)
    {
        var id = IdOf(customer);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString(id[0] == 'u' ? "userId" : "anonymousId", id[2..]);
            writer.WriteString("messageId", messageId ?? $"sim-{_offset + 1}");
            writer.WriteString("timestamp", (at ?? Now).ToString());
            members(writer);
            writer.WriteEndObject();
        }

        return Append(buffer.ToArray(), Instant.Later(Now, at ?? Now));
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, object? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value);
        }
    }
}
