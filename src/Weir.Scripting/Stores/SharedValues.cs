using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Weir.Scripting.Calls;

namespace Weir.Scripting.Stores;

/// <summary>
/// What the scripts of one app tell each other (<c>sharedSet</c>, <c>sharedGet</c>), in memory and as copies.
/// Bounded: beyond <see cref="MaxKeys"/> or <see cref="MaxBytes"/> setting throws to the script. Safe to call from any thread.
/// </summary>
internal sealed class SharedValues
{
    public const int MaxKeys = 10_000;

    public const long MaxBytes = 64L * 1024 * 1024;

    private readonly ConcurrentDictionary<string, byte[]> _values = [];
    private readonly Lock _gate = new();
    private long _bytes;

    public RawJson? Get(string key) => _values.TryGetValue(key, out byte[]? json) ? new RawJson(json) : null;

    /// <summary>Sets a value; null or undefined removes it.</summary>
    /// <exception cref="CallException">There is no room.</exception>
    public void Set(string key, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            Remove(key);
            return;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value);
        lock (_gate)
        {
            int old = _values.TryGetValue(key, out byte[]? before) ? before.Length : 0;
            if (_bytes - old + json.Length > MaxBytes || (before is null && _values.Count >= MaxKeys))
            {
                throw new CallException(string.Create(CultureInfo.InvariantCulture, $"sharedSet {key}: more than {MaxKeys} keys or {MaxBytes} bytes"));
            }

            _bytes += json.Length - old;
            _values[key] = json;
        }
    }

    public bool Remove(string key)
    {
        lock (_gate)
        {
            bool removed = _values.TryRemove(key, out byte[]? before);
            _bytes -= before?.Length ?? 0;
            return removed;
        }
    }
}
