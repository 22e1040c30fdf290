using Crm.Core.Rules.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Core.Tests.Rules.Language;

public class RoundTripTests
{
    [Fact]
    public void AnyRule_PrintedAndReadInBothForms_IsTheSame()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var rule = new RandomRules(seed).Rule();
            if (RuleText.Print(rule).Length <= RuleLimits.MaxText)
            {
                Keep(seed, () => RoundTrip.Check(rule));
            }
        }
    }

    [Fact]
    public void AnyText_AsValue_ReadsBack() =>
        Prop.ForAll<NonNull<string>>(static text =>
        {
            var storable = new string([.. text.Get.Where(static c => c != '\0' && !char.IsSurrogate(c))]);
            RoundTrip.Check(Reading.Text($"traits.x = {Quoted.Print(storable)}"));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyNumber_AsValue_ReadsBack() =>
        Prop.ForAll<decimal>(static number => RoundTrip.Check(new Core.Rules.FieldRule(
            "orders", new(Core.Rules.ComparisonOperator.Equal) { Value = Values.Value.Of(number) }))).QuickCheckThrowOnFailure();

    private static void Keep(int seed, Action check)
    {
        try
        {
            check();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed}", exception);
        }
    }
}
