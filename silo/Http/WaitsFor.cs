namespace Crm.Silo.Http;

/// <summary>Metadata of a route that reads <see cref="Wait"/> by itself.</summary>
internal sealed record WaitsFor(string What);
