namespace Weir.Wire.Tests.SFlow.Coverage;

public class CoverageTests
{
    [Fact]
    public void CoveragePage_IsWhatTheCatalogueSays()
    {
        string path = Path.Combine(FindRoot(), "docs", "wire", "coverage.md");
        string expected = CoverageDocument.Create();
        if (Environment.GetEnvironmentVariable("WEIR_UPDATE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        string actual = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(actual == expected, "docs/wire/coverage.md is not what RecordCatalog says: run WEIR_UPDATE=1 ./test Wire and commit the page.");
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Weir.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("Weir.slnx was not found above the test program.");
    }
}
