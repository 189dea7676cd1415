using Weir.Analytics.Databases;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Hosts;
using Weir.Analytics.Names;
using Weir.Wire;

namespace Weir.Analytics.Flows.Plans;

/// <summary><c>country:KEY[:ATTRIBUTE]</c>, <c>asn:KEY[:ATTRIBUTE]</c>: what a database knows of an address, or of a text that is one.</summary>
internal sealed class GeoNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly GeoHandle _files;
    private readonly GeoForm _form;
    private readonly int _memo;

    /// <summary>Makes the lookup.</summary>
    public GeoNode(KeyNode key, GeoHandle files, GeoForm form, int memo)
    {
        _key = key;
        _files = files;
        _form = form;
        _memo = memo;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        GeoFiles? files = _files.Current;
        if (files is null || !evaluator.TryGet(_key, ref sample, out Evaluated argument))
        {
            return false;
        }

        Memo memo = evaluator.MemoOf(_memo);
        memo.UseVersion(files);
        if (!memo.TryFind(argument, out bool has, out value))
        {
            has = TryGetAddress(argument, out NetworkAddress address) && files.TryFind(address, _form, out value);
            memo.Store(argument, has, value);
        }

        return has;
    }

    /// <summary>The address that a value is, or spells.</summary>
    internal static bool TryGetAddress(in Evaluated value, out NetworkAddress address) =>
        value.TryGetAddress(out address) || (value.Text is { } text && NetworkAddress.TryParse(text.Value, out address));
}

/// <summary><c>oui:KEY[:ATTRIBUTE]</c>: who made the adapter with a MAC address.</summary>
internal sealed class OuiNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly LookupDatabases _databases;
    private readonly bool _asNumber;

    /// <summary>Makes the lookup.</summary>
    public OuiNode(KeyNode key, LookupDatabases databases, bool asNumber)
    {
        _key = key;
        _databases = databases;
        _asNumber = asNumber;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        if (_databases.Oui is not { } table || !evaluator.TryGet(_key, ref sample, out Evaluated argument)
            || argument.Type != KeyType.Mac || !table.TryFind(argument.Low, out PooledText? maker, out int digits))
        {
            return false;
        }

        value = Evaluated.OfText(_asNumber ? Prefix(evaluator, argument.Low, digits) : maker);
        return true;
    }

    private static PooledText Prefix(Evaluator evaluator, ulong mac, int digits)
    {
        Span<byte> text = stackalloc byte[digits];
        for (int i = 0; i < digits; i++)
        {
            text[i] = "0123456789ABCDEF"u8[(int)(mac >> (44 - (4 * i))) & 15];
        }

        return evaluator.Pool.Get(text);
    }
}

/// <summary><c>dns:KEY</c>: name of an address, with its final dot; the address itself until the name is known, and when it has none.</summary>
internal sealed class DnsNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly ReverseNames _names;

    /// <summary>Makes the lookup.</summary>
    public DnsNode(KeyNode key, ReverseNames names)
    {
        _key = key;
        _names = names;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        if (!evaluator.TryGet(_key, ref sample, out value))
        {
            return false;
        }

        if (GeoNode.TryGetAddress(value, out NetworkAddress address) && _names.Find(address) is { } name)
        {
            value = Evaluated.OfText(name);
        }

        return true;
    }
}

/// <summary><c>host:KEY:METRIC</c>: a metric of the host or virtual machine that owns a MAC or IP address.</summary>
internal sealed class HostNode : KeyNode
{
    private readonly KeyNode _key;
    private readonly HostIndex _hosts;
    private readonly string _metric;

    /// <summary>Makes the lookup.</summary>
    public HostNode(KeyNode key, HostIndex hosts, string metric)
    {
        _key = key;
        _hosts = hosts;
        _metric = metric;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        value = default;
        if (!evaluator.TryGet(_key, ref sample, out Evaluated argument))
        {
            return false;
        }

        _hosts.Learn(ref sample);
        HostFacts? facts = argument.Type == KeyType.Mac ? _hosts.Find(argument.Low)
            : argument.TryGetAddress(out NetworkAddress address) ? _hosts.Find(address) : null;
        return facts is not null && facts.TryRead(_metric, out value);
    }
}
