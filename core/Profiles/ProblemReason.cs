namespace Crm.Core.Profiles;

/// <summary>Why a value of a field or trait was not taken, or was taken all the same. Stored: numbers never change.</summary>
public enum ProblemReason : byte
{
    /// <summary>Of another JSON type than the field takes.</summary>
    WrongType = 1,

    /// <summary>Longer than <see cref="Customers.CustomerLimits.TextLength"/>.</summary>
    TooLong,

    /// <summary>No valid text: half of a surrogate pair.</summary>
    NotText,

    NotAnEmail,

    /// <summary>No number of E.164, or of a length that its country does not have.</summary>
    NotAPhoneNumber,

    /// <summary>A national phone number, and the store has no country set.</summary>
    NoCountry,

    /// <summary>No date from 1900 on, or one after the event.</summary>
    NotABirthDate,

    NotAGender,

    NotALanguage,

    NotACountry,

    NotATimeZone,

    /// <summary>Not of the type that the store declared for the trait.</summary>
    TypeConflict,

    /// <summary>Taken, but of another type than the value before it: the trait has no declared type.</summary>
    TypeChanged,

    /// <summary>A trait beyond <see cref="Customers.CustomerLimits.Traits"/>.</summary>
    TooManyTraits,

    /// <summary>A trait's name that is empty, no valid text or longer than <see cref="Customers.CustomerLimits.TraitNameLength"/>.</summary>
    BadName,

    /// <summary>A consent without a known channel or state.</summary>
    NotAConsent,

    /// <summary>A consent beyond <see cref="Customers.CustomerLimits.Consents"/>.</summary>
    TooManyConsents,

    /// <summary>A channel that is none of ours: counted as other.</summary>
    NotAChannel,

    /// <summary>Under <c>identities</c>: an identifier that another customer has too, but a stronger one says that they are two people.</summary>
    IdentityConflict,

    /// <summary>Under <c>identities</c>: a device beyond <see cref="Identity.IdentitySettings.IdsPerCustomer"/>.</summary>
    TooManyIds,
}
