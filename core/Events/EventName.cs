using System.Collections.Immutable;
using System.Text;

namespace Crm.Core.Events;

/// <summary>
/// The e-commerce vocabulary of the Segment specification, version 2. Any other name is kept and counted by rules all the same.
/// Names compare exactly.
/// </summary>
public static class EventName
{
    public const string ProductsSearched = "Products Searched";
    public const string ProductListViewed = "Product List Viewed";
    public const string ProductListFiltered = "Product List Filtered";
    public const string PromotionViewed = "Promotion Viewed";
    public const string PromotionClicked = "Promotion Clicked";
    public const string ProductClicked = "Product Clicked";
    public const string ProductViewed = "Product Viewed";
    public const string ProductAdded = "Product Added";
    public const string ProductRemoved = "Product Removed";
    public const string CartViewed = "Cart Viewed";
    public const string CheckoutStarted = "Checkout Started";
    public const string CheckoutStepViewed = "Checkout Step Viewed";
    public const string CheckoutStepCompleted = "Checkout Step Completed";
    public const string PaymentInfoEntered = "Payment Info Entered";
    public const string OrderCompleted = "Order Completed";
    public const string OrderUpdated = "Order Updated";
    public const string OrderShipped = "Order Shipped";
    public const string OrderDelivered = "Order Delivered";
    public const string OrderRefunded = "Order Refunded";
    public const string OrderCancelled = "Order Cancelled";
    public const string CouponEntered = "Coupon Entered";
    public const string CouponApplied = "Coupon Applied";
    public const string CouponDenied = "Coupon Denied";
    public const string CouponRemoved = "Coupon Removed";
    public const string ProductAddedToWishlist = "Product Added to Wishlist";
    public const string ProductRemovedFromWishlist = "Product Removed from Wishlist";
    public const string WishlistProductAddedToCart = "Wishlist Product Added to Cart";
    public const string ProductShared = "Product Shared";
    public const string CartShared = "Cart Shared";
    public const string ProductReviewed = "Product Reviewed";

    public static readonly ImmutableArray<string> All =
    [
        ProductsSearched, ProductListViewed, ProductListFiltered, PromotionViewed, PromotionClicked, ProductClicked, ProductViewed,
        ProductAdded, ProductRemoved, CartViewed, CheckoutStarted, CheckoutStepViewed, CheckoutStepCompleted, PaymentInfoEntered,
        OrderCompleted, OrderUpdated, OrderShipped, OrderDelivered, OrderRefunded, OrderCancelled, CouponEntered, CouponApplied,
        CouponDenied, CouponRemoved, ProductAddedToWishlist, ProductRemovedFromWishlist, WishlistProductAddedToCart, ProductShared,
        CartShared, ProductReviewed,
    ];

    private static readonly (string Text, byte[] Utf8)[][] ByLength = Group();

    /// <summary>The one string of a name of the vocabulary, so that a common event allocates none.</summary>
    internal static string? Known(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length >= ByLength.Length)
        {
            return null;
        }

        foreach (var (text, bytes) in ByLength[utf8.Length])
        {
            if (utf8.SequenceEqual(bytes))
            {
                return text;
            }
        }

        return null;
    }

    private static (string Text, byte[] Utf8)[][] Group()
    {
        var names = All.Select(static text => (Text: text, Utf8: Encoding.UTF8.GetBytes(text))).ToLookup(static name => name.Utf8.Length);
        return [.. Enumerable.Range(0, names.Max(static group => group.Key) + 1).Select(length => names[length].ToArray())];
    }
}
