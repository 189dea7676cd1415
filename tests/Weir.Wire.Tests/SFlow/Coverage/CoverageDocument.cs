using System.Text;
using System.Text.Json;
using Weir.Wire.SFlow;

namespace Weir.Wire.Tests.SFlow.Coverage;

/// <summary>Writes the page that says which structures are read, where their values go and what proves them.</summary>
internal static class CoverageDocument
{
    private const string Head = """
        # Structures that are read

        Generated from `RecordCatalog` by `CoverageTests`; regenerate with `WEIR_UPDATE=1 ./test Wire`.

        Every structure has one file in `src/Weir.Wire/SFlow/FlowRecords` or `src/Weir.Wire/SFlow/CounterRecords` and is read, written and shown as JSON
        under the field names below. A record of any other tag is skipped by its length, counted, and shown as hex.

        The column "feeds" names the flow keys or metrics that the structure's values are meant for; a dash means that no key or metric of
        its own is known and the values are seen in `decode --json` alone. The column "proven by": `capture` is traffic of real agents compared
        field by field with sflowtool (see [oracles](oracles.md)), `vector` a hand-made datagram of another project compared in the same way, and
        `generated` round trips of random values against a layout kept apart from the reader. Everything captured is also generated.


        """;

    public static string Create()
    {
        StringBuilder text = new(Head);
        AddTable(text, "Flow records", RecordCatalog.FlowRecords);
        AddTable(text, "Counter records", RecordCatalog.CounterRecords);
        text.Append("## Samples\n\n");
        text.Append("| tag | name | type |\n|-|-|-|\n");
        text.Append("| 0:1 | flow_sample | `FlowSample` |\n| 0:2 | counters_sample | `CounterSample` |\n");
        text.Append("| 0:3 | flow_sample_expanded | `FlowSample` |\n| 0:4 | counters_sample_expanded | `CounterSample` |\n");
        text.Append("| 0:5 | discarded_packet | `DiscardedPacket` |\n| 4300:1002 | rtmetric | `RtMetricSample` |\n| 4300:1003 | rtflow | `RtFlowSample` |\n");
        return text.ToString();
    }

    private static void AddTable(StringBuilder text, string title, ReadOnlySpan<RecordEntry> entries)
    {
        text.Append("## ").Append(title).Append("\n\n");
        text.Append("| tag | name | fields | feeds | proven by |\n|-|-|-|-|-|\n");
        foreach (RecordEntry entry in entries)
        {
            text.Append("| ").Append(DataFormat.ToText(entry.Tag)).Append(" | ").Append(entry.Name).Append(" | ")
                .AppendJoin(' ', Fields(entry)).Append(" | ").Append(CoverageUses.Of(entry)).Append(" | ").Append(CoverageUses.ProofOf(entry)).Append(" |\n");
        }

        text.Append('\n');
    }

    /// <summary>The fields of an all-zero body, which is a valid one of every structure.</summary>
    private static IEnumerable<string> Fields(RecordEntry entry) => JsonText.OfRecord(entry, new byte[256]).EnumerateObject()
        .Where(p => p.Name != "packet")
        .SelectMany(p => p.Value.ValueKind == JsonValueKind.Object ? p.Value.EnumerateObject().Select(q => $"{p.Name}.{q.Name}") : [p.Name]);
}
