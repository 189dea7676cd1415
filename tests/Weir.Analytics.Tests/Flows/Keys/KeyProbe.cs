using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Groups;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Keys;

/// <summary>Reads keys from samples as text, for tests.</summary>
internal static class KeyProbe
{
    private static readonly NetworkAddress Agent = NetworkAddress.FromV4(0x0a000001);

    /// <summary>Text of a key on a sample; null when it is undefined there.</summary>
    public static string? Read(byte[] body, string name, uint sampleTag = SampleType.ExpandedFlow, bool allowCustom = false)
    {
        Assert.True(KeyCatalog.TryResolve(name, out KeyReference key, out string? error, allowCustom), error);
        SampleContext context = default;
        Assert.True(context.TryLoad(new Sample(sampleTag, body), Agent));
        context.DefaultGroups = GroupSet.Build(new Dictionary<string, IReadOnlyList<string>> { ["lab"] = ["192.0.2.0/24"], ["far"] = ["198.51.100.0/24"] }, 0, out _);
        return key.TryGet(ref context, out KeyValue value) ? value.ToText(ref context) : null;
    }

    /// <summary>Text of a key on a packet in a plain sample.</summary>
    public static string? ReadPacket(byte[] packet, string name) => Read(new SampleBuilder().Header(packet).Build(), name);
}
