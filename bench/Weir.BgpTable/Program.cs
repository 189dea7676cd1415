// weir-bgp-table: one run of bench/bgp-table. BIRD sends a full table to Weir's speaker in this process and then to gobgpd; the last line is JSON.
// What it is doing goes to standard error. Ends with 1 and one line when a daemon is missing or a table does not arrive.
using Weir.BgpTable;

try
{
    using BirdFeed bird = await BirdFeed.StartAsync();
    Report weir = await WeirSide.RunAsync(bird);
    Report gobgpd = await GobgpSide.RunAsync(bird);
    Console.WriteLine($"{{{weir.ToJson("weir")}, {gobgpd.ToJson("gobgpd")}}}");
    return 0;
}
catch (BenchException e)
{
    await Console.Error.WriteLineAsync($"weir-bgp-table: {e.Message}");
    return 1;
}
