using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Events;
using Weir.Server.Composition.Export;
using Weir.Server.Configuration;

namespace Weir.Server.Tests.Composition.Export;

public sealed class PresetTableTests
{
    [Fact]
    public void All_EveryPreset_HasFlowsThatTheEngineTakesAndAFieldForEachKey()
    {
        using AnalyticsEngine engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
        Assert.NotEmpty(PresetTable.All);
        foreach (Preset preset in PresetTable.All)
        {
            Assert.NotEmpty(preset.Summary);
            Assert.NotEmpty(preset.Flows);
            Assert.All(preset.Flows, flow =>
            {
                engine.SetFlow(flow.Key, flow.Value);
                Assert.True(flow.Value.Log);
                Assert.Equal(preset.KeyFields.Count, flow.Value.KeyNames().Count);
            });
        }
    }

    [Fact]
    public void Choose_UnknownName_NamesTheKnownOnes()
    {
        PropertyException refused = Assert.Throws<PropertyException>(() => PresetTable.Choose(["icmp-unreachable", "icmp-unreachible"]));
        Assert.Contains("'icmp-unreachible'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("there is icmp-unreachable", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_Nothing_IsNothing() => Assert.Empty(PresetTable.Choose([]));

    [Fact]
    public void Fill_ValueThatLooksLikeAField_IsLeftAlone() =>
        Assert.Equal("{b} and 2, not ", Preset.Fill("{a} and {b}, not {c}", [new EventField("a", FieldValue.Of("{b}")), new EventField("b", FieldValue.Of(2))]));
}
