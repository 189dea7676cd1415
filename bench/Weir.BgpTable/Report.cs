using System.Globalization;

namespace Weir.BgpTable;

/// <summary>What was measured on one side.</summary>
/// <param name="Seconds">From the established session to the last prefix.</param>
/// <param name="Process">Memory of the process when the table was there.</param>
internal sealed record Report(double Seconds, Memory Process)
{
    /// <summary>Further figures by name.</summary>
    public IReadOnlyDictionary<string, double> More { get; init; } = new Dictionary<string, double>();

    /// <summary>The figures as members of a JSON object, each name with a prefix.</summary>
    public string ToJson(string prefix)
    {
        Dictionary<string, double> all = new(More) { ["Seconds"] = Seconds, ["RssMb"] = Process.Resident, ["PeakMb"] = Process.Peak };
        return string.Join(", ", all.Select(p => string.Create(CultureInfo.InvariantCulture, $"\"{prefix}{p.Key}\": {p.Value:F2}")));
    }
}
