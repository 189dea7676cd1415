using System.Globalization;
using Weir.Analytics.Flows;
using Weir.Export.Sinks.Ipfix;
using Weir.Testing;
using Weir.Testing.Receivers;
using Weir.Testing.Servers;

namespace Weir.Export.Tests.Sinks.Ipfix;

public class IpfixExporterTests
{
    private const long Start = 1_767_225_600_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_EveryKey_HasItsElementAndBytes()
    {
        await using IpfixReceiver receiver = new();
        await using IpfixExporter exporter = new(7, TimeProvider.System);
        FlowDefinition definition = Definition(
            receiver.Port,
            "macsource,macdestination,ethernetprotocol,vlan,priority,ipprotocol,ipsource,ipdestination,tcpsourceport,tcpdestinationport,inputifindex,outputifindex,dnsqname");
        exporter.Export(definition, Record("005056C00001,0050560000FF,2048,100,3,6,10.0.0.1,192.0.2.7,80,65535,3,discard,x", 1_500_000.4));
        await ArrivedAsync(receiver, 1);
        Assert.Equal(
            [
                "56=005056C00001 80=0050560000FF 256=0800 58=0064 244=03 4=06 8=0A000001 12=C0000207 7=0050 11=FFFF 10=00000003 14=00000000"
                + " 1=000000000016E360 152=0000019B76DAA800 153=0000019B76DAABE8 130=0A0000FE",
            ],
            receiver.Records);
        Assert.Equal("00000007", Convert.ToHexString(receiver.Messages[0].AsSpan(12, 4)));
        Assert.Equal(1, exporter.Sent);
    }

    [Fact]
    public async Task Export_Ip6AndFramesAndImpliedProtocol_HaveTheirElements()
    {
        await using IpfixReceiver receiver = new();
        await using IpfixExporter exporter = new(0, TimeProvider.System);
        FlowDefinition definition = Definition(receiver.Port, "ip6source,ip6destination,udpdestinationport") with { Value = "frames", Values = ["bytes", "avg:ip6bytes"], Fs = "|" };
        exporter.Export(definition, Record("2001:db8::1|::|53", 10) with { Values = [1_000, 100], Agent = "2001:db8::ff" });
        await ArrivedAsync(receiver, 1);
        Assert.Equal(
            [
                "27=20010DB8000000000000000000000001 28=00000000000000000000000000000000 11=0035 4=11 2=000000000000000A 1=00000000000003E8"
                + " 152=0000019B76DAA800 153=0000019B76DAABE8 131=20010DB80000000000000000000000FF",
            ],
            receiver.Records);
    }

    [Fact]
    public async Task Export_ManyRecordsOfTwoDefinitions_KeepTemplatesAndSequence()
    {
        await using IpfixReceiver receiver = new();
        await using IpfixExporter exporter = new(1, TimeProvider.System);
        FlowDefinition a = Definition(receiver.Port, "ipsource,ipdestination");
        FlowDefinition b = Definition(receiver.Port, "ipsource") with { Value = "frames" };
        for (int sent = 0; sent < 5_000; sent += 500)
        {
            for (int i = 0; i < 500; i++)
            {
                exporter.Export(i % 3 == 0 ? a : b, Record(i % 3 == 0 ? "10.0.0.1,10.0.0.2" : "10.0.0.1", i));
            }

            await ArrivedAsync(receiver, sent + 500);
        }

        Assert.All(receiver.Messages, m => Assert.InRange(m.Length, 17, 1_400));
        Assert.Equal(2, receiver.Templates);
        Assert.Equal((5_000, 0, 0), (exporter.Sent, exporter.Dropped, exporter.Unfit));
    }

    [Fact]
    public async Task Export_AfterTheInterval_SendsTheTemplateAgain()
    {
        ManualTime time = new();
        await using IpfixReceiver receiver = new();
        await using IpfixExporter exporter = new(1, time);
        FlowDefinition definition = Definition(receiver.Port, "ipsource");
        exporter.Export(definition, Record("10.0.0.1", 1));
        await ArrivedAsync(receiver, 1);
        receiver.ForgetTemplates();
        time.Advance(TimeSpan.FromMinutes(5));
        exporter.Export(definition, Record("10.0.0.2", 1));
        await ArrivedAsync(receiver, 2);
        Assert.Equal(2, receiver.Templates);
    }

