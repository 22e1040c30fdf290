namespace Crm.Core.Customers;

/// <summary>Places in <see cref="CustomerFields.All"/> as constants, for switches; a test compares the two.</summary>
internal static class FieldIndex
{
    public const int UserId = 0, AnonymousId = 1;

    // From here to FirstChannel: texts that events set, each with the instant that it was set at.
    public const int Name = 2, FirstName = 3, LastName = 4, Email = 5, Phone = 6, Gender = 7, Language = 8, Company = 9, Country = 10,
        State = 11, City = 12, PostalCode = 13, Channel = 14, FirstChannel = 15;

    public const int FirstSeen = 16, LastSeen = 17, Sessions = 18;

    public const int Orders = 19, Revenue = 20, Refunded = 21, AverageOrder = 22, FirstOrder = 23, LastOrder = 24;

    public const int CartItems = 25, CartValue = 26;

    public const int Rfm = 27, RfmR = 28, RfmF = 29, RfmM = 30;

    // Texts like those above: a snapshot has a bit for each place, so that none may move.
    public const int BirthDate = 31, TimeZone = 32, Street = 33;

    public const int Age = 34, Birthday = 35, Problems = 36;

    public const int UsualChannel = 37, UsualHour = 38, FavouriteCategory = 39, FavouriteBrand = 40;

    public const int FirstTouchSource = 41, FirstTouchMedium = 42, FirstTouchCampaign = 43, LastTouchSource = 44, LastTouchMedium = 45, LastTouchCampaign = 46;

    public const int Stage = 47;

    public const int Account = 48, AccountName = 49, AccountType = 50; // texts, with a bit each
}
