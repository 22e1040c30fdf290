using System.IO.Compression;
using System.Text;
using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Console;

/// <summary>A silo beside which a console was built.</summary>
public sealed class BuiltConsole : IAsyncLifetime
{
    public const string Index = "<!doctype html><meta property=\"csp-nonce\" nonce=\"%CSP_NONCE%\"><title>Console</title>", Script = "console.log('Olá');";

    private readonly string _folder = Directory.CreateTempSubdirectory("crm-console").FullName;
    private TestDatabase _database = null!;

    public SiloProcess Silo { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "assets"));
        Write("index.html", Index);
        Write("icon.svg", "<svg/>");
        var script = Write("assets/index-B3x9.js", Script);
        using (var brotli = new BrotliStream(File.Create(script + ".br"), CompressionLevel.Optimal))
        {
            brotli.Write(Encoding.UTF8.GetBytes(Script));
        }

        using (var gzip = new GZipStream(File.Create(script + ".gz"), CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Script));
        }

        _database = await TestDatabase.Create();
        Silo = new(_database.ConnectionString, new Dictionary<string, string> { ["Crm__Console__Folder"] = _folder });
        await Silo.Start();
    }

    public async Task DisposeAsync()
    {
        await Silo.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
