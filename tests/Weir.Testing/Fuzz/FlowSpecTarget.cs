using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;
using Weir.Testing.Bgp;

namespace Weir.Testing.Fuzz;

/// <summary>The octets of a flow specification, in both families, and its text form.</summary>
public sealed class FlowSpecTarget : IFuzzTarget
{
    public string Name => "flowspec";

    public byte[] CreateSeed(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        RandomValues values = new(random.Next());
        return values.Rule(values.Flip()).ToNlri()!.Bytes.ToArray();
    }

    /// <summary>Every octet may be a length, a type or an operator.</summary>
    public IReadOnlyList<int> FindWords(byte[] input) => [.. Enumerable.Range(0, Math.Max(0, (input?.Length ?? 0) - 3))];

    /// <summary>Terms are objects, and the text of a rule is several times its octets.</summary>
    public long AllocationLimit(int inputLength) => 100_000 + (2000L * inputLength);

    public void Run(ReadOnlySpan<byte> input)
    {
        Read(input, isV6: false);
        Read(input, isV6: true);
    }

    private static void Read(ReadOnlySpan<byte> input, bool isV6)
    {
        if (!FlowSpecCodec.TryRead(input, isV6, out FlowSpecRule? rule, out FlowSpecError error))
        {
            Demand(error != default, "a refused rule without a reason");
            return;
        }

        string text = FlowSpecText.Format(rule!);
        Nlri? written = rule!.ToNlri();
        Demand(written is not null && FlowSpecCodec.TryRead(written.Bytes, isV6, out FlowSpecRule? again, out _) && FlowSpecText.Format(again!) == text, "a rule that reads otherwise when written again");
        // A router may send rules that the validator would not let through; those it lets through are the same.
        if (FlowSpecText.TryParse(text + " then traffic-rate 0", out FlowSpecRoute? parsed, out _))
        {
            Demand(parsed!.Nlri.Equals(written), "a text that means another rule");
        }
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FuzzException(otherwise);
        }
    }
}
