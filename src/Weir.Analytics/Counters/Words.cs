using System.Globalization;

namespace Weir.Analytics.Counters;

/// <summary>Words for the enumerations of counter records (sFlow v5, if_counters; sFlow host structures). Unknown numbers stay numbers.</summary>
internal static class Words
{
    private static readonly string[] MachineTypes =
        ["unknown", "other", "x86", "x86_64", "ia64", "sparc", "alpha", "powerpc", "m68k", "mips", "arm", "hppa", "s390"];

    private static readonly string[] OperatingSystems =
        ["unknown", "other", "linux", "windows", "darwin", "hpux", "aix", "dragonfly", "freebsd", "netbsd", "openbsd", "osf", "solaris", "java"];

    private static readonly string[] DomainStates = ["nostate", "running", "blocked", "paused", "shutdown", "shutoff", "crashed"];

    private static readonly string[] Directions = ["unknown", "full-duplex", "half-duplex", "in", "out"];

    public static string MachineType(uint value) => Pick(MachineTypes, value);

    public static string OperatingSystem(uint value) => Pick(OperatingSystems, value);

    public static string DomainState(uint value) => Pick(DomainStates, value);

    public static string Direction(uint value) => Pick(Directions, value);

    /// <summary>up or down: bit 0 of ifStatus.</summary>
    public static string AdminStatus(uint value) => (value & 1) != 0 ? "up" : "down";

    /// <summary>up or down: bit 1 of ifStatus.</summary>
    public static string OperStatus(uint value) => (value & 2) != 0 ? "up" : "down";

    private static string Pick(string[] words, uint value) =>
        value < words.Length ? words[value] : value.ToString(CultureInfo.InvariantCulture);
}
