using Microsoft.Extensions.Configuration;

namespace Crm.Deploy.Tests.Silo;

/// <summary>Remembers which settings were asked for; has none itself.</summary>
internal sealed class ReadSettings : ConfigurationProvider, IConfigurationSource
{
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    public bool Has(string name)
    {
        lock (_asked)
        {
            return _asked.Contains(name);
        }
    }

    public override bool TryGet(string key, out string? value)
    {
        lock (_asked)
        {
            _asked.Add(key);
        }

        value = null;
        return false;
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
