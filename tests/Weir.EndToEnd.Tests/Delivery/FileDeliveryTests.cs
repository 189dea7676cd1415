using System.Text.Json;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>The sink that writes a file, in the real program.</summary>
public sealed class FileDeliveryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-e2e-file-").FullName;

    private string Target => Path.Combine(_folder, "out", "events.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task EventsTaken_WeirKilledAgainAndAgain_StandInTheFilesOnceWholeAndInOrder()
    {
        // Requests follow each other without a pause, so that kills meet them.
        string[] definitions =
        [
            $"weir.data={Path.Combine(_folder, "data")}", $"weir.file.path={Target}", "weir.file.max_size=20kB", "weir.file.max_files=1000", "weir.file.batch.age=1ms", "weir.events.selfcheck=no",
        ];
        Random random = new(5);
        List<string> taken = [];
        for (int life = 0; life < 4; life++)
        {
            await using WeirProcess weir = await WeirProcess.ServeAsync(definitions);
            for (int posts = random.Next(10, 60); posts > 0; posts--)
            {
                taken.AddRange(await DeliveryLab.PostAsync(weir, [.. Enumerable.Range(taken.Count, 10).Select(Event)]));
            }

            await weir.KillAsync();
        }

        await using (WeirProcess last = await WeirProcess.ServeAsync(definitions))
        {
            taken.AddRange(await DeliveryLab.PostAsync(last, Event(taken.Count)));
            await DeliveryLab.SinkAsync(last, "file", sink => sink.GetProperty("waiting").GetInt64() == 0);
        }

        Assert.InRange(taken.Count, 400, 3_000);
        Assert.Equal(taken, WrittenIds());
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(Target)!), file => Assert.InRange(new FileInfo(file).Length, 1, 20_000));
    }

    [Fact]
    public async Task DiskFull_EventIsHeldHealthSaysWhyAndItArrivesOnceThereIsRoom()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full");
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.CreateSymbolicLink(Target, "/dev/full");
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            [$"weir.file.path={Target}", "weir.file.retry.min=100ms", "weir.file.retry.max=100ms", "weir.file.breaker.pause=100ms", "weir.events.selfcheck=no"]);
        string[] ids = await DeliveryLab.PostAsync(weir, Event(1), Event(2));
        JsonElement held = await DeliveryLab.SinkAsync(weir, "file", sink => !sink.GetProperty("healthy").GetBoolean());
        Assert.Equal(2, held.GetProperty("waiting").GetInt64());
        Assert.Contains("No space left on device", held.GetProperty("lastError").GetString(), StringComparison.Ordinal);
        File.Delete(Target);
        await DeliveryLab.SinkAsync(weir, "file", sink => sink.GetProperty("waiting").GetInt64() == 0 && sink.GetProperty("healthy").GetBoolean());
        Assert.Equal(ids, WrittenIds());
    }

    [Fact]
    public async Task SinkTest_OfAFile_WritesALineAndCheckSeesTwins()
    {
        string home = Path.Combine(_folder, "home");
        OutageTests.Write(home, $"sinks:\n  archive:\n    type: file\n    path: {Target}\n    max_age: 1d\n    mode: 600\n");
        (int exitCode, string output, string error) = await WeirProcess.RunInAsync(home, "sink", "test", "archive");
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("archive took ", output, StringComparison.Ordinal);
        Assert.Single(WrittenIds());
        (exitCode, output, error) = await WeirProcess.RunInAsync(home, "sink", "test", "file", $"-Dweir.file.path={Target}");
        Assert.True(exitCode == 0, output + error);
        Assert.Equal(2, WrittenIds().Length);

        OutageTests.Write(home, $"sinks:\n  file:\n    type: file\n    path: {Target}\n  other:\n    type: file\n    path: {Target}\n  other:\n    type: file\n    path: {Target}\n");
        (exitCode, _, error) = await WeirProcess.RunInAsync(home, "sink", "check", $"-Dweir.file.path={Target}");
        Assert.Equal(1, exitCode);
        Assert.Contains("sinks.file: is configured more than once: conf.d/sinks.yaml:2 and properties", error, StringComparison.Ordinal);
        Assert.Contains("sinks.other: is written twice, first in line 5", error, StringComparison.Ordinal);
    }

    private static object Event(int number) => new { id = $"f-{number}", kind = "test", message = $"event {number}", fields = new { number, text = "zürich" } };

    /// <summary>The ids of all lines, from the oldest file to the newest; every line must be whole.</summary>
    private string[] WrittenIds()
    {
        IEnumerable<string> files = Directory.GetFiles(Path.GetDirectoryName(Target)!)
            .OrderByDescending(file => file == Target ? 0 : int.Parse(file.AsSpan(Target.Length + 1), System.Globalization.CultureInfo.InvariantCulture));
        return [.. files.SelectMany(File.ReadAllLines).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("id").GetString()!)];
    }
}
