using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Configuration;

/// <summary>Where sinks are configured.</summary>
public sealed record SinkConfigurationOptions
{
    /// <summary>Path of the file; it need not exist.</summary>
    public required string File { get; init; }

    /// <summary>The file's name in messages.</summary>
    public string DisplayName { get; init; } = "conf.d/sinks.yaml";

    /// <summary>Every property of the program.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>The types of sinks there are.</summary>
    public IReadOnlyList<ISinkType> Types { get; init; } = SinkTypes.All;

    /// <summary>Clock for looking at the file.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How often the file, and the files with secrets, are looked at. A change counts once it was seen twice the same.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads the section <c>metrics:</c> (null without one), adds what is wrong to the problems, and gives what takes it into force; null passes it over.</summary>
    public Func<SettingNode?, List<Diagnostic>, Action>? Metrics { get; init; }

    /// <summary>Log.</summary>
    public required ILogger Logger { get; init; }
}
