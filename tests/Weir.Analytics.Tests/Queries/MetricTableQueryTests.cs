using Weir.Analytics.Counters;
using Weir.Analytics.Queries;
using Xunit;

namespace Weir.Analytics.Tests.Queries;

public sealed class MetricTableQueryTests
{
    private static readonly Dictionary<string, List<MetricHit>> Found = new()
    {
        ["octets"] = [Hit("a", "1", 10), Hit("a", "2", 30), Hit("b", "1", 20)],
        ["name"] = [Hit("a", "1", "eth1"), Hit("b", "1", "eth0")],
        ["2.1.host"] = [Hit("a", "2.1", "hosta"), Hit("b", "2.1", "hostb")],
    };

    [Fact]
    public void Build_TwoColumns_KeepsRowsThatHaveBoth() =>
        Assert.Equal(["10 eth1", "20 eth0"], Rows("octets", "name"));

    [Fact]
    public void Build_OptionalColumn_KeepsRowsWithoutIt() =>
        Assert.Equal(["10 eth1", "30 -", "20 eth0"], Rows("octets", "null:name"));

    [Theory]
    [InlineData("sort:octets:-2", "30", "20")]
    [InlineData("sort:octets:2", "10", "20")]
    [InlineData("sort:name:-1", "eth1", null)]
    public void Build_SortedColumn_OrdersAndCuts(string column, string first, string? second) =>
        Assert.Equal(second is null ? [first] : [first, second], Rows(column));

    [Fact]
    public void Build_SortWithoutNumber_PutsAllLargestFirst() => Assert.Equal(["30", "20", "10"], Rows("sort:octets"));

    [Fact]
    public void Build_ColumnOfAnotherSource_IsThatOfTheSameAgent() =>
        Assert.Equal(["10 hosta", "30 hosta", "20 hostb"], Rows("octets", "2.1.host"));

    [Fact]
    public void Build_NothingFound_IsEmpty() => Assert.Empty(Rows("octets", "missing"));

    [Fact]
    public void Build_Cells_HavePlainNamesAndTheirPlace()
    {
        MetricCell cell = Build("sort:octets:-1")[0][0]!;

        Assert.Equal(("a", "2", "octets", 30.0), (cell.Agent, cell.DataSource, cell.MetricName, (double)cell.MetricValue!));
    }

    private static IReadOnlyList<IReadOnlyList<MetricCell?>> Build(params string[] columns)
    {
        TableColumn[] parsed = [.. columns.Select(TableColumn.Parse)];
        List<MetricHit>[] hits = [.. parsed.Select(static c => Found.GetValueOrDefault(c.Token.Text) ?? [])];
        return MetricTableQuery.Build(parsed, hits, hits);
    }

    private static IEnumerable<string> Rows(params string[] columns) =>
        Build(columns).Select(static r => string.Join(' ', r.Select(static c => c?.MetricValue ?? "-")));

    private static MetricHit Hit(string agent, string source, object value) =>
        new(agent, source, value is string text ? new MetricValue(double.NaN, text) : new MetricValue((int)value, null), 0, null, RowOf(agent, source));

    private static int RowOf(string agent, string source) => Array.IndexOf(["a1", "a2", "b1", "a2.1", "b2.1"], agent + source);
}
