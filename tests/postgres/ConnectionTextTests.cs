using Npgsql;
using Xunit;

namespace Crm.Postgres.Tests;

public class ConnectionTextTests
{
    [Fact]
    public void Parse_Url_IsTheSameAsKeywords()
    {
        var url = ConnectionText.Parse("postgres://a%40b:p%2Fw@db.example:6432/crm?sslmode=require&application_name=x&connect_timeout=7");
        Assert.Equal(("db.example", 6432, "a@b", "p/w", "crm"), (url.Host, url.Port, url.Username, url.Password, url.Database));
        Assert.Equal((SslMode.Require, "x", 7), (url.SslMode, url.ApplicationName, url.Timeout));
        Assert.Equal("db", ConnectionText.Parse("Host=db;Username=u").Host);
    }

    [Theory]
    [InlineData("postgres://:::")]
    [InlineData("nonsense secret")]
    [InlineData("postgres://u:secret@h/d?nonsense=1")]
    public void Parse_Neither_ThrowsWithoutRepeatingIt(string text) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => ConnectionText.Parse(text)).ToString(), StringComparison.Ordinal);
}
