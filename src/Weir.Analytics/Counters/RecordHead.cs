using System.Runtime.InteropServices;

namespace Weir.Analytics.Counters;

/// <summary>What stands before the bytes of a data source's last two records in a <see cref="RecordTable"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RecordHead
{
    /// <summary>Bytes it takes.</summary>
    public const int Size = 32;

    /// <summary>Engine time of the newest record, in microseconds.</summary>
    public long TimeUs;

    /// <summary>Engine time of the record before, in microseconds.</summary>
    public long BeforeUs;

    /// <summary>The agent's uptime in ms at the newest record.</summary>
    public uint UptimeMs;

    /// <summary>The agent's uptime in ms at the record before.</summary>
    public uint BeforeUptimeMs;

    /// <summary>Bytes of the newest record that came.</summary>
    public ushort NewestLength;

    /// <summary>Bytes of the record before that came.</summary>
    public ushort BeforeLength;

    /// <summary>One more than the slot whose value was taken away; 0 for none.</summary>
    public byte AbsentSlot;

    /// <summary>State of the pair.</summary>
    public RecordStates States;

    /// <summary>Seconds between the two records by which growth becomes a rate; 0 when they give none.</summary>
    public readonly double Seconds
    {
        get
        {
            if ((States & RecordStates.Compares) == 0)
            {
                return 0;
            }

            double seconds = new SampleClock(TimeUs, UptimeMs).SecondsSince(new SampleClock(BeforeUs, BeforeUptimeMs));
            return seconds <= MetricBlock.LongestInterval ? seconds : 0;
        }
    }

    /// <summary>Sets or clears a state.</summary>
    public void Set(RecordStates state, bool value) => States = value ? States | state : States & ~state;

    /// <summary>True in a state.</summary>
    public readonly bool Has(RecordStates state) => (States & state) != 0;
}
