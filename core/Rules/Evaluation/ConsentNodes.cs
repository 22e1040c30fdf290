using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Rules.Why;

namespace Crm.Core.Rules.Evaluation;

internal sealed class ConsentNode(ContactChannel channel, string purpose, ConsentState state) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => Truth.Constant(at.Fields.Consent(channel, purpose) == state);

    public override void Explain(in Evaluation at, FigureList figures) => figures.Word("state", at.Fields.Consent(channel, purpose).Name());
}

/// <summary>The customer agreed to marketing by this channel, and the address that it needs is known.</summary>
internal sealed class CanReceiveNode(ContactChannel channel) : RuleNode
{
    private readonly ImmutableArray<int> _address = AddressOf(channel);

    public static ImmutableArray<int> AddressOf(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => [FieldIndex.Email],
        ContactChannel.Post => [FieldIndex.Street, FieldIndex.City],
        _ => [FieldIndex.Phone],
    };

    public override Truth Evaluate(in Evaluation at)
    {
        foreach (var field in _address)
        {
            if (at.Fields.Field(field).IsMissing)
            {
                return Truth.Never;
            }
        }

        return Truth.Constant(at.Fields.Consent(channel, ContactChannels.DefaultPurpose) == ConsentState.Granted);
    }

    public override void Explain(in Evaluation at, FigureList figures)
    {
        figures.Word("state", at.Fields.Consent(channel, ContactChannels.DefaultPurpose).Name());
        foreach (var field in _address)
        {
            if (at.Fields.Field(field).IsMissing)
            {
                figures.Text("missing", CustomerFields.All[field].Name);
                return;
            }
        }
    }
}
