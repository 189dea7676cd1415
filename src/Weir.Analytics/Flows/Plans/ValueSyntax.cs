using Weir.Analytics.Flows.Language;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A value of a definition as written: an operation and what it works on.</summary>
/// <param name="Operation">What is made of the samples' values.</param>
/// <param name="Key">The measured key.</param>
internal sealed record ValueSyntax(ValueOperation Operation, KeySyntax Key)
{
    /// <summary>Reads <c>key</c> or <c>operation:key</c>; null, with a diagnostic, when it is neither.</summary>
    public static ValueSyntax? Parse(string text, string field, DiagnosticSink sink)
    {
        if (!KeySyntaxParser.CheckLength(text, field, sink))
        {
            return null;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        ValueOperation? operation = colon < 0 ? null : OperationOf(text[..colon].Trim());
        KeyPart key = operation is null ? new KeyPart(text, 0) : new KeyPart(text[(colon + 1)..], colon + 1);
        return KeySyntaxParser.Parse(key, field, sink) is { } parsed ? new ValueSyntax(operation ?? ValueOperation.Rate, parsed) : null;
    }

    private static ValueOperation? OperationOf(string name) => name switch
    {
        "rate" or "sum" => ValueOperation.Rate,
        "count" => ValueOperation.Count,
        "avg" => ValueOperation.Average,
        "min" => ValueOperation.Minimum,
        "max" => ValueOperation.Maximum,
        "last" => ValueOperation.Last,
        _ => null,
    };
}
