namespace Crm.Core.Customers;

/// <summary>What a customer's state holds at most, so that no sender can make it grow without end; what goes beyond is left out.</summary>
public static class CustomerLimits
{
    /// <summary>The newest anonymous ids seen with a customer.</summary>
    public const int AnonymousIds = 5;

    /// <summary>Custom traits by name, removed ones included; a further name is not taken.</summary>
    public const int Traits = 256;

    /// <summary>Characters of a trait's name.</summary>
    public const int TraitNameLength = 128;

    /// <summary>Characters of a field's or trait's text, or of a nested trait's JSON; a longer value is not taken.</summary>
    public const int TextLength = 4096;

    /// <summary>Fields and traits whose value could not be taken.</summary>
    public const int Problems = 16;

    /// <summary>Pairs of channel and purpose.</summary>
    public const int Consents = 32;

    /// <summary>Devices, the newest.</summary>
    public const int Devices = 5;

    /// <summary>Categories, and brands, with points.</summary>
    public const int Tastes = 6;

    /// <summary>For the category and brand of a product viewed.</summary>
    public const int ViewPoints = 1;

    /// <summary>For those of one added to the cart.</summary>
    public const int AddPoints = 3;

    /// <summary>For those of each product in an order.</summary>
    public const int OrderPoints = 5;

    /// <summary>Stages that a customer came into, the newest.</summary>
    public const int Stages = 10;

    /// <summary>Of segments and automations in turn at one record or wake-up; what is left then is settled at the next.</summary>
    public const int Rounds = 16;

    /// <summary>RFM groups that a customer came into, the newest.</summary>
    public const int Groups = 10;

    public const int Tags = 256;

    public const int TagLength = 128;

    /// <summary>Products in the cart; a further one is not taken.</summary>
    public const int CartLines = 200;

    /// <summary>Newest messageIds that are remembered however old they are.</summary>
    public const int Messages = 64;

    /// <summary>MessageIds of the last <see cref="MessageAge"/> that are remembered.</summary>
    public const int RecentMessages = 10_000;

    /// <summary>10 minutes by the records' now, in milliseconds.</summary>
    public const long MessageAge = 10 * 60 * 1000;

    /// <summary>A visit ends with 30 minutes in which nothing happened; in milliseconds.</summary>
    public const long VisitGap = 30 * 60 * 1000;
}
