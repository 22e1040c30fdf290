namespace Crm.Silo.Console;

/// <summary>Section <c>Crm:Console</c>.</summary>
internal sealed class ConsoleOptions
{
    /// <summary>Folder with the built console. Default "console" beside the program; where there is none, there is no console.</summary>
    public string Folder { get; set; } = Path.Combine(AppContext.BaseDirectory, "console");
}
