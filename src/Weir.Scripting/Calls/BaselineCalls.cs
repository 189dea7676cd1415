using System.Globalization;
using Weir.Analytics.Baselines;

namespace Weir.Scripting.Calls;

/// <summary>Moving baselines of one script, by name. Bounded: beyond <see cref="Max"/> making one throws to the script. Used by its call thread only.</summary>
internal sealed class BaselineCalls
{
    public const int Max = 10_000;

    private readonly Dictionary<string, Baseline> _baselines = [];

    public void AddTo(CallTable table)
    {
        table.Add("baselineCreate", a => Create(a));
        table.Add("baselineReset", a => Reset(a));
        table.Add("baselineCheck", a => Find(a).Check(a.Number(1) ?? double.NaN));
        table.Add("baselineStatistics", a => _baselines.GetValueOrDefault(a.Text(0) ?? "")?.Statistics);
    }

    private object Create(CallArguments arguments)
    {
        string name = arguments.Demand(0, "baselineCreate: the name");
        if (_baselines.Count >= Max && !_baselines.ContainsKey(name))
        {
            throw new CallException(string.Create(CultureInfo.InvariantCulture, $"baselineCreate {name}: there are {Max} already"));
        }

        _baselines[name] = new Baseline(
            arguments.Whole(1, Baseline.DefaultWindow, 1, Baseline.MaxWindow),
            arguments.Number(2) ?? Baseline.DefaultSensitivity,
            arguments.Whole(3, Baseline.DefaultRepeat, 1, int.MaxValue));
        return CallResult.Nothing;
    }

    private object Reset(CallArguments arguments)
    {
        _baselines.GetValueOrDefault(arguments.Text(0) ?? "")?.Reset();
        return CallResult.Nothing;
    }

    private Baseline Find(CallArguments arguments)
    {
        string name = arguments.Text(0) ?? "";
        return _baselines.GetValueOrDefault(name) ?? throw new CallException($"baselineCheck: there is no baseline {name}");
    }
}
