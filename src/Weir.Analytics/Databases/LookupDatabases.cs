using System.Text;
using Microsoft.Extensions.Logging;

namespace Weir.Analytics.Databases;

/// <summary>The databases behind <c>country:</c>, <c>asn:</c> and <c>oui:</c>. Safe from any thread.</summary>
/// <remarks>
/// A file replaced on disk is read again without a restart, looked for every <see cref="LookupOptions.RefreshInterval"/>. Samples see
/// the old file or the new one, never half of one. A new file that is bad is logged once and leaves the old one in force.
/// </remarks>
public sealed partial class LookupDatabases : IDisposable
{
    private readonly DatabaseFile<MmdbFile>[] _geo;
    private readonly DatabaseFile<OuiTable> _oui;
    private readonly ILogger _logger;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private ITimer? _timer;

    /// <summary>Stores the settings; nothing is read before <see cref="Load"/>.</summary>
    public LookupDatabases(LookupOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _logger = logger;
        _geo =
        [
            Geo("geo.country", options.Country), Geo("geo.country6", options.CountryV6), Geo("geo.asn", options.Asn), Geo("geo.asn6", options.AsnV6),
        ];
        Country = new GeoHandle(_geo[0], _geo[1]);
        Asn = new GeoHandle(_geo[2], _geo[3]);
        _oui = new DatabaseFile<OuiTable>("oui.names", options.OuiNames, static bytes => (OuiTable.Read(Encoding.UTF8.GetString(bytes), out string? problem), problem));
    }

    /// <summary>Settings.</summary>
    public LookupOptions Options { get; }

    /// <summary>Files read since start.</summary>
    public long Loads { get; private set; }

    /// <summary>Times a file could not be read.</summary>
    public long Failures { get; private set; }

    /// <summary>Countries of addresses.</summary>
    internal GeoHandle Country { get; }

    /// <summary>Autonomous systems of addresses.</summary>
    internal GeoHandle Asn { get; }

    /// <summary>True when the operator named a list of makers.</summary>
    internal bool HasOui => _oui.Path is not null;

    /// <summary>Makers of adapters; null while there is no list.</summary>
    internal OuiTable? Oui => _oui.Current;

    /// <summary>Reads every file that has changed; at start, all of them.</summary>
    /// <returns>What is wrong, by property; empty when every file is in force.</returns>
    public IReadOnlyList<Diagnostic> Load()
    {
        lock (_gate)
        {
            List<Diagnostic> problems = [];
            foreach (DatabaseFile<MmdbFile> file in _geo)
            {
                Refresh(file, problems);
            }

            Refresh(_oui, problems);
            return problems;
        }
    }

    /// <summary>Looks for changed files from now on.</summary>
    public void Watch(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (_timer is null && (_oui.Path is not null || Array.Exists(_geo, static file => file.Path is not null)))
        {
            _timer = time.CreateTimer(_ => LoadAndTell(), null, Options.RefreshInterval, Options.RefreshInterval);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private static DatabaseFile<MmdbFile> Geo(string property, string? path) =>
        new(property, path, static bytes => (MmdbFile.Read(bytes, out string? problem), problem));

    private void LoadAndTell()
    {
        foreach (Diagnostic problem in Load())
        {
            if (_told.Count < 100 && _told.Add(problem.ToString()))
            {
                LogBad(problem.Path, problem.Message);
            }
        }
    }

    private void Refresh<T>(DatabaseFile<T> file, List<Diagnostic> problems)
        where T : class
    {
        if (file.Refresh(out string? problem))
        {
            Loads++;
            Country.Update();
            Asn.Update();
            LogRead(file.Property, file.Path!);
        }
        else if (problem is not null)
        {
            Failures++;
            problems.Add(new Diagnostic(file.Property, $"{file.Path}: {problem}"));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Property}: read {Path}")]
    private partial void LogRead(string property, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Property}: {Problem}; the file read before stays in force")]
    private partial void LogBad(string property, string problem);
}
