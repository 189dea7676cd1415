using Weir.Web.Prometheus;

namespace Weir.Web.Tests.Prometheus;

public class ExpositionWriterTests
{
    [Fact]
    public void ToString_Families_AreBlocksWithHeaders()
    {
        ExpositionWriter writer = new(headers: true);
        writer.Counter("a_total", "Things.", 1, ("kind", "x"));
        writer.Gauge("b", "Others.", 2.5);
        writer.Counter("a_total", "Things.", 2, ("kind", "y"));
        Assert.Equal(
            "# HELP a_total Things.\n# TYPE a_total counter\na_total{kind=\"x\"} 1\na_total{kind=\"y\"} 2\n"
            + "# HELP b Others.\n# TYPE b gauge\nb 2.5\n",
            writer.ToString());
        ExpositionText.Parse(writer.ToString(), demandTypes: true);
    }

    [Fact]
    public void ToString_Quantiles_AreASummary()
    {
        ExpositionWriter writer = new(headers: true);
        writer.Quantile("wait_seconds", "Waiting.", 0.5, 1, ("sink", "x"));
        writer.Quantile("wait_seconds", "Waiting.", 0.99, 3.5, ("sink", "x"));
        Assert.Equal(
            "# HELP wait_seconds Waiting.\n# TYPE wait_seconds summary\nwait_seconds{sink=\"x\",quantile=\"0.5\"} 1\nwait_seconds{sink=\"x\",quantile=\"0.99\"} 3.5\n",
            writer.ToString());
        ExpositionText.Parse(writer.ToString(), demandTypes: true);
    }

    [Fact]
    public void ToString_WithoutHeaders_IsSamplesOnly()
    {
        ExpositionWriter writer = new(headers: false);
        writer.Gauge("b", "Others.", 2);
        Assert.Equal("b 2\n", writer.ToString());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(1e21, "1E+21")]
    [InlineData(0.1, "0.1")]
    [InlineData(12345678901234, "12345678901234")]
    public void ToString_Number_IsInvariant(double value, string text)
    {
        ExpositionWriter writer = new(headers: false);
        writer.Gauge("b", "", value);
        Assert.Equal($"b {text}\n", writer.ToString());
        ExpositionText.Parse(writer.ToString(), demandTypes: false);
    }

    [Fact]
    public void ToString_HostileNamesAndValues_StayValid()
    {
        ExpositionWriter writer = new(headers: true);
        writer.Gauge("9 bad-name\n", "line\nbreak \\ here", 1, ("0 label", "quote\" back\\ line\nend é"));
        ExpositionText text = ExpositionText.Parse(writer.ToString(), demandTypes: true);
        Assert.Equal("_9_bad_name_{_0_label=\"quote\\\" back\\\\ line\\nend é\"}", Assert.Single(text.Series).Key);
    }

    [Fact]
    public void ToString_SeriesGivenTwice_KeepsTheLastValue()
    {
        ExpositionWriter writer = new(headers: false);
        writer.Gauge("b", "", 1, ("a", "x"));
        writer.Gauge("b", "", 2, ("a", "x"));
        Assert.Equal("b{a=\"x\"} 2\n", writer.ToString());
    }
}
