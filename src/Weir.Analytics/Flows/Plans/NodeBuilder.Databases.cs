using Weir.Analytics.Databases;
using Weir.Analytics.Flows.Language;

namespace Weir.Analytics.Flows.Plans;

/// <content>Functions that ask a database, a resolver or another host's metrics.</content>
internal sealed partial class NodeBuilder
{
    private KeyNode? Country(KeySyntax syntax) => Attribute(syntax, ("code", GeoForm.CountryCode), ("name", GeoForm.CountryName), ("both", GeoForm.CountryBoth)) is { } form
        ? Geo(syntax, _context.Databases.Country, form)
        : null;

    private KeyNode? Asn(KeySyntax syntax) => Attribute(syntax, ("number", GeoForm.AsNumber), ("descr", GeoForm.AsDescription), ("both", GeoForm.AsBoth)) is { } form
        ? Geo(syntax, _context.Databases.Asn, form)
        : null;

    private KeyNode? Geo(KeySyntax syntax, GeoHandle files, GeoForm form)
    {
        if (!files.IsConfigured)
        {
            return Absent(syntax, keep: false);
        }

        return Argument(syntax, 1) is { } key ? new GeoNode(key, files, form, MemoCount++) { Id = KeyCount++, Cost = key.Cost + LookupCost } : null;
    }

    private KeyNode? Oui(KeySyntax syntax)
    {
        if (Attribute(syntax, ("name", 0), ("number", 1)) is not { } attribute)
        {
            return null;
        }

        if (!_context.Databases.HasOui)
        {
            return Absent(syntax, keep: false);
        }

        return Argument(syntax, 1) is { } key
            ? new OuiNode(key, _context.Databases, attribute == 1) { Id = KeyCount++, Cost = key.Cost + LookupCost }
            : null;
    }

    private KeyNode? Dns(KeySyntax syntax)
    {
        if (!_context.Names.HasResolver)
        {
            return Absent(syntax, keep: true);
        }

        return Argument(syntax, 1) is { } key ? new DnsNode(key, _context.Names) { Id = KeyCount++, Cost = key.Cost + LookupCost } : null;
    }

    private HostNode? Host(KeySyntax syntax)
    {
        if (Argument(syntax, 1) is not { } key)
        {
            return null;
        }

        _context.Hosts.Want();
        return new HostNode(key, _context.Hosts, Literal(syntax, 2)) { Id = KeyCount++, Cost = key.Cost + LookupCost };
    }

    /// <summary>Reads the second argument, which is one of a few words; the first of them when it is left out.</summary>
    private T? Attribute<T>(KeySyntax syntax, params ReadOnlySpan<(string Word, T Meaning)> words)
        where T : struct
    {
        if (syntax.Parts.Count < 3)
        {
            return words[0].Meaning;
        }

        List<string> known = [];
        foreach ((string word, T meaning) in words)
        {
            known.Add(word);
            if (word == Literal(syntax, 2))
            {
                return meaning;
            }
        }

        _sink.Add(_field, syntax.Parts[2].Position, $"'{Literal(syntax, 2)}' is none of {string.Join(", ", known)}");
        return null;
    }
}
