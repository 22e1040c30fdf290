using System.Text.Json.Serialization;

namespace Crm.Cli.Replay;

/// <summary>One line of an orders file; the sample's README says what each field holds.</summary>
internal sealed record Order
{
    public required string OrderId { get; init; }

    public required string Customer { get; init; }

    public required DateTimeOffset At { get; init; }

    public required decimal Total { get; init; }

    public required OrderProduct[] Products { get; init; }

    public string? Store { get; init; }

    public decimal Discount { get; init; }

    /// <summary>ISO 4217; null is USD.</summary>
    public string? Currency { get; init; }

    public string[]? Coupons { get; init; }
}

internal sealed record OrderProduct
{
    public required string Id { get; init; }

    public required decimal Price { get; init; }

    public required decimal Quantity { get; init; }

    public string? Name { get; init; }

    public string? Category { get; init; }

    public string? Department { get; init; }

    public string? Brand { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;
