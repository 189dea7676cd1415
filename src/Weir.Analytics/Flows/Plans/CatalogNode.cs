using Weir.Analytics.Flows.Keys;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A flow key of the catalogue.</summary>
internal sealed class CatalogNode : KeyNode
{
    private readonly KeyReference _key;

    /// <summary>Wraps a key.</summary>
    public CatalogNode(KeyReference key)
    {
        _key = key;
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value)
    {
        if (!_key.TryGet(ref sample, out KeyValue read))
        {
            value = default;
            return false;
        }

        value = read.Type == KeyType.Text ? Evaluated.OfText(Intern(evaluator.Pool, ref sample, read)) : Evaluated.OfPlain(read);
        return true;
    }

    private static PooledText Intern(TextPool pool, scoped ref SampleContext sample, in KeyValue read)
    {
        Span<byte> bytes = stackalloc byte[KeyValue.MaxTextLength];
        return pool.Get(bytes[..(read.TryFormat(ref sample, bytes, out int written) ? written : 0)]);
    }
}
