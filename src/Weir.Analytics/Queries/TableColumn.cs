using System.Globalization;

namespace Weir.Analytics.Queries;

/// <summary>A column of <c>table()</c>: <c>name</c>, <c>null:name</c> or <c>sort:name:N</c>.</summary>
/// <param name="Token">The metric.</param>
/// <param name="Optional">True when a row may lack it.</param>
/// <param name="SortRows">Rows wanted, sorted by this column: largest first when negative, smallest first when positive; null for no order.</param>
internal readonly record struct TableColumn(MetricToken Token, bool Optional, int? SortRows)
{
    /// <summary>True for what an agent says of its host as a whole: rows of its ports have it too.</summary>
    public bool IsOfHost => Token is { DataSource: null, Name: "host_name" or "uuid" or "machine_type" or "os_name" or "os_release" };

    /// <summary>Reads a column; a sort without a number puts all rows, largest first.</summary>
    public static TableColumn Parse(string text)
    {
        if (text.StartsWith("null:", StringComparison.Ordinal))
        {
            return new TableColumn(MetricToken.Plain(text[5..]), true, null);
        }

        if (!text.StartsWith("sort:", StringComparison.Ordinal))
        {
            return new TableColumn(MetricToken.Plain(text), false, null);
        }

        string rest = text[5..];
        int colon = rest.LastIndexOf(':');
        int rows = int.MinValue + 1;
        bool counted = colon > 0 && int.TryParse(rest[(colon + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out rows);
        return new TableColumn(MetricToken.Plain(counted ? rest[..colon] : rest), false, counted && rows != 0 ? rows : int.MinValue + 1);
    }
}
