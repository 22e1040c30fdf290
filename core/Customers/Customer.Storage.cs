using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private const byte Format = 5;
    private const byte WithoutJourneys = 1; // 2 brought them, 3 the parts that few customers have, 4 other homes, 5 the history of groups
    private const byte IsThere = 1, HasIdentity = 2;

    // A part that is not there is written as an empty one.
    private static readonly AnonymousIds NoIds = new();
    private static readonly Profile NoProfile = new();
    private static readonly TraitSet NoTraits = new();
    private static readonly TagSet NoTags = new();
    private static readonly OrderBook NoOrders = new();
    private static readonly MessageMemory NoMessages = new();

    /// <summary>The whole state. The first byte is the format: a later version of this code reads every earlier one.</summary>
    /// <returns>Valid until the next write.</returns>
    public ReadOnlySpan<byte> Write(SnapshotWriter writer)
    {
        writer.Clear();
        writer.Byte((byte)(_groups is null ? Format - 1 : Format)); // a build before this one reads what it can
        writer.Count(DefinitionsVersion);
        writer.Byte((byte)((Exists ? IsThere : 0) | (_identity is null ? 0 : HasIdentity)));
        writer.Signed(Position.Offset);
        writer.Instant(Position.WokenThrough);
        if (HasState)
        {
            WriteParts(writer);
            _rules.Write(writer);
            (_journeys ?? new(_definitions.Automations)).Write(writer);
            WriteRareParts(writer);
            _identity?.Write(writer);
        }

        WriteErasure(writer);
        return writer.Written;
    }

    /// <param name="key">Whose state it is.</param>
    /// <param name="state">As <see cref="Write"/> gave it.</param>
    /// <param name="definitions">Of the version that the state was written under.</param>
    /// <exception cref="InvalidDataException">The state has a format of a later version of this code, or was written under other definitions. A retry does not help.</exception>
    public static Customer Read(CustomerKey key, ReadOnlySpan<byte> state, StoreDefinitions definitions)
    {
        var reader = new SnapshotReader(state);
        var format = reader.Byte();
        if (format is < WithoutJourneys or > Format)
        {
            throw new InvalidDataException($"The state of {key} has format {format}, this version reads up to {Format}.");
        }

        if (reader.Count() is var version && version != definitions.Version)
        {
            throw new InvalidDataException($"The state of {key} was written under definitions {version}, not {definitions.Version}.");
        }

        var customer = New(key, definitions);
        var has = reader.Byte();
        customer.Exists = (has & IsThere) != 0;
        customer.Position = new(reader.Signed(), reader.Instant());
        if (has != 0)
        {
            customer.ReadParts(ref reader);
            customer._rules = RuleState.Read(definitions.Rules, ref reader);
            customer._journeys = format == WithoutJourneys ? null : Journeys.Read(definitions.Automations, ref reader);
            customer.ReadRareParts(format, ref reader);
            customer._identity = (has & HasIdentity) != 0 ? IdentityState.Read(ref reader) : null;
        }

        customer.ReadErasure(ref reader);
        return customer;
    }

    private void WriteParts(SnapshotWriter writer)
    {
        writer.Instant(Seen(_firstSeen));
        writer.Instant(Seen(_lastSeen));
        writer.Instant(Seen(_lastVisit));
        writer.Count(_sessions);
        writer.Byte(_scores.R);
        writer.Byte(_scores.F);
        writer.Byte(_scores.M);

        (_anonymousIds ?? NoIds).Write(writer);
        (_profile ?? NoProfile).Write(writer);
        (_traits ?? NoTraits).Write(writer);
        (_tags ?? NoTags).Write(writer);
        (_orders ?? NoOrders).Write(writer);
        writer.Flag(_cart is not null);
        _cart?.Write(writer);
        (_messages ?? NoMessages).Write(writer, Position.WokenThrough);
    }

    private void ReadParts(ref SnapshotReader reader)
    {
        _firstSeen = reader.OptionalInstant() ?? NotSeen;
        _lastSeen = reader.OptionalInstant() ?? NotSeen;
        _lastVisit = reader.OptionalInstant() ?? NotSeen;
        _sessions = reader.Count();
        _scores = new(reader.Byte(), reader.Byte(), reader.Byte());
        _anonymousIds = AnonymousIds.Read(ref reader);
        _profile = Profile.Read(ref reader);
        _traits = TraitSet.Read(ref reader);
        _tags = TagSet.Read(ref reader);
        _orders = OrderBook.Read(ref reader);
        _cart = reader.Flag() ? Cart.Read(ref reader) : null;
        _messages = MessageMemory.Read(ref reader, Position.WokenThrough);
        Scored(_definitions.Rfm, newCuts: false, Position.WokenThrough, out _nextScores);
    }
}
