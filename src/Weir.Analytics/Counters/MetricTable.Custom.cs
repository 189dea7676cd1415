using System.Text;
using Weir.Analytics.Agents;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Counters;

/// <summary>Custom metrics (host-sflow rtmetric, 4300:1002).</summary>
public sealed partial class MetricTable
{
    private const int LongestName = 64;

    private enum CustomType : uint
    {
        Text = 0,
        Counter32 = 1,
        Counter64 = 2,
        Gauge32 = 3,
        Gauge64 = 4,
        GaugeFloat = 5,
        GaugeDouble = 6,
    }

    /// <summary>Accounts an rtmetric sample (4300:1002); what is wrong with it is counted at the agent.</summary>
    /// <remarks>A sample without a data source name belongs to the host itself, 2.1.</remarks>
    /// <param name="agent">Agent that sent it.</param>
    /// <param name="body">The sample behind its tag and length.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public void UpdateCustom(AgentState agent, ReadOnlySpan<byte> body, long timeUs)
    {
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> sourceName) || !reader.TryReadCount(8, out int count))
        {
            agent.CountError(DecodeError.SampleTooShort);
            return;
        }

        DataSourceState? source = FindCustomSource(agent, sourceName);
        if (source is null)
        {
            CustomRefused++;
            return;
        }

        source.Touch(timeUs);
        MetricRow row = source.Metrics ??= new MetricRow();
        SampleClock clock = new(timeUs, agent.CurrentUptimeMs);
        for (int i = 0; i < count; i++)
        {
            if (!TryUpdateCustom(source, row, ref reader, clock))
            {
                agent.CountError(DecodeError.RecordFieldOutOfBounds);
                return;
            }
        }
    }

    private DataSourceState? FindCustomSource(AgentState agent, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return agent.GetOrAddSource(new DataSource(2, 1), _maxSources);
        }

        return TryReadName(name, out string text) ? agent.GetOrAddCustomSource(text, _maxSources) : null;
    }

    private bool TryUpdateCustom(DataSourceState source, MetricRow row, ref XdrReader reader, SampleClock clock)
    {
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> nameBytes) || !reader.TryReadUInt32(out uint type))
        {
            return false;
        }

        CustomMetric? metric = null;
        if (TryReadName(nameBytes, out string name) && _names.TryIntern(name, out int id))
        {
            metric = row.GetOrAddCustom(id);
            Records.NoteCustom(id);
        }

        CustomRefused += metric is null ? 1 : 0;
        if (!TryReadCustomValue(metric, (CustomType)type, ref reader, clock))
        {
            return false;
        }

        if (metric?.Read(0).Value is { IsNumber: true } value && Watcher is { } watcher && watcher.Watches(name))
        {
            watcher.Updated(source, name, value.Number, clock.TimeUs);
        }

        return true;
    }

    /// <summary>Reads a value even where nobody keeps it, since the next field begins behind it.</summary>
    private static bool TryReadCustomValue(CustomMetric? metric, CustomType type, ref XdrReader reader, SampleClock clock)
    {
        switch (type)
        {
            case CustomType.Text when reader.TryReadOpaque(out ReadOnlySpan<byte> text):
                metric?.Set(new MetricValue(double.NaN, DecodedBlock.KeepText(text, metric.Text)), clock);
                return true;
            case CustomType.Counter32 when reader.TryReadUInt32(out uint counter):
                metric?.SetCounter(wide: false, counter, clock);
                return true;
            case CustomType.Counter64 when reader.TryReadUInt64(out ulong counter):
                metric?.SetCounter(wide: true, counter, clock);
                return true;
            case CustomType.Gauge32 when reader.TryReadUInt32(out uint gauge):
                metric?.Set(new MetricValue(gauge == uint.MaxValue ? double.NaN : gauge, null), clock);
                return true;
            case CustomType.Gauge64 when reader.TryReadUInt64(out ulong gauge):
                metric?.Set(new MetricValue(gauge == ulong.MaxValue ? double.NaN : gauge, null), clock);
                return true;
            case CustomType.GaugeFloat when reader.TryReadSingle(out float gauge):
                metric?.Set(new MetricValue(float.IsFinite(gauge) ? gauge : double.NaN, null), clock);
                return true;
            case CustomType.GaugeDouble when reader.TryReadDouble(out double gauge):
                metric?.Set(new MetricValue(double.IsFinite(gauge) ? gauge : double.NaN, null), clock);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A name is at most 64 bytes of letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; others are refused, as they come from the network.</summary>
    private static bool TryReadName(ReadOnlySpan<byte> bytes, out string name)
    {
        bool valid = !bytes.IsEmpty && bytes.Length <= LongestName;
        foreach (byte b in bytes)
        {
            valid &= char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.';
        }

        name = valid ? Encoding.ASCII.GetString(bytes) : string.Empty;
        return valid;
    }
}
