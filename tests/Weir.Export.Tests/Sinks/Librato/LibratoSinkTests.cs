using Weir.Export.Sinks;
using Weir.Export.Sinks.Librato;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Librato;

public class LibratoSinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Measurements_ArriveWithTags()
    {
        await using LibratoReceiver receiver = new();
        await receiver.StartAsync();
        await using IMetricSink sink = Create(("url", receiver.Url + "v1/measurements"), ("token", "t0ken"));
        SendResult result = await sink.SendAsync(
            [Points.Of("load one", 0.5, Points.Time + 999, ("agent", "10.0.0.1"), ("if name", "eth0;ö")), Points.Of("bare", -1e-9)], Cancel);
        Assert.Equal(SendOutcome.Accepted, result.Outcome);
        Assert.Equal(
            ["sflow.load_one agent=10.0.0.1,if_name=eth0__ 1767225600 0.5", "sflow.bare host=weir.example 1767225600 -1E-09"],
            receiver.Values);
        Assert.Equal(await File.ReadAllTextAsync(Weir.Testing.TestData.Find("sinks/librato-measurements.json"), Cancel), receiver.Requests[0].Text + "\n");
    }

    [Fact]
    public async Task Send_Gauges_ArriveWithSource()
    {
        await using LibratoReceiver receiver = new() { Login = "me@example.com:t0ken" };
        await receiver.StartAsync();
        await using IMetricSink sink = Create(("url", receiver.Url + "v1/metrics"), ("form", "gauges"), ("email", "me@example.com"), ("token", "t0ken"));
        SendResult result = await sink.SendAsync([Points.Of("load_one", 0.5, ("agent", "10.0.0.1"), ("ds", "2 1")), Points.Of("bare", 2)], Cancel);
        Assert.Equal(SendOutcome.Accepted, result.Outcome);
        Assert.Equal(["sflow.load_one 10.0.0.1.2_1 1767225600 0.5", "sflow.bare weir.example 1767225600 2"], receiver.Values);
        Assert.Equal(await File.ReadAllTextAsync(Weir.Testing.TestData.Find("sinks/librato-gauges.json"), Cancel), receiver.Requests[0].Text + "\n");
    }

    [Theory]
    [InlineData("measurements", 1_000)]
    [InlineData("gauges", 300)]
    public void Limits_OfTheForm_AreThoseOfTheService(string form, int items) =>
        Assert.Equal(items, MadeSink.Create<IMetricSink>(new LibratoSinkType(), ("token", "t0ken"), ("form", form)).Limits.MaxItems);

    [Theory]
    [MemberData(nameof(StatusCases.Common), MemberType = typeof(StatusCases))]
    [InlineData(400, SendOutcome.Rejected)]
    public async Task Send_Status_MeansWhatTheServiceMeans(int status, SendOutcome outcome)
    {
        await using LibratoReceiver receiver = new();
        await receiver.StartAsync();
        await using IMetricSink sink = Create(("url", receiver.Url + "v1/measurements"), ("token", "t0ken"));
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Points.Of("a", 1)], Cancel));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Send_Any2xx_IsAccepted(int status)
    {
        await using LibratoReceiver receiver = new();
        await receiver.StartAsync();
        await using IMetricSink sink = Create(("url", receiver.Url + "v1/measurements"), ("token", "t0ken"));
        receiver.Faults.Enqueue(Fault.Status(status));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Points.Of("a", 1)], Cancel)).Outcome);
    }

    private static IMetricSink Create(params (string, string)[] settings) => MadeSink.Create<IMetricSink>(new LibratoSinkType(), settings);
}
