namespace Crm.Ingest.Pumps;

/// <summary>The pump's picture of its partition no longer holds; taking the partition over again mends it.</summary>
public sealed class PumpStoppedException : Exception
{
    public PumpStoppedException() { }

    public PumpStoppedException(string message) : base(message) { }

    public PumpStoppedException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Another owner has taken the partition: this pump must not go on.</summary>
public sealed class PumpFencedException : Exception
{
    public PumpFencedException() { }

    public PumpFencedException(string message) : base(message) { }

    public PumpFencedException(string message, Exception inner) : base(message, inner) { }
}
