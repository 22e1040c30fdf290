namespace Crm.Cli.Api;

/// <summary>Ends the command with one line for the user: what went wrong and what to do.</summary>
internal sealed class CrmException(string message) : Exception(message);
