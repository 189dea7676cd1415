using Weir.Analytics.Counters;
using Weir.Analytics.Queries;
using Xunit;

namespace Weir.Analytics.Tests.Queries;

public sealed class MetricSummaryTests
{
    [Theory]
    [InlineData("load", 9.0)]
    [InlineData("max:load", 9.0)]
    [InlineData("min:load", 2.0)]
    [InlineData("any:load", 4.0)]
    [InlineData("sum:load", 20.0)]
    [InlineData("avg:load", 5.0)]
    [InlineData("var:load", 6.5)]
    [InlineData("sdev:load", 2.5495097567963922)]
    [InlineData("med:load", 4.5)]
    [InlineData("q1:load", 3.5)]
    [InlineData("q2:load", 4.5)]
    [InlineData("q3:load", 6.0)]
    [InlineData("iqr:load", 2.5)]
    public void Summarise_FourNumbers_GivesTheAggregate(string token, double expected)
    {
        MetricResult result = Summarise(token, 4, 2, 5, 9);

        Assert.Equal(expected, Assert.IsType<double>(result.MetricValue), 12);
        Assert.Equal(4, result.MetricN);
        Assert.Equal(token, result.MetricName);
    }

    [Fact]
    public void Summarise_Single_SaysWhereAndHowOld()
    {
        MetricResult result = Summarise("max:load", 4, 9, 5);

        Assert.Equal("10.0.0.1", result.Agent);
        Assert.Equal("1", result.DataSource);
        Assert.Equal(101, result.LastUpdate);
        Assert.Null(result.LastUpdateMax);
        Assert.Null(result.Quartiles);
    }

    [Fact]
    public void Summarise_Quartiles_SaysAllOfThemAndTheAges()
    {
        MetricResult result = Summarise("q1:load", 4, 2, 5, 9);

        Assert.Equal(new Quartiles(2, 3.5, 4.5, 6, 9), result.Quartiles);
        Assert.Equal(103, result.LastUpdateMax);
        Assert.Equal(100, result.LastUpdateMin);
        Assert.Null(result.Agent);
    }

    [Fact]
    public void Summarise_NothingFound_IsAnEntryWithoutValue()
    {
        MetricResult result = Summarise("sum:load");

        Assert.Equal(0, result.MetricN);
        Assert.Null(result.MetricValue);
        Assert.Equal("""{"metricName":"sum:load","metricN":0}""", System.Text.Json.JsonSerializer.Serialize(result, WeirJson.Options));
    }

    [Fact]
    public void Summarise_Texts_HaveALargestButNoSum()
    {
        MetricHit[] hits = [Text("a"), Text("c"), Text("b")];

        Assert.Equal("c", MetricSummary.Summarise(MetricToken.Parse("os"), hits).MetricValue);
        Assert.Equal("a", MetricSummary.Summarise(MetricToken.Parse("min:os"), hits).MetricValue);
        Assert.Null(MetricSummary.Summarise(MetricToken.Parse("sum:os"), hits).MetricValue);
    }

    [Theory]
    [InlineData("2.1.load_one", "2.1", "load_one")]
    [InlineData("10.ifspeed", "10", "ifspeed")]
    [InlineData("max:10.ifinoctets", "10", "ifinoctets")]
    [InlineData("rack.watts", "rack", "watts")]
    [InlineData("load_one", null, "load_one")]
    [InlineData("nosuch:load_one", null, "nosuch:load_one")]
    public void Parse_Token_FindsSourceAndName(string text, string? source, string name)
    {
        MetricToken token = MetricToken.Parse(text);

        Assert.Equal(source, token.DataSource);
        Assert.Equal(name, token.Name);
        Assert.Equal(text, token.Text);
    }

    [Fact]
    public void Split_OneText_GivesTokensWithTheirOwnPrefixes()
    {
        MetricToken[] tokens = [.. MetricToken.Split(["sum:a,b", "min:c;d"]).Select(MetricToken.Parse)];

        Assert.Equal([Aggregate.Sum, Aggregate.Max, Aggregate.Min, Aggregate.Max], tokens.Select(static t => t.Aggregate));
        Assert.Equal(["a", "b", "c", "d"], tokens.Select(static t => t.Name));
    }

    private static MetricHit Text(string text) => new("10.0.0.1", "2.1", new MetricValue(double.NaN, text), 5, null, 0);

    private static MetricResult Summarise(string token, params double[] values) =>
        Summarise(token, [.. values.Select(static (v, i) => new MetricHit("10.0.0.1", $"{i}", new MetricValue(v, null), 100 + i, null, i))]);

    /// <summary>Both ways to the answer must lead to the same one.</summary>
    private static MetricResult Summarise(string token, MetricHit[] hits)
    {
        MetricFold fold = new(MetricToken.Parse(token));
        Array.ForEach(hits, hit => fold.Add(hit));
        MetricResult result = MetricSummary.Summarise(MetricToken.Parse(token), hits);
        Assert.Equal(result, fold.ToResult());
        return result;
    }
}
