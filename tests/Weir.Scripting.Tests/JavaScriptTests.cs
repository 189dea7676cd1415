using System.Diagnostics;

namespace Weir.Scripting.Tests;

public sealed class JavaScriptTests
{
    [Fact]
    public async Task NodeTests_OfTheJavaScriptHalf_Pass()
    {
        string? tests = FindTests();
        Assert.SkipWhen(tests is null, "the sources of the script host are not there");
        ProcessStartInfo info = new("node") { RedirectStandardOutput = true, UseShellExecute = false };
        info.ArgumentList.Add("--test");
        foreach (string file in Directory.GetFiles(tests, "*.test.js"))
        {
            info.ArgumentList.Add(file);
        }

        using Process node = Process.Start(info)!;
        string output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, output);
    }

    private static string? FindTests()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string tests = Path.Combine(folder.FullName, "scripthost", "test");
            if (Directory.Exists(tests))
            {
                return tests;
            }
        }

        return null;
    }
}
