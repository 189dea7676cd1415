using System.Text.RegularExpressions;

namespace Weir.Tidy.Tests;

/// <summary>The table of what the seed articles demand stays true.</summary>
public partial class SeedTests
{
    private static readonly string[] Demands =
    [
        .. Enumerable.Range(1, 10).Concat(Enumerable.Range(20, 6)).Select(n => $"A-{n}"),
        .. Enumerable.Range(1, 12).Select(n => $"B-{n}"),
        .. Enumerable.Range(1, 10).Select(n => $"C-{n}"),
    ];

    [Fact]
    public void Table_NamesTestsThatExist_ForEveryDemand()
    {
        HashSet<string> tests = [.. Repository.Sources("tests/").SelectMany(f => TestMethod().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value))];
        Dictionary<string, string[]> table = Repository.Read("docs/seeds.md").Split('\n')
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .ToDictionary(row => row.Groups[1].Value, row => Name().Matches(row.Groups[2].Value).Select(m => m.Groups[1].Value).ToArray());
        Assert.Equal(Demands, table.Keys);
        Assert.Empty(table.Where(row => row.Value.Length == 0).Select(row => row.Key));
        Assert.Empty(table.Values.SelectMany(names => names).Where(name => !tests.Contains(name)).Distinct());
    }

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (\w+_\w+_\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^\| ([ABC]-[0-9]+) \|.*\|(.*)\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
