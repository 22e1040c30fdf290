using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>Forgetting a person: nothing stays but when that was, and whether the id may come back.</summary>
public sealed partial class Customer
{
    private Erasure? _erasure; // the newest; it outlives what a new customer under the same id brings

    /// <summary>Nobody since an erasure: a tombstone.</summary>
    public bool IsErased => !Exists && _erasure is not null;

    /// <summary>Runs of a customer who came back are numbered from here on: an action's key must be none that was told of before.</summary>
    internal long RunsBefore => _erasure?.At.Milliseconds ?? 0;

    // What is dated at or before the erasure came late or was on its way: it is part of what was to be forgotten. An erasure is taken
    // again, which changes nothing, but not where its record was repeated and somebody new is here.
    // What our own API or an automation writes begins nobody new: it was meant for the one who is gone.
    private bool IsForgotten(Event e) => _erasure is { } erasure
        && (e.Type == EventType.Erase ? Exists && e.At <= erasure.At : erasure.Blocks || e.At <= erasure.At || (e.Type >= EventType.Tags && !Exists));

    private void Erase(Event e, in Moment moment, List<Effect> effects)
    {
        if (Exists)
        {
            LeaveAll(moment, effects);
            _journeys?.EndAll(new(this, _rules, moment, effects), RunEnd.Erased);
            if (!_scores.IsNone)
            {
                effects.Add(new()
                {
                    Kind = EffectKind.RfmMoved,
                    Offset = moment.Offset,
                    At = moment.Now,
                    Cause = moment.Cause,
                    Version = _definitions.Rfm.Settings.Version,
                    From = _scores,
                    To = RfmScores.None,
                });
            }

            effects.Add(new() { Kind = EffectKind.Erased, Offset = moment.Offset, At = moment.Now, EventAt = e.At, Cause = moment.Cause });
        }

        Forget();

        // As of now, which is no earlier than any event before: what a rule looks back at later is told apart by its own instant.
        _erasure = new(Instant.Later(e.At, moment.Now), _erasure?.Blocks == true || Blocks(e.Properties.Span));
    }

    private void LeaveAll(in Moment moment, List<Effect> effects)
    {
        for (var i = 0; i < _definitions.Rules.Segments.Length; i++)
        {
            if (_rules.IsMember(i))
            {
                var segment = _definitions.Rules.Segments[i];
                effects.Add(new()
                {
                    Kind = EffectKind.SegmentLeft,
                    Offset = moment.Offset,
                    At = moment.Now,
                    EventAt = moment.EventAt,
                    Cause = moment.Cause,
                    Segment = segment.Id,
                    Version = segment.Version,
                    Number = _rules.Number(i) + 1,
                });
            }
        }
    }

    // Whatever a customer has: a test finds what is left out here.
    private void Forget()
    {
        Exists = false;
        (_firstSeen, _lastSeen, _lastVisit, _sessions) = (NotSeen, NotSeen, NotSeen, 0);
        (_scores, _nextScores, _nextStage) = (RfmScores.None, Instant.Never, Instant.Never);
        (_anonymousIds, _profile, _traits, _tags, _consents, _problems) = (null, null, null, null, null, null);
        (_orders, _cart, _messages, _stages) = (null, null, null, null);
        (_mix, _hours, _touches, _devices, _categories, _brands) = (null, null, null, null, null, null);
        _rules = new RuleState(_definitions.Rules);
        _journeys = null;
    }

    private static bool Blocks(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var blocks = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var named = reader.Is("block"u8);
            reader.Read();
            blocks = named ? reader.TokenType == JsonTokenType.True : blocks;
            reader.Skip();
        }

        return blocks;
    }

    // At the end of the state, and only where there was one: few customers have it.
    private void WriteErasure(SnapshotWriter writer)
    {
        if (_erasure is { } erasure)
        {
            writer.Instant(erasure.At);
            writer.Flag(erasure.Blocks);
        }
    }

    private void ReadErasure(ref SnapshotReader reader) => _erasure = reader.AtEnd ? null : new(reader.Instant(), reader.Flag());

    /// <param name="At">What is dated by then is forgotten.</param>
    /// <param name="Blocks">Whether the id stays forgotten, whatever comes.</param>
    private readonly record struct Erasure(Instant At, bool Blocks);
}
