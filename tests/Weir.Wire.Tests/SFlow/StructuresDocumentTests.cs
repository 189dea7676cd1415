using System.Text.RegularExpressions;
using Weir.Testing;
using Weir.Wire.SFlow;

namespace Weir.Wire.Tests.SFlow;

/// <summary>Holds the catalogue against the table of structures collected from the published documents.</summary>
public partial class StructuresDocumentTests
{
    // Where the table's cell is a remark and not a name, or a slip of the document it was taken from.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["pmacct tag, old squatted enterprise (VyOS, EdgeOS)"] = "pmacct_tag",
        ["pmacct tag"] = "pmacct_tag",
        ["pmacct class"] = "pmacct_class",
        ["pmacct class2 (nDPI)"] = "pmacct_class2",
        ["string<64> mime-type"] = "mime_type",
    };

    [Fact]
    public void Catalog_EveryStructureOfTheTable_HasItsNameAndFieldsInOrder()
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        string text = File.ReadAllText(Path.Combine(shared, "captures", "structures.md"));
        int compared = 0;
        foreach ((string heading, RecordKind kind) in (ReadOnlySpan<(string, RecordKind)>)[("## 8.", RecordKind.Flow), ("## 9.", RecordKind.Counter)])
        {
            int start = text.IndexOf(heading, StringComparison.Ordinal);
            string section = text[start..text.IndexOf("\n## ", start + 5, StringComparison.Ordinal)];
            foreach (Match row in TableRow().Matches(section))
            {
                Compare(row, kind);
                compared++;
            }
        }

        Assert.Equal(RecordCatalog.FlowRecords.Length + RecordCatalog.CounterRecords.Length, compared);
    }

    private static void Compare(Match row, RecordKind kind)
    {
        uint tag = DataFormat.Make(uint.Parse(row.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), uint.Parse(row.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(RecordCatalog.TryFind(kind, tag, out RecordEntry? entry), $"{kind} {DataFormat.ToText(tag)} is missing");
        string name = row.Groups[3].Value;
        Assert.Equal(Names.GetValueOrDefault(name, name.Split(" (")[0]), entry.Name);

        IEnumerable<string> expected = Field().Matches(row.Groups[4].Value).Select(m => Names.GetValueOrDefault(m.Groups[1].Value, m.Groups[1].Value));
        if (row.Groups[4].Value.StartsWith("u32 fields: ", StringComparison.Ordinal))
        {
            expected = row.Groups[4].Value["u32 fields: ".Length..].Split(", ");
        }

        // 68 bytes for host_cpu: its longer form is not in the column of fields.
        byte[] zeros = new byte[name == "host_cpu" ? 68 : 256];
        IEnumerable<string> fields = JsonText.OfRecord(entry, zeros).EnumerateObject().Select(p => p.Name).Where(n => n != "packet");
        Assert.Equal(expected, fields);

        Match size = FixedSize().Match(row.Groups[5].Value);
        if (size.Success && entry.Name is not "extended_router")
        {
            int bytes = int.Parse(size.ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(entry.CanRead(zeros.AsSpan(0, bytes)), $"{entry.Name} does not read {bytes} bytes");
            Assert.False(entry.CanRead(zeros.AsSpan(0, bytes - 1)), $"{entry.Name} reads less than {bytes} bytes");
        }
    }

    [GeneratedRegex(@"^\|(\d+):(\d+)\|([^|]*)\|(.*)\|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Field();

    [GeneratedRegex(@"^\d+")]
    private static partial Regex FixedSize();
}
