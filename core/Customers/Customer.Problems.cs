using Crm.Core.Profiles;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private FieldProblems? _problems; // null: what was told of this customer was right

    private void Refuse(int field, ProblemReason reason, Instant at)
    {
        if (_profile?.IsReplaced(field, at) != true) // else a newer value stands, and nobody misses this one
        {
            Refuse(CustomerFields.All[field].Name, reason, at);
        }
    }

    private void RefuseTrait(ReadOnlySpan<char> name, ProblemReason reason, Instant at)
    {
        if (_traits?.IsReplaced(name, at) != true)
        {
            Refuse($"{CustomerFields.TraitPrefix}{name}", reason, at);
        }
    }

    private void Refuse(string field, ProblemReason reason, Instant at)
    {
        var before = _problems?.Count ?? 0;
        (_problems ??= new()).Report(field, reason, at);
        Changed(FieldIndex.Problems, _problems.Count != before);
    }

    private void Resolve(string field, Instant at)
    {
        if (_problems?.Resolve(field, at) == true)
        {
            _rules.FieldChanged(FieldIndex.Problems);
            _problems = _problems.Count == 0 ? null : _problems;
        }
    }
}
