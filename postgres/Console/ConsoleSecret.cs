using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Postgres.Console;

/// <summary>Secret of a link or a session. It has 256 random bits, so a slow hash would add nothing.</summary>
internal static class ConsoleSecret
{
    public const int MaxLength = 64;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
