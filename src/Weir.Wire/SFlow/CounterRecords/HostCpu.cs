using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Processors of a host: counter record <c>host_cpu</c> (sFlow v5, 0:2003).</summary>
/// <remarks>
/// Two lengths are on the wire: the published one, and a longer one with guest times from newer Host sFlow agents.
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// load_one(4) load_five(4) load_fifteen(4) proc_run(4) proc_total(4) cpu_num(4) cpu_speed(4) uptime(4) cpu_user(4)
/// cpu_nice(4) cpu_system(4) cpu_idle(4) cpu_wio(4) cpu_intr(4) cpu_sintr(4) interrupts(4) contexts(4)
/// [cpu_steal(4) cpu_guest(4) cpu_guest_nice(4)]
/// </code>
/// </remarks>
public readonly record struct HostCpu : IRecord<HostCpu>
{
    /// <summary>Tag of the record: 0:2003.</summary>
    public const uint Tag = 2003;

    /// <summary>Bytes of the published body.</summary>
    public const int Size = 68;

    /// <summary>Bytes of the body with guest times.</summary>
    public const int SizeWithGuestTimes = 80;

    /// <summary>Average run queue of 1 minute.</summary>
    public float LoadOne { get; init; }

    /// <summary>Average run queue of 5 minutes.</summary>
    public float LoadFive { get; init; }

    /// <summary>Average run queue of 15 minutes.</summary>
    public float LoadFifteen { get; init; }

    /// <summary>Running processes.</summary>
    public uint ProcRun { get; init; }

    /// <summary>Processes.</summary>
    public uint ProcTotal { get; init; }

    /// <summary>Processors.</summary>
    public uint CpuNum { get; init; }

    /// <summary>Speed of a processor, in MHz.</summary>
    public uint CpuSpeed { get; init; }

    /// <summary>Seconds since the start of the host.</summary>
    public uint Uptime { get; init; }

    /// <summary>Milliseconds of user time.</summary>
    public uint CpuUser { get; init; }

    /// <summary>Milliseconds of niced user time.</summary>
    public uint CpuNice { get; init; }

    /// <summary>Milliseconds of system time.</summary>
    public uint CpuSystem { get; init; }

    /// <summary>Milliseconds idle.</summary>
    public uint CpuIdle { get; init; }

    /// <summary>Milliseconds waiting for input and output.</summary>
    public uint CpuWio { get; init; }

    /// <summary>Milliseconds in interrupts.</summary>
    public uint CpuIntr { get; init; }

    /// <summary>Milliseconds in soft interrupts.</summary>
    public uint CpuSintr { get; init; }

    /// <summary>Interrupts.</summary>
    public uint Interrupts { get; init; }

    /// <summary>Context switches.</summary>
    public uint Contexts { get; init; }

    /// <summary>True when the body holds the three guest times.</summary>
    public bool HasGuestTimes { get; init; }

    /// <summary>Milliseconds taken by the hypervisor; all ones when <see cref="HasGuestTimes"/> is false.</summary>
    public uint CpuSteal { get; init; }

    /// <summary>Milliseconds spent running guests; all ones when <see cref="HasGuestTimes"/> is false.</summary>
    public uint CpuGuest { get; init; }

    /// <summary>Milliseconds spent running niced guests; all ones when <see cref="HasGuestTimes"/> is false.</summary>
    public uint CpuGuestNice { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HostCpu>.RecordTag => Tag;

    /// <summary>Reads either length; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HostCpu record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        bool guests = body.Length >= SizeWithGuestTimes;
        record = new HostCpu
        {
            LoadOne = XdrField.Single(body, 0),
            LoadFive = XdrField.Single(body, 4),
            LoadFifteen = XdrField.Single(body, 8),
            ProcRun = XdrField.UInt32(body, 12),
            ProcTotal = XdrField.UInt32(body, 16),
            CpuNum = XdrField.UInt32(body, 20),
            CpuSpeed = XdrField.UInt32(body, 24),
            Uptime = XdrField.UInt32(body, 28),
            CpuUser = XdrField.UInt32(body, 32),
            CpuNice = XdrField.UInt32(body, 36),
            CpuSystem = XdrField.UInt32(body, 40),
            CpuIdle = XdrField.UInt32(body, 44),
            CpuWio = XdrField.UInt32(body, 48),
            CpuIntr = XdrField.UInt32(body, 52),
            CpuSintr = XdrField.UInt32(body, 56),
            Interrupts = XdrField.UInt32(body, 60),
            Contexts = XdrField.UInt32(body, 64),
            HasGuestTimes = guests,
            CpuSteal = guests ? XdrField.UInt32(body, 68) : UnknownCounter.Value32,
            CpuGuest = guests ? XdrField.UInt32(body, 72) : UnknownCounter.Value32,
            CpuGuestNice = guests ? XdrField.UInt32(body, 76) : UnknownCounter.Value32,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteSingle(LoadOne);
        writer.WriteSingle(LoadFive);
        writer.WriteSingle(LoadFifteen);
        writer.WriteUInt32(ProcRun);
        writer.WriteUInt32(ProcTotal);
        writer.WriteUInt32(CpuNum);
        writer.WriteUInt32(CpuSpeed);
        writer.WriteUInt32(Uptime);
        writer.WriteUInt32(CpuUser);
        writer.WriteUInt32(CpuNice);
        writer.WriteUInt32(CpuSystem);
        writer.WriteUInt32(CpuIdle);
        writer.WriteUInt32(CpuWio);
        writer.WriteUInt32(CpuIntr);
        writer.WriteUInt32(CpuSintr);
        writer.WriteUInt32(Interrupts);
        writer.WriteUInt32(Contexts);
        if (HasGuestTimes)
        {
            writer.WriteUInt32(CpuSteal);
            writer.WriteUInt32(CpuGuest);
            writer.WriteUInt32(CpuGuestNice);
        }
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Real(json, "load_one", LoadOne);
        JsonFields.Real(json, "load_five", LoadFive);
        JsonFields.Real(json, "load_fifteen", LoadFifteen);
        json.WriteNumber("proc_run", ProcRun);
        json.WriteNumber("proc_total", ProcTotal);
        json.WriteNumber("cpu_num", CpuNum);
        json.WriteNumber("cpu_speed", CpuSpeed);
        json.WriteNumber("uptime", Uptime);
        json.WriteNumber("cpu_user", CpuUser);
        json.WriteNumber("cpu_nice", CpuNice);
        json.WriteNumber("cpu_system", CpuSystem);
        json.WriteNumber("cpu_idle", CpuIdle);
        json.WriteNumber("cpu_wio", CpuWio);
        json.WriteNumber("cpu_intr", CpuIntr);
        json.WriteNumber("cpu_sintr", CpuSintr);
        json.WriteNumber("interrupts", Interrupts);
        json.WriteNumber("contexts", Contexts);
        if (HasGuestTimes)
        {
            json.WriteNumber("cpu_steal", CpuSteal);
            json.WriteNumber("cpu_guest", CpuGuest);
            json.WriteNumber("cpu_guest_nice", CpuGuestNice);
        }
    }
}
