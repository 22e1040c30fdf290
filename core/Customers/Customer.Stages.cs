using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Profiles;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    internal static readonly ImmutableArray<string> StageNames = [.. Enum.GetNames<LifeStage>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private StageHistory? _stages; // null before the first record
    private Instant _nextStage = Instant.Never; // follows from the last order and the settings

    // By the key's text: its id would be a string of its own, for each event.
    private bool IsVisitor => Key.Text.AsSpan(Key.Text.IndexOf('/', StringComparison.Ordinal)) is ['/', 'a', ':', ..];

    private bool IsKnown => Key.Text.AsSpan(Key.Text.IndexOf('/', StringComparison.Ordinal)) is ['/', 'u', ':', ..] || _profile?[FieldIndex.Email] is not null || _profile?[FieldIndex.Phone] is not null;

    private void SettleStage(Instant now)
    {
        var figures = Figures;
        var stage = _definitions.Set.Profile.Stages.Of(figures.Orders, figures.LastOrder, IsKnown, now, out _nextStage);
        if (_stages?.Stage != stage)
        {
            (_stages ??= new()).Enter(stage, now);
            _rules.FieldChanged(FieldIndex.Stage);
        }
    }

    private ImmutableArray<StageView> ViewStages()
    {
        var stages = ImmutableArray.CreateBuilder<StageView>();
        foreach (var (stage, since) in _stages is null ? [] : _stages.All)
        {
            stages.Add(new(StageNames[(int)stage], since));
        }

        stages.Reverse();
        return stages.ToImmutable();
    }
}
