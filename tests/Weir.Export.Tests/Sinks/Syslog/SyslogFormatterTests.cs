using System.Text;
using System.Text.Json;
using Weir.Export.Events;
using Weir.Export.Sinks.Syslog;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Syslog;

public class SyslogFormatterTests
{
    private static readonly SyslogOptions Options = new() { Host = "x", Port = 1, HostName = "weir-host" };
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");

    private static readonly WeirEvent Item = TestSinks.Event(
        1, "ddos-protect", "filter \"udp\"\nflood", ("attack", "udp_flood"), ("odd name=]\"", "a\"b\\c]d\ne"), ("n", 7), ("none", null), ("id", "own"));

    [Theory]
    [InlineData(SyslogFormat.Rfc5424, SyslogBody.Message, "syslog-5424-message.txt")]
    [InlineData(SyslogFormat.Rfc5424, SyslogBody.Json, "syslog-5424-json.txt")]
    [InlineData(SyslogFormat.Rfc5424, SyslogBody.Cee, "syslog-5424-cee.txt")]
    [InlineData(SyslogFormat.Rfc5424, SyslogBody.KeyValue, "syslog-5424-keyvalue.txt")]
    [InlineData(SyslogFormat.Rfc3164, SyslogBody.Message, "syslog-3164-message.txt")]
    [InlineData(SyslogFormat.Rfc3164, SyslogBody.Json, "syslog-3164-json.txt")]
    [InlineData(SyslogFormat.Rfc3164, SyslogBody.KeyValue, "syslog-3164-keyvalue.txt")]
    [InlineData(SyslogFormat.SflowRt, SyslogBody.Message, "syslog-sflow-rt.txt")]
    public void Format_EveryForm_IsTheGoldenMessageAndHasNoLineFeed(SyslogFormat format, SyslogBody body, string golden)
    {
        string text = Encoding.UTF8.GetString(Format(Options with { Format = format, Body = body }, Item));
        Assert.Equal(TestSinks.Golden(golden, text + "\n"), text + "\n");
        Assert.DoesNotContain('\n', text);
        Assert.Equal(16, SyslogMessage.Parse(Encoding.UTF8.GetBytes(text)).Facility);
    }

    [Fact]
    public void Format_Rfc5424_SaysWhatTheEventSays()
    {
        SyslogMessage message = SyslogMessage.Parse(Format(Options, Item));
        Assert.Equal((16, 4), (message.Facility, message.Severity));
        Assert.Equal(("2026-01-13T10:26:40.001000Z", "weir-host", "ddos-protect", "test"), (message.Time, message.Host, message.App, message.MessageId));
        Assert.Equal(("e1", "test", "192.0.2.1", "udp_flood", "7"), (message["id"], message["kind"], message["subject"], message["attack"], message["n"]));
        Assert.Equal(("a\"b\\c]d e", "own"), (message["odd_name___"], message["id_2"]));
        Assert.Equal("filter \"udp\" flood", message.Text);
    }

    [Fact]
    public void Format_SflowRt_IsNoticeAndTheFieldsAlone()
    {
        SyslogMessage message = SyslogMessage.Parse(Format(Options with { Format = SyslogFormat.SflowRt }, TestSinks.Event(1, "ddos-protect", null, ("app", "ddos-protect"), ("action", "filter"))));
        Assert.Equal((16, 5, "weir", "Jan 13 12:26:40"), (message.Facility, message.Severity, message.App, message.Time));
        Assert.Equal("""{"app":"ddos-protect","action":"filter"}""", message.Text);
    }

    [Theory]
    [InlineData(EventSeverity.Debug, 7)]
    [InlineData(EventSeverity.Info, 6)]
    [InlineData(EventSeverity.Notice, 5)]
    [InlineData(EventSeverity.Warning, 4)]
    [InlineData(EventSeverity.Error, 3)]
    [InlineData(EventSeverity.Critical, 2)]
    public void Format_Severity_IsTheRfcs(EventSeverity severity, int expected) =>
        Assert.Equal(expected, SyslogMessage.Parse(Format(Options with { Facility = 23 }, Item with { Severity = severity })).Severity);

    [Theory]
    [InlineData("zürich", true)]
    [InlineData("plain", false)]
    public void Format_ByteOrderMark_StandsBeforeNonAsciiOnly(string line, bool expected)
    {
        SyslogMessage message = SyslogMessage.Parse(Format(Options with { ByteOrderMark = true }, Item with { Message = line }));
        Assert.Equal((line, expected), (message.Text, message.HadMark));
    }

    [Theory]
    [InlineData(SyslogFormat.Rfc5424, SyslogBody.Message)]
    [InlineData(SyslogFormat.Rfc5424, SyslogBody.Json)]
    [InlineData(SyslogFormat.Rfc5424, SyslogBody.KeyValue)]
    [InlineData(SyslogFormat.Rfc3164, SyslogBody.Json)]
    public void Format_TooLong_LosesFieldsThenTheEndOfTheLineAndStaysWhole(SyslogFormat format, SyslogBody body)
    {
        SyslogOptions options = Options with { Format = format, Body = body, MaxBytes = 600 };
        (string, object?)[] fields = [.. Enumerable.Range(0, 40).Select(i => ($"field{i}", (object?)new string('v', 40)))];
        byte[] few = Format(options, TestSinks.Event(1, fields: fields));
        Assert.InRange(few.Length, 200, 600);
        Assert.Contains("left_out", Encoding.UTF8.GetString(few), StringComparison.Ordinal);
        byte[] cut = Format(options, TestSinks.Event(1, message: string.Concat(Enumerable.Repeat("ä ", 600)), fields: fields));
        Assert.InRange(cut.Length, 590, 600);
        string text = SyslogMessage.Parse(cut).Text;
        Assert.Contains("[cut]", text, StringComparison.Ordinal);
        if (body == SyslogBody.Json)
        {
            using JsonDocument json = JsonDocument.Parse(text);
            Assert.Equal("e1", json.RootElement.GetProperty("weir").GetProperty("id").GetString());
        }
    }

    [Fact]
    public void Format_AnyTextAnywhere_IsWithinTheGrammar()
    {
        Random random = new(5);
        for (int i = 0; i < 500; i++)
        {
            WeirEvent item = TestSinks.Event(1, Noise(random), Noise(random), (Noise(random), Noise(random)), ("x" + Noise(random), Noise(random))) with { Kind = Noise(random), Subject = Noise(random) };
            byte[] bytes = Format(Options, item);
            SyslogMessage message = SyslogMessage.Parse(bytes);
            Assert.Equal("e1", message["id"]);
            Assert.DoesNotContain((byte)'\n', bytes);
        }
    }

    private static string Noise(Random random) => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => "a b\"]\\=[<>\n\t\0é日%-".ToCharArray()[random.Next(17)]));

    private static byte[] Format(SyslogOptions options, WeirEvent item) => new SyslogFormatter(options, Zone).Format(item);
}
