using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    /// <summary>The company that a group event puts the customer into, with its name and type as that event has them.</summary>
    private void ReadAccount(in Event e)
    {
        var before = _profile?[FieldIndex.Account];
        var reader = new Utf8JsonReader(e.Json.Span);
        if (!JsonText.MoveTo(ref reader, "groupId"u8))
        {
            return;
        }

        SetText(FieldIndex.Account, ref reader, e.At);
        var moved = !string.Equals(before, _profile?[FieldIndex.Account], StringComparison.Ordinal);
        ReadAccount(FieldIndex.AccountName, "name"u8, e.Properties.Span, moved, e.At);
        ReadAccount(FieldIndex.AccountType, "type"u8, e.Properties.Span, moved, e.At);
    }

    private CustomerColumns WithAccount(CustomerColumns columns) =>
        _profile?[FieldIndex.Account] is { } account && Encoding.UTF8.GetByteCount(account) <= EventLimits.MaxIdBytes
            ? columns with { Account = new(account, _profile[FieldIndex.AccountName], _profile[FieldIndex.AccountType], _profile.At(FieldIndex.Account)) }
            : columns;

    private void ReadAccount(int field, ReadOnlySpan<byte> member, ReadOnlySpan<byte> traits, bool moved, Instant at)
    {
        var reader = new Utf8JsonReader(traits.IsEmpty ? "{}"u8 : traits);
        if (JsonText.MoveTo(ref reader, member))
        {
            SetText(field, ref reader, at);
        }
        else if (moved && (_profile ??= new()).Set(field, null, at)) // what it was is another company's
        {
            _rules.FieldChanged(field);
        }
    }
}
