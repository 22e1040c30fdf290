using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Cli.Replay;

/// <summary>How far a replay is, on disk, so that an interrupted one goes on and a finished one does nothing.</summary>
/// <param name="Weeks">The shift that it began with: it must not change half way, even past midnight.</param>
/// <param name="Sent">Events acknowledged.</param>
/// <param name="Done">All of them.</param>
internal sealed record Resume(int Weeks, long Sent, bool Done);

internal sealed class ResumeFile(string? path)
{
    public Resume? Read() =>
        path is not null && File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), ResumeJson.Default.Resume) : null;

    public void Write(Resume resume)
    {
        if (path is null)
            return;
        // By rename: a half-written file would lose the place.
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(resume, ResumeJson.Default.Resume));
        File.Move(path + ".new", path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Resume))]
internal sealed partial class ResumeJson : JsonSerializerContext;
