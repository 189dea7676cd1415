using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Scripting.Calls;

namespace Weir.Scripting.Stores;

/// <summary>
/// What one script keeps over restarts (<c>storeSet</c>, <c>storeGet</c>): one JSON file per key in a directory of its own.
/// A file is written beside its place, flushed to the disk and renamed, so a crash leaves the old or the new value, never
/// half of one. Keys are encoded into file names, so no key leads out of the directory. Bounded by <see cref="MaxKeys"/> and
/// <see cref="MaxValueBytes"/>; beyond them setting throws to the script. Used by the script's call thread only.
/// </summary>
internal sealed class ScriptStore
{
    public const int MaxKeys = 1_000;

    public const int MaxValueBytes = 16 * 1024 * 1024;

    private const int MaxFileName = 240; // File systems hold 255 bytes.
    private const string Extension = ".json";

    private readonly string _directory;

    /// <summary>Makes the store of one script.</summary>
    /// <param name="root">Directory of all stores.</param>
    /// <param name="scriptId">Name of the script.</param>
    public ScriptStore(string root, string scriptId)
    {
        _directory = Path.Combine(root, Encode(scriptId));
    }

    public RawJson? Get(string key)
    {
        string path = PathOf(key);
        return File.Exists(path) ? new RawJson(File.ReadAllBytes(path)) : null;
    }

    /// <summary>Keeps a value; null or undefined removes it.</summary>
    /// <exception cref="CallException">It is too large, or the disk refuses.</exception>
    public void Set(string key, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            Remove(key);
            return;
        }

        string path = PathOf(key);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value);
        if (json.Length > MaxValueBytes)
        {
            throw new CallException(string.Create(CultureInfo.InvariantCulture, $"storeSet {key}: {json.Length} bytes are more than {MaxValueBytes}"));
        }

        try
        {
            Directory.CreateDirectory(_directory);
            if (!File.Exists(path) && Directory.GetFiles(_directory, "*" + Extension).Length >= MaxKeys)
            {
                throw new CallException(string.Create(CultureInfo.InvariantCulture, $"storeSet {key}: there are {MaxKeys} keys already"));
            }

            Write(path, json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CallException($"storeSet {key}: {e.Message}");
        }
    }

    public bool Remove(string key)
    {
        string path = PathOf(key);
        bool existed = File.Exists(path);
        if (existed)
        {
            File.Delete(path);
        }

        return existed;
    }

    public IReadOnlyList<string> Keys() => Directory.Exists(_directory)
        ? [.. Directory.GetFiles(_directory, "*" + Extension).Select(f => Decode(Path.GetFileNameWithoutExtension(f))).Order(StringComparer.Ordinal)]
        : [];

    private static void Write(string path, byte[] json)
    {
        string fresh = path + ".new";
        using (FileStream file = new(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(json);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    private string PathOf(string key)
    {
        string name = Encode(key);
        return name.Length is 0 or > MaxFileName
            ? throw new CallException("store: the key is empty or too long")
            : Path.Combine(_directory, name + Extension);
    }

    // Letters, digits, - and _ stand for themselves, everything else for its UTF-8 bytes as %XX. A dot stays within a name.
    private static string Encode(string text)
    {
        StringBuilder encoded = new();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            bool plain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'~' || (b == (byte)'.' && encoded.Length > 0);
            _ = plain ? encoded.Append((char)b) : encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return encoded.ToString();
    }

    private static string Decode(string name) => Uri.UnescapeDataString(name);
}
