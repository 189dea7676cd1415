// Weir.Fuzz TARGET [MINUTES]: feeds damaged inputs to one parser for that long and prints what happened.
// TARGET is one of the targets, or "all". Exits with 1 when an input broke something, with 2 on bad arguments.
using System.Diagnostics;
using System.Globalization;
using Weir.Testing.Fuzz;

const int Batch = 2000;

List<IFuzzTarget> targets = [.. FuzzDriver.Targets.Where(t => args.Length > 0 && (args[0] == t.Name || args[0] == "all"))];
double minutes = 1;
if (targets.Count == 0 || (args.Length > 1 && !double.TryParse(args[1], CultureInfo.InvariantCulture, out minutes)))
{
    await Console.Error.WriteLineAsync($"usage: Weir.Fuzz {string.Join('|', FuzzDriver.Targets.Select(t => t.Name))}|all [MINUTES]");
    return 2;
}

bool broken = false;
foreach (IFuzzTarget target in targets)
{
    int seed = Environment.TickCount;
    FuzzReport report = new();
    FuzzDriver driver = new(target, seed);
    Stopwatch watch = Stopwatch.StartNew();
    while (watch.Elapsed.TotalMinutes < minutes && report.FailureCount == 0)
    {
        driver.Run(Batch, report);
    }

    double seconds = watch.Elapsed.TotalSeconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: seed {seed}, {report.Inputs} inputs in {seconds:F1} s, {report.Inputs / seconds:F0} inputs/s, {report.FailureCount} exceptions, {report.MaxAllocated} bytes allocated at most per input"));
    foreach (string failure in report.Failures)
    {
        Console.WriteLine($"  {failure}");
    }

    broken |= report.FailureCount > 0;
}

return broken ? 1 : 0;
