using System.Text;
using Npgsql;

namespace Crm.Silo.Tests.Privacy;

/// <summary>Looks for texts in every column of every row of every table of a database, in the forms in which bytes are written.</summary>
internal sealed class PersonSearch(string connection)
{
    private const string TablesSql = """
        select quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not like 'pg\_%' and n.nspname <> 'information_schema' order by 1
        """;

    /// <returns>Each as <c>schema.table: text</c>, once.</returns>
    public async Task<IReadOnlyCollection<string>> Find(params string[] texts)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var forms = texts.SelectMany(static text => Forms(text).Select(form => (Text: text, Form: form))).ToArray();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in await Rows(source, TablesSql))
        {
            foreach (var row in await Rows(source, $"select t::text from {table} t"))
            {
                found.UnionWith(forms.Where(form => row.Contains(form.Form, StringComparison.OrdinalIgnoreCase)).Select(form => $"{table}: {form.Text}"));
            }
        }

        return found;
    }

    /// <summary>As it is, in hexadecimal as PostgreSQL shows bytes, and what base64 makes of it at each of the three places where it may begin.</summary>
    public static IEnumerable<string> Forms(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return text;
        yield return Convert.ToHexStringLower(bytes);
        for (var before = 0; before < 3; before++)
        {
            var whole = Convert.ToBase64String([.. new byte[before], .. bytes]);
            yield return whole[(before == 0 ? 0 : 4)..^4];
        }
    }

    private static async Task<List<string>> Rows(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 300;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
