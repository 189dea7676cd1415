namespace Weir.Export.Settings;

/// <summary>The secrets among one sink's settings: which settings must be masked, and which texts must not appear in reasons and logs.</summary>
/// <remarks>Filled while settings are read, on one thread; read-only afterwards.</remarks>
public sealed class SettingSecrets
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "***";

    // Shorter texts would blot out ordinary words of a reason.
    private const int LeastLength = 4;

    private static readonly string[] SecretWords = ["password", "passphrase", "token", "secret", "bearer", "authorization", "api_key", "apikey", "api-key", "routing_key", "webhook"];

    private readonly string _root;
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    internal SettingSecrets(string root) => _root = root;

    /// <summary>True when a setting of that name is taken for a secret whatever its sink says.</summary>
    public static bool LooksSecret(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True when the setting holds a secret.</summary>
    /// <param name="path">Its path below the sink: <c>auth.password</c>.</param>
    public bool IsSecret(string path) => _paths.Contains($"{_root}.{path}");

    /// <summary>The text without any of the secrets.</summary>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string secret in _values.OrderByDescending(v => v.Length))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    internal void Add(string? path, string value)
    {
        if (path is not null)
        {
            _paths.Add(path);
        }

        if (value.Length >= LeastLength)
        {
            _values.Add(value);
            _values.Add(Uri.EscapeDataString(value));
        }
    }

    internal void AddRange(IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            Add(null, value);
        }
    }
}
