using System.Text;

namespace Weir.Analytics.Flows.Language;

/// <summary>Cuts key lists and key functions into their parts: separators count outside square brackets only, a backslash takes the next character as it is.</summary>
/// <remarks>Which part of a function is a key and which is plain text depends on the function, so that is decided later, by the compiler.</remarks>
internal static class KeySyntaxParser
{
    /// <summary>Cuts a comma-separated list of keys.</summary>
    /// <param name="text">The list; blank for none.</param>
    /// <param name="field">Field name for diagnostics.</param>
    /// <param name="sink">Gets the problems.</param>
    public static List<KeySyntax> ParseList(string text, string field, DiagnosticSink sink)
    {
        List<KeySyntax> keys = [];
        if (string.IsNullOrWhiteSpace(text) || !CheckLength(text, field, sink))
        {
            return keys;
        }

        List<KeyPart> parts = Split(new KeyPart(text, 0), ',', field, sink);
        if (parts.Count > DefinitionLimits.Keys)
        {
            sink.Add(field, $"has {parts.Count} keys, at most {DefinitionLimits.Keys} are allowed");
            return keys;
        }

        foreach (KeyPart part in parts)
        {
            if (Parse(part, field, sink) is { } key)
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    /// <summary>Cuts one key or key function; null when it is empty or its brackets do not match.</summary>
    public static KeySyntax? Parse(KeyPart part, string field, DiagnosticSink sink)
    {
        KeyPart inner = StripBrackets(Trim(part));
        if (inner.Text.Length == 0)
        {
            sink.Add(field, inner.Position, "a key is missing here");
            return null;
        }

        int before = sink.Found.Count;
        List<KeyPart> parts = Split(inner, ':', field, sink);
        return sink.Found.Count == before ? new KeySyntax(inner.Text, inner.Position, parts) : null;
    }

    /// <summary>Takes away the square brackets that enclose the whole part, if any.</summary>
    public static KeyPart StripBrackets(KeyPart part)
    {
        while (part.Text.Length >= 2 && part.Text[0] == '[' && ClosingBracket(part.Text) == part.Text.Length - 1)
        {
            part = Trim(new KeyPart(part.Text[1..^1], part.Position + 1));
        }

        return part;
    }

    /// <summary>Replaces every backslash and the character behind it by that character.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\'))
        {
            return text;
        }

        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>False, with a diagnostic, when the text is longer than allowed.</summary>
    public static bool CheckLength(string text, string field, DiagnosticSink sink)
    {
        if (text.Length <= DefinitionLimits.ExpressionLength)
        {
            return true;
        }

        sink.Add(field, $"is {text.Length} characters long, at most {DefinitionLimits.ExpressionLength} are allowed");
        return false;
    }

    private static int ClosingBracket(string text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    depth++;
                    break;
                case ']' when --depth == 0:
                    return i;
            }
        }

        return -1;
    }

    private static List<KeyPart> Split(KeyPart whole, char separator, string field, DiagnosticSink sink)
    {
        List<KeyPart> parts = [];
        string text = whole.Text;
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (c == '[')
            {
                if (++depth > DefinitionLimits.Depth)
                {
                    sink.Add(field, whole.Position + i, $"brackets are nested deeper than {DefinitionLimits.Depth}");
                    return parts;
                }
            }
            else if (c == ']' && --depth < 0)
            {
                sink.Add(field, whole.Position + i, "']' without '['");
                return parts;
            }
            else if (c == separator && depth == 0)
            {
                parts.Add(new KeyPart(text[start..i], whole.Position + start));
                start = i + 1;
            }
        }

        if (depth > 0)
        {
            sink.Add(field, whole.Position + text.Length, "']' is missing");
        }

        parts.Add(new KeyPart(text[start..], whole.Position + start));
        return parts;
    }

    private static KeyPart Trim(KeyPart part)
    {
        int lead = part.Text.Length - part.Text.AsSpan().TrimStart().Length;
        return new KeyPart(part.Text.Trim(), part.Position + lead);
    }
}
