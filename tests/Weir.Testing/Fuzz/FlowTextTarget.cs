using System.Globalization;
using System.Text;
using Weir.Bgp.FlowSpec;
using Weir.Testing.Bgp;

namespace Weir.Testing.Fuzz;

/// <summary>A flow specification as people and scripts write it.</summary>
public sealed class FlowTextTarget : IFuzzTarget
{
    private static readonly string[] Actions =
    [
        "traffic-rate 12500", "traffic-rate-packets 1e3", "traffic-marking af11", "traffic-action sample,terminal", "redirect-as 65000:666", "redirect-as4 4200000000:666",
        "redirect-ip 192.0.2.1:666", "redirect-ip [2001:db8::1]:666", "redirect-nexthop 192.0.2.1", "redirect-action-ip 100::1", "communities 128:6:0,65535:666,large:1:2:3,target:65000:1",
    ];

    public string Name => "flowtext";

    public byte[] CreateSeed(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        RandomValues values = new(random.Next());
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{FlowSpecText.Format(values.Rule(values.Flip()))} then {Actions[random.Next(Actions.Length)]}"));
    }

    public IReadOnlyList<int> FindWords(byte[] input) => [];

    /// <summary>Words, terms and what is said about each that is wrong.</summary>
    public long AllocationLimit(int inputLength) => 100_000 + (2000L * inputLength);

    public void Run(ReadOnlySpan<byte> input)
    {
        bool parsed = FlowSpecText.TryParse(Encoding.UTF8.GetString(input), out FlowSpecRoute? route, out IReadOnlyList<FlowSpecProblem> problems);
        if (parsed == problems.Any(static p => p.IsError) || parsed != route is not null)
        {
            throw new FuzzException("refused without a reason, or taken in spite of one");
        }

        if (parsed && !FlowSpecCodec.TryRead(route!.Nlri.Bytes, route.Rule.IsV6, out _, out FlowSpecError error))
        {
            throw new FuzzException($"a rule that a router could not read: {error}");
        }
    }
}
