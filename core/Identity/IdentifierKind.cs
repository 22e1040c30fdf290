namespace Crm.Core.Identity;

/// <summary>What tells one person from another. Stored: numbers never change.</summary>
public enum IdentifierKind : byte { UserId = 1, AnonymousId, ExternalId, Email, Phone }
