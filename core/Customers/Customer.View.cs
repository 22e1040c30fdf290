using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Crm.Core.Values;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    /// <summary>The customer as the API shows it, as of <see cref="Position"/>.</summary>
    public CustomerView View() => new()
    {
        Id = Key.Id,
        Store = Key.Store,
        Identities = ViewIdentities(),
        Fields = ViewFields(),
        Traits = ViewTraits(),
        Tags = _tags is null ? [] : [.. _tags.All],
        Figures = ViewFigures(),
        Cart = new(_cart?.Items ?? 0, _cart?.Value ?? 0),
        Rfm = GroupOf(_scores) is { } group ? new(_scores, group, _definitions.Rfm.Settings.Version, ViewGroups()) : null,
        Segments = ViewSegments(),
        AsOf = Position.WokenThrough,
        Consents = ViewConsents(),
        Merged = [.. (_identity?.Merged ?? []).Select(static merged => new MergedView(merged.Id, merged.Through))],
        Into = Into,
        After = Math.Max(_identity is { Heir: not null } handed ? handed.Through : -1, _erasure?.Offset ?? -1),
        Habits = ViewHabits(),
        Stages = ViewStages(),
        Erased = IsErased,
        Problems = [.. (_problems?.All ?? []).Select(static problem => new ProblemView(problem.Field, problem.Reason, problem.At, problem.Count))],
        Journeys = [.. (_journeys?.UnderWay() ?? []).Select(static journey => new JourneyView(
            journey.Automation.Definition.Id, journey.Run.Number, journey.Automation.Steps[journey.Run.Step].Step.Id, journey.Run.Since))],
    };

    /// <summary>What the read model finds and sorts the customer by.</summary>
    public CustomerColumns Columns() => WithAccount(new()
    {
        Email = _profile?[FieldIndex.Email],
        Phone = _profile?[FieldIndex.Phone],
        Country = _profile?[FieldIndex.Country],
        Orders = Figures.Orders,
        Revenue = Figures.Revenue,
        Refunded = Figures.Refunded,
        FirstSeen = Seen(_firstSeen),
        LastSeen = Seen(_lastSeen),
        LastOrder = Figures.LastOrder,
        R = _scores.R,
        F = _scores.F,
        M = _scores.M,
    });

    /// <summary>The orders that are known, the oldest first.</summary>
    public ImmutableArray<OrderView> Orders() => [.. (_orders?.All ?? []).OrderBy(static order => order.At)];

    private ImmutableArray<string> ViewIdentities()
    {
        var identities = ImmutableArray.CreateBuilder<string>();
        identities.Add(Key.Id);
        for (var i = 0; i < (_anonymousIds?.Count ?? 0); i++)
        {
            identities.Add($"a:{_anonymousIds![i]}");
        }

        identities.AddRange((_identity?.Merged ?? []).Select(static merged => merged.Id).Except(identities, StringComparer.Ordinal).ToArray());

        return identities.ToImmutable();
    }

    private ImmutableArray<FieldView> ViewFields()
    {
        var fields = ImmutableArray.CreateBuilder<FieldView>();
        for (var i = 0; i < CustomerFields.All.Length; i++)
        {
            if (TextOf(i) is { } text)
            {
                fields.Add(new(CustomerFields.All[i].Name, text));
            }
        }

        return fields.ToImmutable();
    }

    private string? TextOf(int field) => field switch
    {
        FieldIndex.UserId => UserId,
        FieldIndex.AnonymousId => AnonymousId,
        (>= FieldIndex.Name and <= FieldIndex.FirstChannel) or (>= FieldIndex.BirthDate and <= FieldIndex.Street)
            or (>= FieldIndex.Account and <= FieldIndex.AccountType) => _profile?[field],
        _ => null,
    };

    private ImmutableArray<TraitView> ViewTraits()
    {
        var traits = ImmutableArray.CreateBuilder<TraitView>();
        foreach (var (name, held, _) in _traits is null ? [] : _traits.All)
        {
            if (!held.Value.IsMissing)
            {
                traits.Add(new(name, JsonOf(held)));
            }
        }

        traits.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return traits.ToImmutable();
    }

    private ImmutableArray<ConsentView> ViewConsents()
    {
        var consents = ImmutableArray.CreateBuilder<ConsentView>();
        foreach (var (channel, purpose, state, at, source, version) in _consents is null ? [] : _consents.All)
        {
            consents.Add(new(channel, purpose, state, at, source, version));
        }

        return consents.ToImmutable();
    }

    private FiguresView ViewFigures() => new()
    {
        Orders = Figures.Orders,
        Revenue = Figures.Revenue,
        Refunded = Figures.Refunded,
        Currency = _definitions.Store.Currency,
        AverageOrder = Figures.Orders == 0 ? null : decimal.Round(Figures.Revenue / Figures.Orders, 2, MidpointRounding.AwayFromZero),
        FirstSeen = Seen(_firstSeen),
        LastSeen = Seen(_lastSeen),
        FirstOrder = Figures.FirstOrder,
        LastOrder = Figures.LastOrder,
        Sessions = _sessions,
    };

    private ImmutableArray<MembershipView> ViewSegments()
    {
        var memberships = ImmutableArray.CreateBuilder<MembershipView>();
        var segments = _definitions.Rules.Segments;
        for (var i = 0; i < segments.Length; i++)
        {
            if (Exists && _rules.IsMember(i))
            {
                memberships.Add(new(segments[i].Id, _rules.Since(i)));
            }
        }

        return memberships.ToImmutable();
    }

    private static string JsonOf(TraitValue held) => held.Value.Kind switch
    {
        ValueKind.Text when held.IsJson => held.Value.AsText,
        ValueKind.Text => $"\"{JsonEncodedText.Encode(held.Value.AsText, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
        ValueKind.Boolean => held.Value.AsBoolean ? "true" : "false",
        _ => held.Value.AsNumber.ToString(CultureInfo.InvariantCulture),
    };
}
