using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Weir.Analytics;
using Weir.Web.Json;
using Weir.Web.Routing;

namespace Weir.Web.Events;

/// <summary>The body of <c>POST /api/v1/events</c>: one event, an array of events, or one event a line.</summary>
/// <remarks>Lines are recognised by the content type, or because the body is no single JSON value but begins with a line that is one.</remarks>
internal sealed class EventBody : IDisposable
{
    private readonly List<JsonDocument> _documents = [];
    private readonly List<JsonElement> _items = [];

    /// <summary>The events as posted.</summary>
    public IReadOnlyList<JsonElement> Items => _items;

    /// <summary>Reads a body.</summary>
    /// <param name="contentType">Its content type.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="body">The events, to be disposed by the caller.</param>
    /// <param name="problems">What is wrong on false: each line's own problem.</param>
    public static bool TryRead(string? contentType, byte[] bytes, [NotNullWhen(true)] out EventBody? body, out IReadOnlyList<Diagnostic> problems)
    {
        body = new EventBody();
        List<Diagnostic> found = [];
        bool lines = contentType is not null && (contentType.Contains("ndjson", StringComparison.OrdinalIgnoreCase) || contentType.Contains("jsonl", StringComparison.OrdinalIgnoreCase));
        if (lines || !body.TryReadWhole(contentType, bytes, found))
        {
            body.ReadLines(bytes, lines, found);
        }

        problems = found;
        if (found.Count == 0)
        {
            return true;
        }

        body.Dispose();
        body = null;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _documents.ForEach(document => document.Dispose());

    private bool TryReadWhole(string? contentType, byte[] bytes, List<Diagnostic> problems)
    {
        if (!RequestBody.TryParseLenient(contentType, bytes, out JsonDocument? document, out JsonProblem problem))
        {
            problems.Add(new Diagnostic(problem.Path, problem.Message));
            return false;
        }

        _documents.Add(document);
        if (document.RootElement.ValueKind == JsonValueKind.Array)
        {
            _items.AddRange(document.RootElement.EnumerateArray());
        }
        else
        {
            _items.Add(document.RootElement);
        }

        return true;
    }

    // Problems of the body as a whole stand when its first line is no JSON value either.
    private void ReadLines(byte[] bytes, bool areLines, List<Diagnostic> problems)
    {
        List<Diagnostic> found = [];
        int number = 0;
        foreach (Range range in bytes.AsSpan().Split((byte)'\n'))
        {
            number++;
            ReadOnlySpan<byte> line = bytes.AsSpan(range).Trim(" \t\r"u8);
            if (line.Length == 0)
            {
                continue;
            }

            if (LenientJson.TryParse(line, out JsonDocument? document, out JsonProblem problem))
            {
                _documents.Add(document);
                _items.Add(document.RootElement);
            }
            else if (_items.Count == 0 && !areLines)
            {
                return;
            }
            else
            {
                found.Add(new Diagnostic(FormattableString.Invariant($"line {number}"), problem.Message));
            }
        }

        problems.Clear();
        problems.AddRange(found);
    }
}
