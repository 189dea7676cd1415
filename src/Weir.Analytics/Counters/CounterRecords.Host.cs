namespace Weir.Analytics.Counters;

/// <summary>Structures of hosts, virtual machines and processors.</summary>
internal static partial class CounterRecords
{
    private static readonly string[] CpuTimes =
        [".user", ".nice", ".system", ".idle", ".wio", ".intr", ".sintr", ".steal"];

    private static IEnumerable<RecordLayoutBuilder> Host()
    {
        yield return HostDescription(string.Empty, "host_name");
        yield return HostCpu();
        yield return New(2004).Gauges64("mem_total", "mem_free", "mem_shared", "mem_buffers", "mem_cached", "swap_total", "swap_free")
            .Counters32("page_in", "page_out", "swap_in", "swap_out")
            .Derived("mem_used", Formulas.Used, "mem_total", "mem_free", "mem_buffers", "mem_cached")
            .Derived("mem_utilization", Formulas.UsedPercent, "mem_total", "mem_free", "mem_buffers", "mem_cached")
            .Derived("swap_utilization", Formulas.UsedPercent, "swap_total", "swap_free");
        yield return New(2005).Gauges64("disk_total", "disk_free").Percents("part_max_used")
            .Counters32("disk_reads").Counters64("disk_bytes_read").Counters32("disk_read_time")
            .Counters32("disk_writes").Counters64("disk_bytes_written").Counters32("disk_write_time")
            .Derived("disk_utilization", Formulas.UsedPercent, "disk_total", "disk_free");
        yield return New(2006).Counters64("bytes_in").Counters32("pkts_in", "errs_in", "drops_in")
            .Counters64("bytes_out").Counters32("pkts_out", "errs_out", "drops_out");
        yield return New(1001).Percents("cpu_5sec", "cpu_1min", "cpu_5min").Gauges64("mem_total", "mem_free")
            .Derived("mem_used", Formulas.Used, "mem_total", "mem_free")
            .Derived("mem_utilization", Formulas.UsedPercent, "mem_total", "mem_free");
        foreach (RecordLayoutBuilder layout in Virtual().Concat(Nvidia(string.Empty)))
        {
            yield return layout;
        }
    }

    /// <summary>Structures whose metrics have other names on the data source of a virtual machine, container or application.</summary>
    private static IEnumerable<RecordLayoutBuilder> Guest() => Nvidia("vir_").Append(HostDescription("vir_", "vir_host_name").GuestNames());

    private static RecordLayoutBuilder HostDescription(string prefix, string name) =>
        New(2000).Texts(name).Uuid(prefix + "uuid").Word(prefix + "machine_type", Words.MachineType)
            .Word(prefix + "os_name", Words.OperatingSystem).Texts(prefix + "os_release");

    private static RecordLayoutBuilder HostCpu()
    {
        RecordLayoutBuilder layout = New(2003).Singles("load_one", "load_five", "load_fifteen")
            .Gauges32("proc_run", "proc_total", "cpu_num", "cpu_speed", "uptime")
            .Counters32(".user", ".nice", ".system", ".idle", ".wio", ".intr", ".sintr", "interrupts", "contexts")
            .Optional().Counters32(".steal", ".guest", ".guest_nice");

        // Guest time is part of user time already, so it is no part of the whole.
        foreach (string state in CpuTimes.Concat([".guest", ".guest_nice"]))
        {
            layout.Derived("cpu_" + state[1..], Formulas.Share, [state, .. CpuTimes]);
        }

        return layout.Derived("cpu_utilization", Formulas.Busy, "cpu_idle")
            .Derived("load_one_per_cpu", Formulas.Ratio, "load_one", "cpu_num")
            .Derived("load_five_per_cpu", Formulas.Ratio, "load_five", "cpu_num")
            .Derived("load_fifteen_per_cpu", Formulas.Ratio, "load_fifteen", "cpu_num");
    }

    private static IEnumerable<RecordLayoutBuilder> Virtual()
    {
        yield return New(2100).Gauges32("node_mhz", "node_cpus").Gauges64("node_memory", "node_memory_free").Gauges32("node_domains")
            .Derived("node_memory_utilization", Formulas.UsedPercent, "node_memory", "node_memory_free");
        yield return New(2101).Word("vir_cpu_state", Words.DomainState).Counters32("vir_cpu_time").Gauges32("vir_cpu_num")
            .Derived("vir_cpu_utilization", Formulas.TimePercentPerCpu, "vir_cpu_time", "vir_cpu_num");
        yield return New(2102).Gauges64("vir_mem_usage", "vir_mem_max")
            .Derived("vir_mem_utilization", Formulas.Percent, "vir_mem_usage", "vir_mem_max");
        yield return New(2103).Gauges64("vir_disk_capacity", "vir_disk_allocation", "vir_disk_available")
            .Counters32("vir_disk_rd_req").Counters64("vir_disk_rd_bytes").Counters32("vir_disk_wr_req")
            .Counters64("vir_disk_wr_bytes").Counters32("vir_disk_errs");
        yield return New(2104).Counters64("vir_bytes_in").Counters32("vir_pkts_in", "vir_errs_in", "vir_drops_in")
            .Counters64("vir_bytes_out").Counters32("vir_pkts_out", "vir_errs_out", "vir_drops_out");
    }

    private static IEnumerable<RecordLayoutBuilder> Nvidia(string prefix)
    {
        string name = prefix + "nvml_";
        yield return new RecordLayoutBuilder(5703, 1).Gauges32(name + "device_count", name + "processes")
            .Counters32(name + "gputime", name + "memtime").Gauges64(name + "mem_total", name + "mem_free")
            .Counters32(name + "ecc_errors", name + "energy").Gauges32(name + "temperature", name + "fan_speed")
            .Derived(name + "gpu_utilization", Formulas.TimePercentPerCpu, name + "gputime", name + "device_count")
            .Derived(name + "mem_utilization", Formulas.TimePercentPerCpu, name + "memtime", name + "device_count");
    }
}
