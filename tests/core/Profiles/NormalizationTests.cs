using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Tests.Customers;

namespace Crm.Core.Tests.Profiles;

public class NormalizationTests
{
    private static readonly ProfileSettings Brazil = new() { Country = "BR" };

    [Theory]
    [InlineData("+55 (31) 98765-4321", null, "+5531987654321")]
    [InlineData("0055 31 98765 4321", null, "+5531987654321")]
    [InlineData("tel:+44 (0)20 7946 0958", null, "+442079460958")]
    [InlineData("(31) 98765-4321", "BR", "+5531987654321")]
    [InlineData("031987654321", "BR", "+5531987654321")]
    [InlineData("5531987654321", "BR", "+5531987654321")] // with the country code but without its sign: too long for Brazil alone
    [InlineData("020 7946 0958", "GB", "+442079460958")]
    [InlineData("06 698 12345", "IT", "+390669812345")] // Italy's 0 is part of the number
    [InlineData("1 (415) 555-2671", "US", "+14155552671")]
    [InlineData("8 912 345-67-89", "RU", "+79123456789")]
    [InlineData("06 30 123 4567", "HU", "+36301234567")]
    [InlineData("+49 30/901820", null, "+4930901820")]
    public void Phone_AsPeopleWriteIt_IsE164(string text, string? country, string expected) =>
        Assert.Equal((null, expected), Normalize(FieldIndex.Phone, text, new() { Country = country }));

    [Theory]
    [InlineData("31 98765-4321", null, ProblemReason.NoCountry)]
    [InlineData("12345", "BR", ProblemReason.NotAPhoneNumber)]
    [InlineData("+999 1234567", null, ProblemReason.NotAPhoneNumber)]
    [InlineData("+1 415 555 26711", null, ProblemReason.NotAPhoneNumber)]
    [InlineData("+55 31 98765 4321 x12", null, ProblemReason.NotAPhoneNumber)]
    [InlineData("call me", "BR", ProblemReason.NotAPhoneNumber)]
    [InlineData("+", "BR", ProblemReason.NotAPhoneNumber)]
    [InlineData("+4930901820901820901820", null, ProblemReason.NotAPhoneNumber)]
    public void Phone_OfNoCountryOrLength_HasAReason(string text, string? country, ProblemReason reason) =>
        Assert.Equal(reason, Normalize(FieldIndex.Phone, text, new() { Country = country }).Reason);

    [Theory]
    [InlineData(" Ana.Lima+x@Example.COM ", "ana.lima+x@example.com")]
    [InlineData("josé@exämple.de", "josé@exämple.de")]
    [InlineData("a@localhost", "a@localhost")]
    [InlineData("ana", null)]
    [InlineData("@x.y", null)]
    [InlineData("a b@x.y", null)]
    [InlineData("a@x..y", null)]
    [InlineData("a@-x.y", null)]
    [InlineData("a,b@x.y", null)]
    [InlineData("Ana <ana@x.y>", null)]
    public void Email_Any_IsLowerCaseOrHasAReason(string text, string? expected) => Check(FieldIndex.Email, text, expected, ProblemReason.NotAnEmail);

    [Theory]
    [InlineData("br", "BR")]
    [InlineData("BRA", "BR")]
    [InlineData("gbr", "GB")]
    [InlineData("Brazil", null)]
    [InlineData("XX", null)]
    public void Country_Any_IsTwoLettersOrHasAReason(string text, string? expected) => Check(FieldIndex.Country, text, expected, ProblemReason.NotACountry);

    [Theory]
    [InlineData("PT", "pt")]
    [InlineData("pt_BR.UTF-8", "pt-BR")]
    [InlineData("zh-Hant-TW", "zh-TW")]
    [InlineData("es-419", "es")]
    [InlineData("fil-PH", "fil-PH")]
    [InlineData("iw", "he")]
    [InlineData("pt-XX", "pt")]
    [InlineData("xx", null)]
    [InlineData("Portuguese", null)]
    [InlineData("*", null)]
    public void Language_Any_IsATagOrHasAReason(string text, string? expected) => Check(FieldIndex.Language, text, expected, ProblemReason.NotALanguage);

    [Theory]
    [InlineData("AMERICA/SAO_PAULO", "America/Sao_Paulo")]
    [InlineData("UTC", "UTC")]
    [InlineData("Mars/Olympus", null)]
    public void TimeZone_Any_IsIanaOrHasAReason(string text, string? expected) => Check(FieldIndex.TimeZone, text, expected, ProblemReason.NotATimeZone);

    [Theory]
    [InlineData("F", "female")]
    [InlineData(" Male ", "male")]
    [InlineData("non-binary", "other")]
    [InlineData("7", null)]
    public void Gender_Any_IsAWordOrHasAReason(string text, string? expected) => Check(FieldIndex.Gender, text, expected, ProblemReason.NotAGender);

    [Theory]
    [InlineData("1990-05-17", "1990-05-17")]
    [InlineData("1990-05-17T23:00:00-03:00", "1990-05-17")]
    [InlineData("2000-02-30", null)]
    [InlineData("1899-12-31", null)]
    [InlineData("2024-03-03", null)] // the event is of 1 March, which is the 2nd somewhere
    [InlineData("17.05.1990", null)]
    public void BirthDate_Any_IsADayOrHasAReason(string text, string? expected) => Check(FieldIndex.BirthDate, text, expected, ProblemReason.NotABirthDate);

    [Fact]
    public void Country_EachOfIso3166_HasACallingCodeOfThreeDigitsAtMost()
    {
        var codes = Enumerable.Range(0, 26 * 26).Select(static i => $"{(char)('A' + i / 26)}{(char)('A' + i % 26)}").Select(static code => Countries.Find(code)).OfType<Country>().ToList();

        Assert.Equal(249, codes.Count);
        Assert.All(codes, static country => Assert.Equal(country.Calling.Length, Countries.Calling(country.Calling + "123456789")?.Length));
        Assert.All(codes, static country => Assert.InRange(country.Calling.Length + country.Least, 5, 15));
    }

    private static void Check(int field, string text, string? expected, ProblemReason otherwise) =>
        Assert.Equal(expected is null ? (otherwise, text) : (null, expected), Normalize(field, text, Brazil) is var (reason, normal) && reason is null ? (reason, normal) : (reason, text));

    private static (ProblemReason? Reason, string Text) Normalize(int field, string text, ProfileSettings settings)
    {
        var reason = FieldNormalizer.Normalize(field, ref text, settings, CustomerHost.Start);
        return (reason, text);
    }
}
