using System.Collections.Immutable;

namespace Crm.Core.Rfm;

/// <summary>What a store calls its customers by their scores: an ordered table in which the first row that fits wins.</summary>
public sealed class RfmGroups
{
    /// <summary>Whom no row has.</summary>
    public const string Others = "Others";

    public const int MostRows = 125;

    private readonly string[] _names; // by R, F and M, each from 1
    private readonly int _scores;

    /// <param name="scores">How many there are of each.</param>
    /// <param name="rows">The first that fits wins.</param>
    public RfmGroups(int scores, ImmutableArray<RfmGroup> rows)
    {
        (_scores, Rows, _names) = (scores, rows, new string[scores * scores * scores]);
        for (var cell = 0; cell < _names.Length; cell++)
        {
            var at = new RfmScores((byte)((cell / scores / scores) + 1), (byte)((cell / scores % scores) + 1), (byte)((cell % scores) + 1));
            _names[cell] = rows.FirstOrDefault(row => row.Has(at))?.Name ?? Others;
        }

        All = [.. rows.Select(static row => row.Name).Append(Others).Where(_names.Contains).Distinct()];
    }

    /// <summary>The default table where the rows are its.</summary>
    public static RfmGroups Of(int scores, ImmutableArray<RfmGroup> rows) =>
        rows.SequenceEqual(DefaultGroups.Of(scores).Rows) ? DefaultGroups.Of(scores) : new(scores, rows);

    public ImmutableArray<RfmGroup> Rows { get; }

    /// <summary>The names that a customer can have, in the order of the rows.</summary>
    public ImmutableArray<string> All { get; }

    /// <summary>Null for a customer without orders.</summary>
    public string? NameOf(RfmScores scores) =>
        scores.IsNone ? null : _names[(((Place(scores.R) * _scores) + Place(scores.F)) * _scores) + Place(scores.M)];

    // A score of an earlier setting, which had more of them, until the customer is scored anew.
    private int Place(byte score) => Math.Min(score, _scores) - 1;
}
