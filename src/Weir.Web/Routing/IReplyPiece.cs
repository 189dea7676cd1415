namespace Weir.Web.Routing;

/// <summary>Text of a large answer that was written and not yet sent on. For one answer, one thread at a time.</summary>
internal interface IReplyPiece : IDisposable
{
    /// <summary>What was written since <see cref="Clear"/>.</summary>
    ReadOnlyMemory<byte> Take();

    /// <summary>What was taken is sent.</summary>
    void Clear();
}
