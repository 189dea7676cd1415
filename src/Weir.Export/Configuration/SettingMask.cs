using Weir.Export.Settings;

namespace Weir.Export.Configuration;

/// <summary>Settings as they may be shown: every secret is <see cref="SettingSecrets.Mask"/>.</summary>
/// <remarks>
/// Masked are: settings that a sink reads as a secret, settings whose name looks like one, texts that take anything from environment or file,
/// and within addresses the password, secret parts of the query and path segments that look like keys.
/// </remarks>
public static class SettingMask
{
    // Shorter random words are rare in addresses of receivers; longer words with digits are rare unless random.
    private const int KeyLength = 20;

    private static readonly string[] KeyParameters = ["sig", "signature", "key", "code", "sv", "p", "auth"];

    /// <summary>The settings of a sink, masked.</summary>
    /// <param name="settings">Settings as written.</param>
    /// <param name="secrets">What its sink read as secret; null when no sink was made of it.</param>
    public static IReadOnlyDictionary<string, SettingNode> Apply(IReadOnlyDictionary<string, SettingNode> settings, SettingSecrets? secrets)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Members(settings, "", secrets, isSecret: false);
    }

    /// <summary>An address without its password, secret query parameters and key-like path segments; any other text as it is.</summary>
    public static string Address(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https" or "amqp" or "amqps"))
        {
            return text;
        }

        string user = url.UserInfo.Length == 0 ? "" : SettingSecrets.Mask + "@";
        string path = string.Join('/', url.AbsolutePath.Split('/').Select((segment, i) => IsKey(url, segment, i) ? SettingSecrets.Mask : segment));
        string query = url.Query.Length == 0 ? "" : "?" + string.Join('&', url.Query[1..].Split('&').Select(MaskParameter));
        string port = url.IsDefaultPort ? "" : FormattableString.Invariant($":{url.Port}");
        return $"{url.Scheme}://{user}{url.Host}{port}{path}{query}";
    }

    private static Dictionary<string, SettingNode> Members(IReadOnlyDictionary<string, SettingNode> members, string path, SettingSecrets? secrets, bool isSecret)
    {
        Dictionary<string, SettingNode> masked = new(StringComparer.Ordinal);
        foreach ((string name, SettingNode node) in members)
        {
            string below = path.Length == 0 ? name : $"{path}.{name}";
            masked[name] = Node(node, below, secrets, isSecret || SettingSecrets.LooksSecret(name) || IsOwnHeader(path, name));
        }

        return masked;
    }

    private static SettingNode Node(SettingNode node, string path, SettingSecrets? secrets, bool isSecret)
    {
        if (node.Members is { } members)
        {
            return new SettingNode(Members(members, path, secrets, isSecret));
        }

        if (node.Items is { } items)
        {
            return new SettingNode([.. items.Select(item => Node(item, path, secrets, isSecret))]);
        }

        string text = node.Text!;
        bool masks = isSecret || secrets?.IsSecret(path) == true || text.Contains("${", StringComparison.Ordinal);
        return new SettingNode(masks ? SettingSecrets.Mask : Address(text));
    }

    // Headers carry keys under names of every maker's own; those of tenants are worth seeing.
    private static bool IsOwnHeader(string path, string name) => path == "headers" && !name.Equals("X-Scope-OrgID", StringComparison.OrdinalIgnoreCase);

    private static bool IsKey(Uri url, string segment, int index)
    {
        if (url.Host.EndsWith("hooks.slack.com", StringComparison.OrdinalIgnoreCase))
        {
            return index > 1 && segment.Length > 0;
        }

        string before = index > 0 ? url.AbsolutePath.Split('/')[index - 1] : "";
        bool isLoggly = before is "inputs" or "bulk";
        return isLoggly || (segment.Length >= KeyLength && segment.Any(char.IsAsciiDigit) && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '@' or '%'));
    }

    private static string MaskParameter(string parameter)
    {
        string[] parts = parameter.Split('=', 2);
        bool masks = parts.Length == 2 && (SettingSecrets.LooksSecret(parts[0]) || KeyParameters.Contains(parts[0], StringComparer.OrdinalIgnoreCase));
        return masks ? $"{parts[0]}={SettingSecrets.Mask}" : parameter;
    }
}
