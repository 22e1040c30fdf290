namespace Crm.Cli.Api;

/// <summary>The keys of one store as shell assignments, readable by its owner only: made to be sourced.</summary>
internal static class KeysFile
{
    public static Connection Read(string path, Connection otherwise)
    {
        var values = File.ReadLines(path)
            .Select(line => line.Replace("export ", "", StringComparison.Ordinal).Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim(), StringComparer.Ordinal);
        return otherwise with
        {
            WriteKey = values.GetValueOrDefault("CRM_WRITE_KEY") ?? otherwise.WriteKey,
            ApiKey = values.GetValueOrDefault("CRM_API_KEY") ?? otherwise.ApiKey,
        };
    }

    public static void Write(string path, Connection connection)
    {
        var text = $"export CRM_URL={connection.Url.ToString().TrimEnd('/')}\n" +
            $"export CRM_WRITE_KEY={connection.RequiredWriteKey}\nexport CRM_API_KEY={connection.RequiredApiKey}\n";
        var temporary = path + ".new";
        File.Delete(temporary);
        // Made with its mode, not changed afterwards: else there is a moment in which others may read the keys.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(new FileStream(temporary, options)))
            writer.Write(text);
        File.Move(temporary, path, overwrite: true);
    }
}
