using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation;

/// <summary>A customer's fields, set by hand.</summary>
internal sealed class FakeCustomer : IFieldSource
{
    private readonly Dictionary<int, Value> _fields = [];
    private readonly Dictionary<string, Value> _traits = [];
    private readonly HashSet<string> _tags = [];
    private readonly HashSet<string> _journeys = [];
    private readonly Dictionary<(ContactChannel, string), ConsentState> _consents = [];

    /// <summary>How often anything was read.</summary>
    public int Reads { get; private set; }

    public Value this[string field]
    {
        set
        {
            if (CustomerFields.IndexOf(field) is >= 0 and var index)
            {
                _fields[index] = value;
            }
            else
            {
                _traits[field[CustomerFields.TraitPrefix.Length..]] = value;
            }
        }
    }

    public void Journey(string automation, bool isIn) => _ = isIn ? _journeys.Add(automation) : _journeys.Remove(automation);

    public bool IsInJourney(string automation)
    {
        Reads++;
        return _journeys.Contains(automation);
    }

    public void Tag(string tag, bool has = true) => _ = has ? _tags.Add(tag) : _tags.Remove(tag);

    public ConsentState Consent(ContactChannel channel, string purpose)
    {
        Reads++;
        return _consents.GetValueOrDefault((channel, purpose));
    }

    public void Say(ContactChannel channel, string purpose, ConsentState state) => _consents[(channel, purpose)] = state;

    public Value Field(int index)
    {
        Reads++;
        return _fields.GetValueOrDefault(index);
    }

    public Value Trait(string name)
    {
        Reads++;
        return _traits.GetValueOrDefault(name);
    }

    public bool HasTag(string tag)
    {
        Reads++;
        return _tags.Contains(tag);
    }
}
