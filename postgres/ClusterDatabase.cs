namespace Crm.Postgres;

/// <summary>What Orleans' ADO.NET clustering needs to find its tables.</summary>
public static class ClusterDatabase
{
    /// <summary>The invariant name by which ADO.NET knows the provider.</summary>
    public const string Provider = "Npgsql";

    /// <summary>The same database; names without a schema are the cluster's.</summary>
    public static string Connection(string text)
    {
        var connection = ConnectionText.Parse(text);
        (connection.SearchPath, connection.MaxPoolSize) = ("crm_orleans", 4);
        connection.ApplicationName ??= "crm-cluster";
        return connection.ConnectionString;
    }
}