    [Fact]
    public async Task Export_WhatCannotBeSaid_IsCounted()
    {
        await using IpfixReceiver receiver = new();
        await using IpfixExporter exporter = new(1, TimeProvider.System);
        exporter.Export(Definition(receiver.Port, "dnsqname"), Record("x", 1));
        exporter.Export(Definition(receiver.Port, "ipsource") with { Value = "avg:iptos" }, Record("10.0.0.1", 1));
        exporter.Export(Definition(receiver.Port, "ipsource"), Record("10.0.0.1,10.0.0.2", 1));
        exporter.Export(Definition(receiver.Port, "ipsource"), Record("2001:db8::1", 1));
        exporter.Export(Definition(receiver.Port, "vlan"), Record("70000", 1));
        exporter.Export(Definition(receiver.Port, "ipsource") with { IpfixCollectors = ["no such/name"] }, Record("10.0.0.1", 1));
        exporter.Export(new FlowDefinition { Keys = "ipsource" }, Record("10.0.0.1", 1));
        exporter.Export(Definition(receiver.Port, "ipsource"), Record("10.0.0.1", 1));
        await ArrivedAsync(receiver, 1);
        Assert.Equal((6, 1), (exporter.Unfit, exporter.Sent));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", 4739)]
    [InlineData("10.0.0.1:2055", "10.0.0.1", 2055)]
    [InlineData("2001:db8::1", "2001:db8::1", 4739)]
    [InlineData("[2001:db8::1]:2055", "2001:db8::1", 2055)]
    [InlineData("collector.example:9995", "collector.example", 9995)]
    public void TryEndPoint_EveryForm_IsRead(string text, string host, int port)
    {
        Assert.True(IpfixExporter.TryEndPoint(text, out string readHost, out int readPort));
        Assert.Equal((host, port), (readHost, readPort));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.1:0")]
    [InlineData("10.0.0.1:70000")]
    [InlineData("a b")]
    public void TryEndPoint_WrongText_IsRefused(string text) => Assert.False(IpfixExporter.TryEndPoint(text, out _, out _));

    [Fact]
    public async Task Export_ToNfcapd_IsReadBackByNfdump()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("nfcapd"), "nfcapd (Debian package nfdump) is not installed");
        await using NfcapdServer server = await NfcapdServer.StartAsync(Cancel);
        await using (IpfixExporter exporter = new(1, TimeProvider.System))
        {
            FlowDefinition four = Definition(server.Port, "ipsource,ipdestination,tcpsourceport,tcpdestinationport,inputifindex,outputifindex") with { Values = ["frames"] };
            exporter.Export(four, Record("10.0.0.1,192.0.2.7,40000,443,3,4", 1_500_000) with { Values = [1_000] });
            FlowDefinition six = Definition(server.Port, "ip6source,ip6destination,ip6nexthdr,vlan") with { Values = ["frames"] };
            exporter.Export(six, Record("2001:db8::1,2001:db8::2,58,100", 64_000) with { Values = [500] });
            Assert.True(await Condition.HoldsAsync(() => exporter.Sent == 2, Cancel));
        }

        Assert.Equal(
            ["10.0.0.1,40000,192.0.2.7,443,6,1000,1500000,3,4,1767225600.000,1767225601.000", "2001:db8::1,0,2001:db8::2,0.0,58,500,64000,0,0,1767225600.000,1767225601.000"],
            await server.StopAndReadAsync("%sa,%sp,%da,%dp,%pr,%pkt,%byt,%in,%out,%tsr,%ter", Cancel));
    }

    [Fact]
    public async Task Export_ReadByTshark_HasTheSameFields()
    {
        Assert.SkipUnless(Tshark.IsInstalled, Tshark.Missing);
        await using IpfixReceiver receiver = new();
        await using IpfixExporter exporter = new(1, TimeProvider.System);
        FlowDefinition definition = Definition(receiver.Port, "macsource,macdestination,ethernetprotocol,vlan,priority,ipprotocol,ipsource,ipdestination,udpsourceport,udpdestinationport");
        exporter.Export(definition, Record("005056C00001,0050560000FF,2048,100,3,17,10.0.0.1,192.0.2.7,53,65535", 1_500_000));
        await ArrivedAsync(receiver, 1);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pcap");
        try
        {
            await File.WriteAllBytesAsync(path, UdpCapture.Of(receiver.Messages[0], 4_739), Cancel);
            string[][] fields = Assert.Single(Tshark.ReadFields(
                path,
                ["-d", "udp.port==4739,cflow"],
                [
                    "cflow.srcmac", "cflow.dstmac", "cflow.srcaddr", "cflow.dstaddr", "cflow.srcport", "cflow.dstport", "cflow.protocol", "cflow.octets", "cflow.ethernet_type",
                    "cflow.vlanid", "cflow.dot1q_priority", "cflow.exporter_addr", "cflow.sequence", "cflow.od_id",
                ]));
            Assert.Equal(
                ["00:50:56:c0:00:01", "00:50:56:00:00:ff", "10.0.0.1", "192.0.2.7", "53", "65535", "17", "1500000", "2048", "100", "3", "10.0.0.254", "0", "1"],
                fields.Select(f => f.FirstOrDefault("")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static FlowDefinition Definition(int port, string keys) =>
        new() { Keys = keys, Log = true, IpfixCollectors = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")] };

    private static FlowRecord Record(string keys, double value) =>
        new() { Name = "f", FlowKeys = keys, Value = value, Start = Start, End = Start + 1_000, Agent = "10.0.0.254", DataSource = "3" };

    private static async Task ArrivedAsync(IpfixReceiver receiver, int records)
    {
        Assert.True(await Condition.HoldsAsync(() => receiver.Records.Count >= records, Cancel), string.Join(' ', receiver.Problems));
        Assert.Empty(receiver.Problems);
        Assert.Equal(records, receiver.Records.Count);
    }
}
