using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Postgres.Migrations;

/// <summary>One step of the schema. Once released it is never edited: databases that have it would differ from new ones.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>All that this program has, in order. Numbers run from 1 without a gap.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static List<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var migrations = new List<Migration>();
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(file)!);
            migrations.Add(new(int.Parse(file[..4], CultureInfo.InvariantCulture), file[5..^4], reader.ReadToEnd()));
        }

        for (var i = 0; i < migrations.Count; i++)
        {
            if (migrations[i].Number != i + 1)
            {
                throw new InvalidOperationException($"Migration {i + 1} is missing or there twice.");
            }
        }

        return migrations;
    }
}
