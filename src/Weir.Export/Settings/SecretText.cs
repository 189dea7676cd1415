using System.Text;

namespace Weir.Export.Settings;

/// <summary>Texts that name their secret's place: <c>${env:NAME}</c> and <c>${file:/path}</c>, anywhere within a text.</summary>
public static class SecretText
{
    private const long MaxFileBytes = 65_536;

    /// <summary>Puts the secrets in.</summary>
    /// <param name="text">Text as written.</param>
    /// <param name="expanded">Text with the secrets; never logged and never shown.</param>
    /// <param name="problem">Why not: the variable or file that is missing.</param>
    /// <param name="secrets">Where the secrets themselves are added, so that they can be kept out of logs.</param>
    public static bool TryExpand(string text, out string expanded, out string? problem, ICollection<string>? secrets = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        expanded = text;
        problem = null;
        StringBuilder result = new();
        int at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is int start and >= 0)
        {
            int end = text.IndexOf('}', start);
            if (end < 0 || !TryRead(text[(start + 2)..end], out string? secret, out problem))
            {
                problem ??= "'${' without '}'";
                return false;
            }

            secrets?.Add(secret!);
            result.Append(text, at, start - at).Append(secret);
            at = end + 1;
        }

        expanded = result.Append(text, at, text.Length - at).ToString();
        return true;
    }

    private static bool TryRead(string place, out string? secret, out string? problem)
    {
        problem = null;
        secret = null;
        if (place.StartsWith("env:", StringComparison.Ordinal))
        {
            secret = Environment.GetEnvironmentVariable(place[4..]);
            problem = secret is null ? $"environment variable {place[4..]} is not set" : null;
        }
        else if (place.StartsWith("file:", StringComparison.Ordinal))
        {
            problem = ReadFile(place[5..], out secret);
        }
        else
        {
            problem = $"'${{{place}}}': expected ${{env:NAME}} or ${{file:/path}}";
        }

        return problem is null;
    }

    private static string? ReadFile(string path, out string? secret)
    {
        secret = null;
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                return $"file {path} is too large for a secret";
            }

            // Editors end files with a line feed that is no part of the secret.
            secret = File.ReadAllText(path).TrimEnd('\r', '\n');
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"file {path} cannot be read: {e.Message}";
        }
    }
}
