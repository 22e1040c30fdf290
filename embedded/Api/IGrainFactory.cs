namespace Orleans;

/// <summary>Gives references to grains. A grain always exists; its activation begins with the first call.</summary>
public interface IGrainFactory
{
    /// <summary>A reference, good for as long as the process lives, whatever activations come and go.</summary>
    /// <param name="primaryKey">Any text that is not blank; compared ordinally.</param>
    /// <param name="grainClassNamePrefix">Null, or how the full name of the grain class begins.</param>
    /// <exception cref="ArgumentException">There is no grain class for the interface, or its name begins otherwise.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}

/// <summary>The same for those who are not grains.</summary>
public interface IClusterClient : IGrainFactory
{
    IServiceProvider ServiceProvider { get; }
}
