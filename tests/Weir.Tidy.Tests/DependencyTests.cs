using System.Xml.Linq;

namespace Weir.Tidy.Tests;

/// <summary>The dependency arrows of the design: Wire &lt;- Analytics &lt;- siblings &lt;- Server, and Bgp &lt;- Server.</summary>
public class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Weir.Wire"] = [],
        ["Weir.Bgp"] = [],
        ["Weir.Analytics"] = ["Weir.Wire"],
        ["Weir.Ingest"] = ["Weir.Analytics", "Weir.Wire"],
        ["Weir.Scripting"] = ["Weir.Analytics", "Weir.Wire"],
        ["Weir.Protect"] = ["Weir.Analytics", "Weir.Wire"],
        ["Weir.Export"] = ["Weir.Analytics", "Weir.Wire"],
        ["Weir.History"] = ["Weir.Analytics", "Weir.Wire"],
        ["Weir.Cluster"] = ["Weir.Analytics", "Weir.Wire"],
        ["Weir.Web"] = ["Weir.Analytics", "Weir.Wire"],
        ["Weir.Server"] =
        [
            "Weir.Wire", "Weir.Bgp", "Weir.Analytics", "Weir.Ingest", "Weir.Scripting", "Weir.Protect",
            "Weir.Export", "Weir.History", "Weir.Cluster", "Weir.Web",
        ],
    };

    public static TheoryData<string> Projects =>
        [.. Repository.Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_FollowTheArrows(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.TryGetValue(name, out string[]? allowed), $"{name} is not in the design: say which dependency it forbids.");
        IEnumerable<string> references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')));
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void EveryProject_IsInTheSolution()
    {
        string solution = Repository.Read("Weir.slnx");
        IEnumerable<string> missing = Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(f => !solution.Contains(f, StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void EveryPackage_HasItsReasonInContributing()
    {
        string contributing = Repository.Read("CONTRIBUTING.md");
        IEnumerable<string> unexplained = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(p => (string)p.Attribute("Include")!)
            .Where(p => !contributing.Contains($"`{p}`", StringComparison.Ordinal));
        Assert.Empty(unexplained);
    }

    [Fact]
    public void EveryPackageVersion_IsExact()
    {
        IEnumerable<string> loose = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(p => (string)p.Attribute("Version")!)
            .Where(v => v.AsSpan().IndexOfAny("*[](),") >= 0);
        Assert.Empty(loose);
    }

    [Fact]
    public void WireAndBgp_ReadNoClockAndNoLog_InTheirCodecs()
    {
        string[] forbidden = ["DateTime.", "Stopwatch.", "TimeProvider", "ILogger", "Console.", "File.", "using System.IO"];
        IEnumerable<string> impure = Repository.Sources("src/Weir.Wire/")
            .Where(f => forbidden.Any(w => Repository.Read(f).Contains(w, StringComparison.Ordinal)));
        Assert.Empty(impure);
    }
}
