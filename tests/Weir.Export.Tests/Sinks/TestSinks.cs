using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Events;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Tests.Sinks;

/// <summary>Makes sinks and events for tests.</summary>
internal static class TestSinks
{
    /// <summary>The time of the first event, 2026-01-13 10:26:40 UTC.</summary>
    public const long BaseNs = 1_768_300_000_000_000_000;

    public static SinkContext Context { get; } = new()
    {
        Name = "test",
        Time = TimeProvider.System,
        Logger = NullLogger.Instance,
        HostName = "weir-host",
        Version = "1.0",
    };

    /// <summary>A sink from settings, slashes for nesting; fails the test when a setting is refused.</summary>
    public static T Create<T>(ISinkType type, params (string Name, string Value)[] settings)
        where T : ISink => Create<T>(type, TimeProvider.System, settings);

    /// <summary>The same with another clock.</summary>
    public static T Create<T>(ISinkType type, TimeProvider time, params (string Name, string Value)[] settings)
        where T : ISink
    {
        SinkSettings read = Settings(settings);
        T sink = (T)type.Create(read, Context with { Time = time });
        read.RefuseUnknown();
        Assert.Empty(read.Problems);
        return sink;
    }

    /// <summary>What is wrong with settings.</summary>
    public static IReadOnlyList<string> Problems(ISinkType type, params (string Name, string Value)[] settings)
    {
        SinkSettings read = Settings(settings);
        _ = type.Create(read, Context);
        read.RefuseUnknown();
        return [.. read.Problems.Select(p => p.Path + ": " + p.Message)];
    }

    /// <summary>An event with an id of its own, <paramref name="number"/> ms after the first.</summary>
    public static WeirEvent Event(int number, string service = "weir", string? message = null, params (string Name, object? Value)[] fields) => new()
    {
        Id = $"e{number}",
        TimeNs = BaseNs + (number * 1_000_000L),
        Severity = EventSeverity.Warning,
        Kind = "test",
        Service = service,
        Subject = "192.0.2.1",
        Message = message ?? $"event {number}",
        Fields = [.. fields.Select(f => new EventField(f.Name, Value(f.Value)))],
    };

    /// <summary>The seven and seven events of the article's app, as it would emit them: action, attack, ip, group, protocol.</summary>
    public static WeirEvent SeedA(string action, string attack, string ip, string group, string protocol, long timeMs) => new()
    {
        Id = $"{action}-{attack}-{ip}",
        TimeNs = timeMs * 1_000_000,
        Severity = action == "release" ? EventSeverity.Info : EventSeverity.Warning,
        Kind = "incident",
        Service = "ddos-protect",
        Subject = ip,
        Message = $"{action} {attack} {ip} {group} {protocol}",
        Fields =
        [
            new("action", FieldValue.Of(action)), new("attack", FieldValue.Of(attack)), new("ip", FieldValue.Of(ip)),
            new("group", FieldValue.Of(group)), new("protocol", FieldValue.Of(protocol)),
        ],
    };

    /// <summary>The outcome of each item, one letter: A accepted, R rejected, ? retry, M misconfigured, L too large.</summary>
    public static string Letters(SendResult result, int count)
    {
        IEnumerable<SendOutcome> outcomes = result.Outcome == SendOutcome.Mixed ? result.Verdicts.Select(v => v.Outcome) : Enumerable.Repeat(result.Outcome, count);
        return string.Concat(outcomes.Select(o => o switch
        {
            SendOutcome.Accepted => 'A',
            SendOutcome.Rejected => 'R',
            SendOutcome.Retry => '?',
            SendOutcome.Misconfigured => 'M',
            SendOutcome.TooLarge => 'L',
            _ => '!',
        }));
    }

    /// <summary>The text of a file in <c>testdata/sinks</c>; written first when the environment asks for it.</summary>
    public static string Golden(string name, string actual)
    {
        string path = Weir.Testing.TestData.Find(Path.Combine("sinks", name));
        if (Environment.GetEnvironmentVariable("WEIR_WRITE_GOLDEN") == "yes")
        {
            File.WriteAllText(path, actual);
        }

        return File.ReadAllText(path);
    }

    private static FieldValue Value(object? value) => value switch
    {
        null => default,
        string text => FieldValue.Of(text),
        int number => FieldValue.Of((long)number),
        long number => FieldValue.Of(number),
        double number => FieldValue.Of(number),
        bool flag => FieldValue.Of(flag),
        System.Text.Json.JsonElement json => FieldValue.Of(json),
        _ => throw new ArgumentException($"{value.GetType()} is no field"),
    };

    private static SinkSettings Settings((string Name, string Value)[] settings)
    {
        Dictionary<string, object> root = new(StringComparer.Ordinal);
        foreach ((string name, string value) in settings)
        {
            string[] parts = name.Split('/');
            Dictionary<string, object> at = root;
            foreach (string part in parts[..^1])
            {
                at.TryAdd(part, new Dictionary<string, object>(StringComparer.Ordinal));
                at = (Dictionary<string, object>)at[part];
            }

            at[parts[^1]] = value;
        }

        return new SinkSettings("sink", Node(root).Members!, []);
    }

    private static SettingNode Node(object value) => value is string text
        ? new SettingNode(text)
        : new SettingNode(((Dictionary<string, object>)value).ToDictionary(m => m.Key, m => Node(m.Value)));
}
