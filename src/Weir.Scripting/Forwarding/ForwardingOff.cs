using Microsoft.Extensions.Logging;
using Weir.Scripting.Hosting;

namespace Weir.Scripting.Forwarding;

/// <summary>Stands in where datagrams cannot be forwarded: nothing happens, and the first call says so in the log.</summary>
public sealed class ForwardingOff : IForwardingService
{
    private readonly ILogger _logger;
    private int _told;

    /// <summary>Makes the stand-in.</summary>
    public ForwardingOff(ILogger logger)
    {
        _logger = logger;
    }

    /// <inheritdoc/>
    public bool SetForward(string name, string address, int port) => Refuse();

    /// <inheritdoc/>
    public bool ClearForward(string name) => Refuse();

    private bool Refuse()
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            _logger.ForwardingIsOff();
        }

        return false;
    }
}
