namespace Weir.Wire.SFlow;

/// <summary>Helpers for the <c>data_format</c> word that tags samples and records: top 20 bits enterprise, low 12 bits format (sFlow v5, data_format).</summary>
public static class DataFormat
{
    /// <summary>Packs an enterprise number and a format into a tag.</summary>
    public static uint Make(uint enterprise, uint format) => (enterprise << 12) | (format & 0xfff);

    /// <summary>The tag as people write it, for example <c>0:1</c> or <c>4300:1002</c>.</summary>
    public static string ToText(uint tag) => $"{tag >> 12}:{tag & 0xfff}";
}
