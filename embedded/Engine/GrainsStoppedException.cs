namespace Crm.Embedded.Engine;

/// <summary>The process is stopping and activates no more grains. Repeating the call in this process cannot help.</summary>
public sealed class GrainsStoppedException() : InvalidOperationException("The grains are stopping; this call was not applied.");
