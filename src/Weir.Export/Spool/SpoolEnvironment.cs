using Microsoft.Extensions.Logging;

namespace Weir.Export.Spool;

/// <summary>What the spool gets from outside.</summary>
/// <param name="Disk">Disk.</param>
/// <param name="Time">Clocks: the monotonic one for age and intervals, the wall clock for headers only.</param>
/// <param name="Logger">Log.</param>
internal sealed record SpoolEnvironment(ISpoolDisk Disk, TimeProvider Time, ILogger Logger);
