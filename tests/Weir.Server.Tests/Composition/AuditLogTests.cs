using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Server.Composition;

namespace Weir.Server.Tests.Composition;

public sealed class AuditLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-audit").FullName;

    private string Target => Path.Combine(_folder, "audit.jsonl");

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("")]
    [InlineData("{\"timestamp\":1,\"who\":\"a\",\"act")]
    [InlineData("{\"timestamp\":1,\"who\":\"a\",\"action\":\"PUT\",\"target\":\"/x\",\"result\":\"done\"}\n")]
    public async Task Note_BehindALineThatWasCutShort_IsALineOfItsOwn(string before)
    {
        await File.WriteAllTextAsync(Target, before, TestContext.Current.CancellationToken);
        await using (AuditLog audit = new(_folder, NullLogger.Instance))
        {
            audit.Note(new AuditEntry(2, "b", "DELETE", "/y", "done"));
            audit.Note(new AuditEntry(3, "c", "DELETE", "/z", "done"));
        }

        string[] lines = await File.ReadAllLinesAsync(Target, TestContext.Current.CancellationToken);
        Assert.Equal(["b", "c"], lines[^2..].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("who").GetString()));
        Assert.Equal(before.Trim(), string.Concat(lines[..^2]));
    }
}
