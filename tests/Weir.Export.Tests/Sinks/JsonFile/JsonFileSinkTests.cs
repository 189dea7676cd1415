using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.JsonFile;
using Weir.Testing;

namespace Weir.Export.Tests.Sinks.JsonFile;

public sealed class JsonFileSinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-file").FullName;

    private string Target => Path.Combine(_folder, "sub", "events.json");

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Send_Batches_AreLinesOfTheSchemaInOrder()
    {
        await using JsonFileSink sink = Create();
        await SendAsync(sink, 1, 3);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 4, 2)).Outcome);
        Assert.Equal(["e1", "e2", "e3", "e4", "e5"], Ids(Target));
        string first = (await File.ReadAllLinesAsync(Target, TestContext.Current.CancellationToken))[0];
        Assert.Equal(Encoding.UTF8.GetString(EventJson.ToBytes(TestSinks.Event(1))), first);
        Assert.Equal(TestSinks.Golden("file.jsonl", first + "\n"), first + "\n");
    }

    [Fact]
    public async Task Send_AgainAfterARestart_WritesOnlyWhatIsNotThere()
    {
        await using (JsonFileSink before = Create())
        {
            await SendAsync(before, 1, 10);
        }

        await using JsonFileSink sink = Create();
        await SendAsync(sink, 6, 3);
        await SendAsync(sink, 9, 4);
        Assert.Equal(Enumerable.Range(1, 12).Select(i => $"e{i}"), Ids(Target));
    }

    [Fact]
    public async Task Send_AfterACrashAtAnyByte_LeavesEveryEventOnce()
    {
        await using (JsonFileSink before = Create())
        {
            await SendAsync(before, 1, 4);
        }

        byte[] whole = await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken);
        for (int length = 0; length <= whole.Length; length += 7)
        {
            await File.WriteAllBytesAsync(Target, whole[..length], TestContext.Current.CancellationToken);
            await using JsonFileSink sink = Create();
            Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 1, 4)).Outcome);
            Assert.Equal(whole, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Send_SameIdLaterOn_IsWritten()
    {
        await using JsonFileSink sink = Create();
        await SendAsync(sink, 1, 2);
        await SendAsync(sink, 1, 1);
        Assert.Equal(["e1", "e2", "e1"], Ids(Target));
    }

    [Fact]
    public async Task Send_BeyondTheSize_RotatesAndKeepsSoManyFiles()
    {
        await using JsonFileSink sink = Create(("max_size", "4096"), ("max_files", "3"));
        for (int i = 0; i < 40; i++)
        {
            await SendAsync(sink, (i * 5) + 1, 5);
        }

        string[] files = [.. Directory.GetFiles(Path.GetDirectoryName(Target)!).Order(StringComparer.Ordinal)];
        Assert.Equal([Target, Target + ".1", Target + ".2"], files);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 100, 4_096));
        string[] ids = [.. files.Reverse().SelectMany(Ids)];
        Assert.Equal(Enumerable.Range(201 - ids.Length, ids.Length).Select(i => $"e{i}"), ids);
    }

    [Fact]
    public async Task Send_AgainRightAfterARotation_FindsTheIdsInTheOlderFile()
    {
        await using (JsonFileSink before = Create(("max_size", "4096")))
        {
            for (int i = 0; i < 8; i++)
            {
                await SendAsync(before, (i * 5) + 1, 5);
            }
        }

        Assert.True(File.Exists(Target + ".1"));
        int already = Ids(Target).Length;
        await using JsonFileSink sink = Create(("max_size", "4096"));
        await SendAsync(sink, 41 - already - 5, already + 5);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"e{i}"), Ids(Target + ".1").Concat(Ids(Target)));
    }

    [Fact]
    public async Task Send_FileTakenAway_BeginsANewOne()
    {
        await using JsonFileSink sink = Create();
        await SendAsync(sink, 1, 2);
        File.Move(Target, Target + ".rotated");
        await SendAsync(sink, 3, 2);
        Assert.Equal(["e3", "e4"], Ids(Target));
    }

    [Fact]
    public async Task Send_FileTakenAwayAndAnEmptyOneInItsPlace_WritesTheNewOne()
    {
        await using JsonFileSink sink = Create();
        await SendAsync(sink, 1, 2);
        File.Move(Target, Target + ".rotated");
        await File.WriteAllTextAsync(Target, "", TestContext.Current.CancellationToken);
        await SendAsync(sink, 3, 2);
        Assert.Equal(["e3", "e4"], Ids(Target));
        Assert.Equal(["e1", "e2"], Ids(Target + ".rotated"));
    }

    [Fact]
    public async Task Send_FileEmptiedBySomebody_GoesOnFromItsBeginning()
    {
        await using JsonFileSink sink = Create();
        await SendAsync(sink, 1, 2);
        File.Copy(Target, Target + ".copy");
        await using (FileStream file = new(Target, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.Equal(0, file.Length);
        }

        await SendAsync(sink, 3, 2);
        Assert.Equal(["e3", "e4"], Ids(Target));
    }

    [Fact]
    public async Task Send_TwoSinksOfOneFile_LoseNoLine()
    {
        await using JsonFileSink first = Create();
        await using JsonFileSink second = Create();
        for (int i = 0; i < 40; i++)
        {
            int number = (i * 4) + 1;
            await Task.WhenAll(Task.Run(() => SendAsync(first, number, 2)), Task.Run(() => SendAsync(second, number + 2, 2)));
        }

        Assert.Equal(Enumerable.Range(1, 160).Select(i => $"e{i}"), Ids(Target).OrderBy(id => int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Send_FolderRemoved_MakesItAgain()
    {
        await using JsonFileSink sink = Create();
        await SendAsync(sink, 1, 2);
        Directory.Delete(Path.GetDirectoryName(Target)!, true);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 3, 1)).Outcome);
        Assert.Equal(["e3"], Ids(Target));
    }

    [Fact]
    public async Task Send_FileOlderThanTheAge_IsPutAsideByTheNextEvent()
    {
        ManualTime time = new();
        await using JsonFileSink sink = new(new JsonFileOptions { Path = Target, MaxAge = TimeSpan.FromHours(1) }, time);
        await SendAsync(sink, 1, 1);
        time.Advance(TimeSpan.FromMinutes(59));
        await SendAsync(sink, 2, 1);
        time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(sink, 3, 1);
        await SendAsync(sink, 4, 1);
        Assert.Equal(["e1", "e2"], Ids(Target + ".1"));
        Assert.Equal(["e3", "e4"], Ids(Target));
    }

    [Fact]
    public async Task Send_FewerFilesThanBefore_RemovesThoseBeyond()
    {
        await using (JsonFileSink before = Create(("max_size", "4096"), ("max_files", "6")))
        {
            for (int i = 0; i < 60; i++)
            {
                await SendAsync(before, (i * 5) + 1, 5);
            }
        }

        Assert.True(File.Exists(Target + ".5"));
        await using JsonFileSink sink = Create(("max_size", "4096"), ("max_files", "2"));
        for (int i = 60; i < 70; i++)
        {
            await SendAsync(sink, (i * 5) + 1, 5);
        }

        Assert.Equal([Target, Target + ".1"], Directory.GetFiles(Path.GetDirectoryName(Target)!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData("0600", UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    public async Task Send_NewFile_HasTheModeOfTheSettings(string? mode, UnixFileMode expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no modes of files");
        await using JsonFileSink sink = mode is null ? Create() : Create(("mode", mode));
        await SendAsync(sink, 1, 1);
        Assert.Equal(expected, File.GetUnixFileMode(Target));
    }

    [Fact]
    public async Task Send_PlaceInTheSpoolSetBackByManyBatches_WritesNothingTwice()
    {
        await using (JsonFileSink before = Create())
        {
            await SendAsync(before, 1, 2_000);
            await SendAsync(before, 2_001, 2_000);
            await SendAsync(before, 4_001, 2_000);
        }

        await using JsonFileSink sink = Create();
        await SendAsync(sink, 101, 2_000);
        await SendAsync(sink, 2_101, 2_000);
        await SendAsync(sink, 4_101, 2_000);
        Assert.Equal(Enumerable.Range(1, 6_100).Select(i => $"e{i}"), Ids(Target));
    }

    [Fact]
    public async Task Send_ZerosAtTheEndAfterAPowerCut_AreCutOff()
    {
        await using (JsonFileSink before = Create())
        {
            await SendAsync(before, 1, 2);
        }

        await File.AppendAllTextAsync(Target, new string('\0', 500), TestContext.Current.CancellationToken);
        await using JsonFileSink sink = Create();
        await SendAsync(sink, 3, 1);
        Assert.Equal(["e1", "e2", "e3"], Ids(Target));
    }

    [Fact]
    public async Task Send_FileOfSomebodyElse_KeepsEveryByteOfIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        await File.WriteAllTextAsync(Target, "notes\nwithout an end", TestContext.Current.CancellationToken);
        await using JsonFileSink sink = Create();
        await SendAsync(sink, 1, 1);
        string[] lines = await File.ReadAllLinesAsync(Target, TestContext.Current.CancellationToken);
        Assert.Equal(["notes", "without an end"], lines[..2]);
        Assert.Equal(Encoding.UTF8.GetString(EventJson.ToBytes(TestSinks.Event(1))), Assert.Single(lines[2..]));
    }

    [Fact]
    public async Task Send_DiskFull_IsRetryAndLaterWhole()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full");
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.CreateSymbolicLink(Target, "/dev/full");
        await using JsonFileSink sink = Create();
        SendResult full = await SendAsync(sink, 1, 2);
        Assert.Equal(SendOutcome.Retry, full.Outcome);
        Assert.Contains("No space left", full.Reason, StringComparison.Ordinal);
        File.Delete(Target);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 1, 2)).Outcome);
        Assert.Equal(["e1", "e2"], Ids(Target));
    }

    [Fact]
    public async Task Send_WhileAnotherProgramHoldsTheFile_IsRetryAndLaterWhole()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no such lock");
        ManualTime time = new();
        await using JsonFileSink sink = new(new JsonFileOptions { Path = Target }, time);
        await SendAsync(sink, 1, 1);
        await using FileStream other = new(Target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.True(AppendMode.TryAlone(other.SafeFileHandle, out AppendMode.Hold hold));
        using (hold)
        {
            Task<SendResult> held = Task.Run(() => SendAsync(sink, 2, 1), TestContext.Current.CancellationToken);
            Assert.True(await Condition.HoldsAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    return held.IsCompleted;
                },
                TestContext.Current.CancellationToken));
            Assert.Equal((SendOutcome.Retry, $"'{Target}' is locked by another program"), ((await held).Outcome, (await held).Reason));
        }

        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 2, 1)).Outcome);
        Assert.Equal(["e1", "e2"], Ids(Target));
    }

    [Fact]
    public async Task Send_PipeInPlaceOfAFile_IsHeldAndSaysWhy()
    {
        string pipe = Path.Combine(_folder, "pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using JsonFileSink sink = TestSinks.Create<JsonFileSink>(new JsonFileSinkType(), ("path", pipe));
        SendResult result = await SendAsync(sink, 1, 1);
        Assert.Equal((SendOutcome.Retry, $"'{pipe}' is no regular file"), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task Send_FolderThatCannotBe_IsNotAccepted()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "plain"), "x", TestContext.Current.CancellationToken);
        await using JsonFileSink sink = TestSinks.Create<JsonFileSink>(new JsonFileSinkType(), ("path", Path.Combine(_folder, "plain", "events.json")));
        Assert.NotEqual(SendOutcome.Accepted, (await SendAsync(sink, 1, 1)).Outcome);
    }

    [Fact]
    public void Create_BadSettings_AreProblems()
    {
        Assert.Equal(["sink.path: is missing"], TestSinks.Problems(new JsonFileSinkType()));
        Assert.StartsWith("sink.path: ", Assert.Single(TestSinks.Problems(new JsonFileSinkType(), ("path", _folder))), StringComparison.Ordinal);
        Assert.StartsWith("sink.max_size: ", Assert.Single(TestSinks.Problems(new JsonFileSinkType(), ("path", Target), ("max_size", "10"))), StringComparison.Ordinal);
        Assert.StartsWith("sink.max_age: ", Assert.Single(TestSinks.Problems(new JsonFileSinkType(), ("path", Target), ("max_age", "5s"))), StringComparison.Ordinal);
        Assert.All(["660x", "448", "99", "1640", ""], mode =>
            Assert.StartsWith("sink.mode: ", Assert.Single(TestSinks.Problems(new JsonFileSinkType(), ("path", Target), ("mode", mode))), StringComparison.Ordinal));
    }

    private static string[] Ids(string file) => [.. File.ReadAllLines(file).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!)];

    private static Task<SendResult> SendAsync(JsonFileSink sink, int first, int count)
    {
        WeirEvent[] batch = [.. Enumerable.Range(first, count).Select(i => TestSinks.Event(i))];
        return sink.SendAsync(batch, TestContext.Current.CancellationToken);
    }

    private JsonFileSink Create(params (string, string)[] settings) => TestSinks.Create<JsonFileSink>(new JsonFileSinkType(), [("path", Target), .. settings]);
}
