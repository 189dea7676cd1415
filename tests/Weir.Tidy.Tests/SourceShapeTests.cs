using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Tidy.Tests;

/// <summary>Sizes and shapes of the source files, as the house style fixes them.</summary>
public class SourceShapeTests
{
    private const int LongestFile = 600;
    private const int LongestMethod = 70;

    private static readonly Lazy<IReadOnlyList<(string Path, CompilationUnitSyntax Root)>> Parsed = new(() =>
        [.. Repository.Files.Where(IsSource).Select(f => (f, CSharpSyntaxTree.ParseText(Repository.Read(f)).GetCompilationUnitRoot()))]);

    [Fact]
    public void Files_StayBelowTheWall()
    {
        string[] endings = [".cs", ".ts", ".tsx", ".js", ".mjs"];
        IEnumerable<string> tooLong = Repository.Files
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
            .Select(f => (Path: f, Lines: Repository.Read(f).AsSpan().Count('\n')))
            .Where(f => f.Lines > LongestFile)
            .Select(f => $"{f.Path}: {f.Lines} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Methods_StayBelowTheWall()
    {
        List<string> tooLong = [];
        foreach ((string path, CompilationUnitSyntax root) in Parsed.Value)
        {
            foreach (SyntaxNode member in root.DescendantNodes().Where(n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax))
            {
                FileLinePositionSpan span = member.SyntaxTree.GetLineSpan(member.Span);
                int lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
                if (lines > LongestMethod)
                {
                    tooLong.Add($"{path}:{span.StartLinePosition.Line + 1}: {lines} lines");
                }
            }
        }

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Files_HoldOnePublicType()
    {
        IEnumerable<string> crowded = Parsed.Value
            .Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal))
            .Select(f => (f.Path, Types: TopLevelPublicTypes(f.Root).ToList()))
            .Where(f => f.Types.Count > 1)
            .Select(f => $"{f.Path}: {string.Join(", ", f.Types.Select(t => t.Identifier.Text))}");
        Assert.Empty(crowded);
    }

    [Fact]
    public void WireTypes_NameTheirSpecification()
    {
        List<string> silent = [];
        foreach ((string path, CompilationUnitSyntax root) in Parsed.Value.Where(f => IsWire(f.Path)))
        {
            foreach (BaseTypeDeclarationSyntax type in TopLevelPublicTypes(root))
            {
                string comment = type.GetLeadingTrivia().ToFullString();
                string[] sources = ["sFlow", "RFC ", "IEEE ", "InfiniBand"];
                if (!sources.Any(s => comment.Contains(s, StringComparison.Ordinal)))
                {
                    silent.Add($"{path}: {type.Identifier.Text}");
                }
            }
        }

        Assert.Empty(silent);
    }

    [Fact]
    public void Sources_HoldNothingUnfinished()
    {
        // Written in two halves so that this file does not find itself.
        string[] marks = ["NotImplemented" + "Exception", "TO" + "DO", "FIX" + "ME", "Thread.Sl" + "eep(", "#reg" + "ion", "#prag" + "ma"];
        IEnumerable<string> unfinished = Repository.Files.Where(IsSource)
            .SelectMany(f => marks.Where(m => Repository.Read(f).Contains(m, StringComparison.Ordinal)).Select(m => $"{f}: {m}"));
        Assert.Empty(unfinished);
    }

    [Fact]
    public void UnsafeCode_StaysWhereItMay()
    {
        IEnumerable<string> strays = Parsed.Value
            .Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal))
            .Where(f => !f.Path.StartsWith("src/Weir.Wire/", StringComparison.Ordinal) && !f.Path.EndsWith(".Unsafe.cs", StringComparison.Ordinal))
            .Where(f => f.Root.DescendantTokens().Any(t => t.IsKind(SyntaxKind.UnsafeKeyword)))
            .Select(f => f.Path);
        Assert.Empty(strays);
    }

    private static IEnumerable<BaseTypeDeclarationSyntax> TopLevelPublicTypes(CompilationUnitSyntax root) =>
        root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<BaseTypeDeclarationSyntax>()
            .Where(t => t.Modifiers.Any(SyntaxKind.PublicKeyword));

    private static bool IsSource(string path) => path.EndsWith(".cs", StringComparison.Ordinal);

    private static bool IsWire(string path) =>
        path.StartsWith("src/Weir.Wire/", StringComparison.Ordinal)
        || (path.StartsWith("src/Weir.Bgp/", StringComparison.Ordinal)
            && !path.Contains("Options", StringComparison.Ordinal) && !path.Contains("/Session/", StringComparison.Ordinal));
}
