using Weir.Wire;

namespace Weir.Analytics.Names;

/// <summary>Asks the DNS for the names of addresses. Answers go to <see cref="ReverseNames.Answer"/>.</summary>
public interface IReverseResolver
{
    /// <summary>Takes a question up; never waits. Any thread.</summary>
    /// <returns>False when too many wait already: the question is dropped.</returns>
    bool TryAsk(NetworkAddress address);
}
