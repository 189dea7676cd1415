// Weir.Fuzz TARGET [MINUTES] [SEED] [INPUTS]: feeds damaged inputs to one parser for that long, and at least that many, and prints what happened.
// TARGET is one of the targets, or "all". Exits with 1 when an input broke something, with 2 on bad arguments.
using System.Diagnostics;
using System.Globalization;
using Weir.Testing.Fuzz;

const int Batch = 2000;

List<IFuzzTarget> targets = [.. FuzzDriver.Targets.Where(t => args.Length > 0 && (args[0] == t.Name || args[0] == "all"))];
double minutes = 1;
int seed = Environment.TickCount;
long inputs = 0;
if (targets.Count == 0
    || (args.Length > 1 && !double.TryParse(args[1], CultureInfo.InvariantCulture, out minutes))
    || (args.Length > 2 && !int.TryParse(args[2], CultureInfo.InvariantCulture, out seed))
    || (args.Length > 3 && !long.TryParse(args[3], CultureInfo.InvariantCulture, out inputs)))
{
    await Console.Error.WriteLineAsync($"usage: ./fuzz {string.Join('|', FuzzDriver.Targets.Select(t => t.Name))}|all [MINUTES] [SEED] [INPUTS]");
    return 2;
}

bool broken = false;
foreach (IFuzzTarget target in targets)
{
    FuzzReport report = new();
    FuzzDriver driver = new(target, seed);
    Stopwatch watch = Stopwatch.StartNew();
    while ((watch.Elapsed.TotalMinutes < minutes || report.Inputs < inputs) && report.FailureCount == 0)
    {
        driver.Run(Batch, report);
    }

    double seconds = watch.Elapsed.TotalSeconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: seed {seed}, {report.Inputs} inputs ({report.Bytes / 1e9:F2} GB) in {seconds:F1} s, {report.Inputs / seconds:F0} inputs/s, {report.FailureCount} failures, {report.MaxAllocated} bytes allocated at most per input, slowest input {report.SlowestMs:F1} ms"));
    foreach (string failure in report.Failures)
    {
        Console.WriteLine($"  {failure}");
    }

    broken |= report.FailureCount > 0;
}

return broken ? 1 : 0;
