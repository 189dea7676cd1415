using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Tidy.Tests;

/// <summary>What the documents say exists, and the repository holds nothing of anybody's machine.</summary>
public partial class DocumentTests
{
    [Fact]
    public void Architecture_NamesOnlyWhatExists()
    {
        HashSet<string> known = [.. Repository.Sources("src/").SelectMany(DeclaredNames)];
        string text = Repository.Read("ARCHITECTURE.md");
        IEnumerable<string> gone = BacktickedName().Matches(text).Select(m => m.Groups[1].Value).Distinct()
            .Where(name => !known.Contains(name));
        Assert.Empty(gone);
    }

    [Fact]
    public void Architecture_NamesOnlyFilesAndFoldersThatExist()
    {
        string text = Repository.Read("ARCHITECTURE.md") + Repository.Read("README.md") + Repository.Read("CONTRIBUTING.md");
        IEnumerable<string> gone = BacktickedPath().Matches(text).Select(m => m.Groups[1].Value.TrimEnd('/')).Distinct()
            .Where(path => !File.Exists(Path.Combine(Repository.Root, path)) && !Directory.Exists(Path.Combine(Repository.Root, path)));
        Assert.Empty(gone);
    }

    [Fact]
    public void Readme_ShowsTheTwoCommands()
    {
        string text = Repository.Read("README.md");
        Assert.Contains("./run", text, StringComparison.Ordinal);
        Assert.Contains("./test", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_LinkOnlyToWhatExists()
    {
        List<string> broken = [];
        foreach (string document in Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)))
        {
            string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
            foreach (Match link in RelativeLink().Matches(Repository.Read(document)))
            {
                string target = Path.Combine(folder, link.Groups[1].Value);
                if (!File.Exists(target) && !Directory.Exists(target))
                {
                    broken.Add($"{document}: {link.Groups[1].Value}");
                }
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Properties_AreAllDocumented()
    {
        string page = Repository.Read("docs/properties.md");

        // Texts there that look like properties are the names of attributes at receivers; the settings of sinks are in docs/sinks.
        IEnumerable<string> silent = Repository.Sources("src/")
            .Where(f => !f.Contains("Weir.Export/Sinks/", StringComparison.Ordinal) && !f.EndsWith("SemanticNames.cs", StringComparison.Ordinal))
            .SelectMany(f => PropertyName().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value))
            .Distinct()
            .Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal));
        Assert.Empty(silent);
    }

    [Fact]
    public void Properties_ThatAreDocumented_AreKnownToTheProgram()
    {
        // What is not in that list is told at start as none of Weir's.
        string known = Repository.Read("src/Weir.Server/Configuration/PropertyNames.cs");
        IEnumerable<string> told = Repository.Read("docs/properties.md").Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => DocumentedName().Matches(line.Split('|')[1]).Select(m => m.Groups[1].Value))
            .Where(name => !known.Contains($"\"{name}\"", StringComparison.Ordinal));
        Assert.Empty(told);
    }

    [Fact]
    public void Commands_AreExecutable()
    {
        foreach (string command in (string[])["run", "test", "fuzz", ".ci/run"])
        {
            UnixFileMode mode = File.GetUnixFileMode(Path.Combine(Repository.Root, command));
            Assert.True(mode.HasFlag(UnixFileMode.UserExecute), $"{command} has no run bit");
        }

        Assert.Contains("./test", Repository.Read(".ci/run"), StringComparison.Ordinal);
    }

    [Fact]
    public void Repository_HoldsNoPathOfThisMachine()
    {
        string[] endings = [".cs", ".md", ".js", ".mjs", ".json", ".sh", ".csproj", ".props", ".html", ".css", ".yaml", ".c", ".h"];
        string here = Path.GetDirectoryName(Repository.Root)! + "/";
        IEnumerable<string> leaks = here.Length < 4
            ? []
            : Repository.Files.Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
                .Where(f => Repository.Read(f).Contains(here, StringComparison.Ordinal));
        Assert.Empty(leaks);
    }

    private static IEnumerable<string> DeclaredNames(string path)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(Repository.Read(path)).GetCompilationUnitRoot();
        foreach (MemberDeclarationSyntax member in root.DescendantNodes().OfType<MemberDeclarationSyntax>())
        {
            switch (member)
            {
                case BaseTypeDeclarationSyntax type:
                    yield return type.Identifier.Text;
                    break;
                case MethodDeclarationSyntax method:
                    yield return method.Identifier.Text;
                    break;
                case PropertyDeclarationSyntax property:
                    yield return property.Identifier.Text;
                    break;
                case BaseNamespaceDeclarationSyntax space:
                    yield return space.Name.ToString();
                    break;
                case EnumMemberDeclarationSyntax value:
                    yield return value.Identifier.Text;
                    break;
            }
        }
    }

    // A name in backticks that starts with a capital and holds a small letter: a type or member, not a property or command.
    [GeneratedRegex("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:<[^`]*>)?`")]
    private static partial Regex BacktickedName();

    [GeneratedRegex("`((?:src|tests|docs|bench|apps|scripts|scripthost|deploy|dashboards)/[A-Za-z0-9_./-]*)`")]
    private static partial Regex BacktickedPath();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex DocumentedName();

    // "weir.data": a property as the sources name it, beginning with one of the families.
    [GeneratedRegex("\"((?:sflow|http|weir|script|events|flows|bgp|prometheus|system)\\.[A-Za-z][A-Za-z0-9.]*)\"")]
    private static partial Regex PropertyName();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex RelativeLink();
}
