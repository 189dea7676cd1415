using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Server.Composition;
using Weir.Testing;

namespace Weir.EndToEnd.Tests.Bgp;

/// <summary>The audit file: complete, in order, and bounded.</summary>
public class AuditLogTests
{
    [Fact]
    public async Task Note_BeyondTheSize_BeginsANewFileAndKeepsOneOld()
    {
        string folder = Directory.CreateTempSubdirectory("weir-audit-").FullName;
        await using (AuditLog audit = new(folder, NullLogger.Instance, maxBytes: 300))
        {
            for (int i = 0; i < 30; i++)
            {
                long before = audit.Written;
                audit.Note(new AuditEntry(i, "test.js", "bgp-route-add", "192.0.2.1 203.0.113.1/32", "done"));
                Assert.True(await Condition.HoldsAsync(() => audit.Written == before + 1, TestContext.Current.CancellationToken));
            }

            Assert.Equal(0, audit.Dropped);
        }

        Assert.Equal(["audit.1.jsonl", "audit.jsonl"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder), f => Assert.InRange(new FileInfo(f).Length, 1, 500));
        string[] lines = [.. File.ReadAllLines(Path.Combine(folder, "audit.1.jsonl")), .. File.ReadAllLines(Path.Combine(folder, "audit.jsonl"))];
        long[] numbers = [.. lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("timestamp").GetInt64())];
        Assert.Equal(Enumerable.Range(30 - lines.Length, lines.Length).Select(n => (long)n), numbers);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Note_FolderCannotBeMade_IsCountedAndThrowsNothing()
    {
        string file = Path.GetTempFileName();
        AuditLog audit = new(Path.Combine(file, "data"), NullLogger.Instance);
        audit.Note(new AuditEntry(1, "test.js", "bgp-route-add", "x", "done"));
        await audit.DisposeAsync();
        Assert.Equal((0, 1), (audit.Written, audit.Dropped));
        File.Delete(file);
    }
}
