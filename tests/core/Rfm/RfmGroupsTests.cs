using Crm.Core.Rfm;

namespace Crm.Core.Tests.Rfm;

public class RfmGroupsTests
{
    // As docs state it: a row per R from 5 down, a column per FM.
    private const string Table = """
        5 | New Customers | Potential Loyalists | Potential Loyalists | Champions | Champions
        4 | Promising | Potential Loyalists | Potential Loyalists | Loyal Customers | Champions
        3 | Promising | Need Attention | Need Attention | Loyal Customers | Loyal Customers
        2 | Hibernating | Hibernating | At Risk | At Risk | Can't Lose Them
        1 | Lost | Lost | At Risk | Can't Lose Them | Can't Lose Them
        """;

    [Fact]
    public void NameOf_EveryScore_IsThatOfTheTable()
    {
        foreach (var row in Table.Split('\n').Select(static line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            for (byte f = 1; f <= 5; f++)
            {
                for (byte m = 1; m <= 5; m++)
                {
                    var mean = (int)Math.Round((f + m) / 2.0, MidpointRounding.AwayFromZero);
                    Assert.Equal(row[mean], RfmPlan.Default.Groups.NameOf(new(byte.Parse(row[0], null), f, m)));
                }
            }
        }
    }

    [Fact]
    public void NameOf_None_IsNull() => Assert.Null(RfmPlan.Default.Groups.NameOf(RfmScores.None));

    [Fact]
    public void All_Names_AreTen() => Assert.Equal(10, RfmPlan.Default.Groups.All.Length);
}
