using System.Diagnostics;
using Weir.Chaos;

namespace Weir.Export.Tests.Chaos;

/// <summary>The short form of <c>./chaos</c>: the same runs with fewer kills.</summary>
public class ChaosTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_AtRandomMomentsUnderFaults_LosesNothingAndRepeatsNothing()
    {
        const int Seed = 20261122;
        List<string> said = [];
        Verdict verdict = await KillRun.RunAsync(Seed, kills: 6, program: null, said.Add, Cancel);
        Assert.True(verdict.Holds, $"seed {Seed}: {string.Join('\n', said)}");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', said));
    }

    [Fact]
    public async Task Disk_FullWhileTheReceiverIsAway_LosesNothingThatWasAccepted()
    {
        // A file system of 3 MB in a name space of its own: needs no right but that one.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("weir-disk-");
        try
        {
            string run = $"mount -t tmpfs -o size=3m none '{folder.FullName}' && exec dotnet '{typeof(DiskRun).Assembly.Location}' disk --data '{folder.FullName}'";
            using Process? process = Process.Start(new ProcessStartInfo("unshare", ["-rm", "sh", "-c", "mount -t tmpfs none /mnt 2>/dev/null || exit 77; " + run]) { RedirectStandardOutput = true, RedirectStandardError = true });
            Assert.NotNull(process);
            Task<string> errors = process.StandardError.ReadToEndAsync(Cancel);
            string output = await process.StandardOutput.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            Assert.SkipWhen(process.ExitCode is 77 or 1 && output.Length == 0, "no small file system can be mounted here (unshare -rm)");
            Assert.True(process.ExitCode == 0, output + await errors);
            TestContext.Current.TestOutputHelper?.WriteLine(output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
