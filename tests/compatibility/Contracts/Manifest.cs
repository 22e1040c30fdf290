namespace Crm.Compatibility.Tests.Contracts;

/// <summary>All that two builds which run side by side must agree on, as text: sections, and lines within them.</summary>
internal sealed class Manifest
{
    private readonly Dictionary<string, Clause> _clauses;

    public Manifest(IEnumerable<Clause> clauses) => _clauses = clauses.ToDictionary(static clause => clause.Place);

    public static Manifest Read(string text)
    {
        var (clauses, section) = (new List<Clause>(), "");
        foreach (var line in text.Split('\n').Where(static line => line.Trim().Length > 0 && !line.StartsWith('#')))
        {
            clauses.Add(Clause.Read(line, section));
            section = clauses[^1].Section;
        }

        return new(clauses);
    }

    /// <summary>The manifest of a build, with what this one says of numbers that are not given any more.</summary>
    public Manifest With(Manifest build) => new(
        build._clauses.Values.Concat(_clauses.Values.Where(clause => clause.Key.StartsWith(Clause.Retired, StringComparison.Ordinal) && build._clauses.ContainsKey(clause.Section))));

    public Manifest Without(IReadOnlyCollection<string> sections) => new(_clauses.Values.Where(clause => !sections.Contains(clause.Section)));

    /// <summary>Why a build cannot run beside those that this manifest is of; empty where it can.</summary>
    public IEnumerable<string> Breaks(Manifest build)
    {
        foreach (var old in _clauses.Values)
        {
            if (old.Key.StartsWith(Clause.Retired, StringComparison.Ordinal))
            {
                if (build._clauses.GetValueOrDefault($"{Clause.Member}{Number(old)} of {old.Section}") is { } again)
                {
                    yield return $"{again.Shown} takes a number that another member had, as whose content an earlier build's would be read. Give it a new one.";
                }
            }
            else if (build._clauses.GetValueOrDefault(old.Place) is not { } now)
            {
                if (old.IsSection || build._clauses.ContainsKey(old.Section))
                {
                    yield return Gone(old);
                }
            }
            else if (now.Bound != old.Bound)
            {
                yield return $"{now.Shown} is '{now.Bound}' and was '{old.Bound}': an earlier build reads and writes the latter. Leave it, and add a new one beside it.";
            }
            else if (now.Name != old.Name && _clauses.Values.Any(other => other.Section == old.Section && other.Name == now.Name))
            {
                yield return $"{now.Shown} was another's place, {old.Name}'s: an earlier build reads the one as the other. Put them back.";
            }
        }
    }

    public override string ToString() => string.Join("\n", _clauses.Values.GroupBy(static clause => clause.Section).OrderBy(static section => section.Key, StringComparer.Ordinal)
        .SelectMany(static section => section.OrderBy(static clause => !clause.IsSection).ThenBy(Number).ThenBy(static clause => clause.Key, StringComparer.Ordinal).Prepend(null)))[1..] + "\n";

    private static string Gone(Clause old) =>
        $"{old.Shown} is gone, and an earlier build still sends it or asks for it. Put it back"
        + (old.Key.StartsWith(Clause.Member, StringComparison.Ordinal)
            ? $"; or, where no build that may run beside this one needs it, write '{Clause.Retired}{Number(old)}' in place of its line: its number is never given again."
            : "; where no build that may run beside this one, and nothing that is stored, has it, take its line out of the manifest.");

    /// <summary>Of a member, by which it is listed; of an enum's value, too.</summary>
    private static uint Number(Clause clause) =>
        uint.TryParse(clause.Key.Split(' ')[^1], out var id) || uint.TryParse(clause.Bound, out id) ? id : 0;
}
