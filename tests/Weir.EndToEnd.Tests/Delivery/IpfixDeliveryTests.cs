using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Testing.Receivers;
using Weir.Testing.Servers;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>Flow records of a definition with <c>ipfixCollectors</c>, from datagrams to collectors.</summary>
public class IpfixDeliveryTests
{
    private const int Sources = 5;
    private const int Datagrams = 40;

    [Fact]
    public async Task FlowRecords_OfADefinitionWithCollectors_ArriveWithTheCountsThatRestTells()
    {
        await using IpfixReceiver strict = new();
        await using WeirProcess weir = await ServeAsync(strict.Port);
        await FloodAsync(weir);

        // Records of both sides are complete once each source's frames are.
        await DeliveryLab.UntilAsync(weir, () => strict.Records.Sum(r => Number(r, "2")) >= Datagrams * Sources * 1_000, "all frames at the collector");
        Assert.Empty(strict.Problems);
        JsonElement[] told = [.. (await weir.WaitForJsonAsync("flows/json?name=pairs&maxFlows=1000", f => f.GetArrayLength() >= strict.Records.Count)).EnumerateArray()];
        Dictionary<string, double> expected = told
            .GroupBy(record => record.GetProperty("flowKeys").GetString()!.Split(',')[0], record => record.GetProperty("value").GetDouble())
            .ToDictionary(group => group.Key, group => group.Sum());
        Dictionary<string, double> arrived = strict.Records
            .GroupBy(record => string.Join('.', Convert.FromHexString(Field(record, "8"))), record => (double)Number(record, "1"))
            .ToDictionary(group => group.Key, group => group.Sum());
        Assert.Equal(Sources, arrived.Count);
        Assert.Equal(expected.Keys.Order(), arrived.Keys.Order());
        Assert.All(arrived, pair => Assert.InRange(pair.Value, expected[pair.Key] - 10, expected[pair.Key] + 10));
        Assert.All(strict.Records, record => Assert.Equal(
            ("C0000281", "0035", "115C", "11", "C00002FE"), (Field(record, "12"), Field(record, "7"), Field(record, "11"), Field(record, "4"), Field(record, "130"))));
        string metrics = await weir.Http.GetStringAsync("metrics", DeliveryLab.Cancel);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"weir_ipfix_records_total {strict.Records.Count}\n"), metrics, StringComparison.Ordinal);
        Assert.Contains("weir_ipfix_dropped_total 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FlowRecords_OfADefinitionWithCollectors_AreReadBackByNfdump()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("nfcapd"), "nfcapd (Debian package nfdump) is not installed");
        await using IpfixReceiver strict = new();
        await using NfcapdServer nfcapd = await NfcapdServer.StartAsync(DeliveryLab.Cancel);
        await using WeirProcess weir = await ServeAsync(strict.Port, nfcapd.Port);
        await FloodAsync(weir);
        await DeliveryLab.UntilAsync(weir, () => strict.Records.Sum(r => Number(r, "2")) >= Datagrams * Sources * 1_000, "all frames at the collector");
        string[][] lines = [.. (await nfcapd.StopAndReadAsync("%sa,%sp,%da,%dp,%pr,%pkt,%byt", DeliveryLab.Cancel)).Select(line => line.Split(','))];
        Assert.Equal(Enumerable.Range(1, Sources).Select(i => $"198.51.100.{i}"), lines.Select(line => line[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.Equal(("53", "192.0.2.129", "4444", "17"), (line[1], line[2], line[3], line[4])));
        Assert.Equal(Datagrams * Sources * 1_000, lines.Sum(line => long.Parse(line[5], CultureInfo.InvariantCulture)));
        Assert.Equal(strict.Records.Sum(r => Number(r, "1")), lines.Sum(line => long.Parse(line[6], CultureInfo.InvariantCulture)));
    }

    private static async Task<WeirProcess> ServeAsync(params int[] collectors)
    {
        WeirProcess weir = await WeirProcess.ServeAsync([]);
        using HttpResponseMessage answer = await weir.Http.PutAsJsonAsync(
            "flow/pairs/json",
            new
            {
                keys = "ipsource,ipdestination,udpsourceport,udpdestinationport",
                value = "bytes",
                values = (string[])["frames"],
                log = true,
                activeTimeout = 1,
                ipfixCollectors = collectors.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")),
            },
            DeliveryLab.Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(DeliveryLab.Cancel));
        return weir;
    }

    private static async Task FloodAsync(WeirProcess weir)
    {
        using UdpClient agent = DeliveryLab.Agent(weir);
        for (uint sequence = 1; sequence <= Datagrams; sequence++)
        {
            await agent.SendAsync(Fixtures.UdpFlood(sequence, Sources), DeliveryLab.Cancel);
        }
    }

    // Records are "element=hex element=hex ...".
    private static string Field(string record, string element) => record.Split(' ').Single(field => field.StartsWith(element + "=", StringComparison.Ordinal))[(element.Length + 1)..];

    private static long Number(string record, string element) => long.Parse(Field(record, element), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
